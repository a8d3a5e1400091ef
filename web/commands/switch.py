"""signpost off and on: answer emergencies only, and everything again. Takes effect at the next request."""

from __future__ import annotations

import click

from web.commands.start import settings


@click.command()
def off() -> None:
    """Answer emergencies only. Helplines, danger replies and the form stay."""
    switch = settings().off_switch
    switch.parent.mkdir(parents=True, exist_ok=True)
    switch.touch()
    click.echo("Off: only emergencies are answered. Back on with: make on")


@click.command()
def on() -> None:
    """Answer everything again."""
    ours = settings()
    ours.off_switch.unlink(missing_ok=True)
    if ours.maintenance:
        raise click.ClickException("SIGNPOST_MAINTENANCE keeps it off. Unset it and start again.")
    click.echo("On: questions are answered.")
