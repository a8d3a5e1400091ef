"""signpost off and on: answer emergencies only, and everything again. Takes effect at the next request."""

from __future__ import annotations

import click

from web.commands.apart import website, website_address
from web.commands.start import settings
from web.settings import Settings


@click.command()
def off() -> None:
    """Answer emergencies only. Helplines, danger replies and the form stay."""
    ours = settings()
    ours.off_switch.parent.mkdir(parents=True, exist_ok=True)
    ours.off_switch.touch()
    require_heeded(ours, is_off=True)
    click.echo("Off: only emergencies are answered. Back on with: signpost on")


@click.command()
def on() -> None:
    """Answer everything again."""
    ours = settings()
    ours.off_switch.unlink(missing_ok=True)
    if ours.maintenance:
        raise click.ClickException("SIGNPOST_MAINTENANCE keeps it off. Unset it and start again.")
    require_heeded(ours, is_off=False)
    click.echo("On: questions are answered.")


def require_heeded(ours: Settings, is_off: bool) -> None:
    """Ask the website itself. Raises ClickException where none answers, or one that looks elsewhere."""
    there = f"The website at {website_address(ours)}"
    theirs = f"Are SIGNPOST_VAR ({ours.var}) and SIGNPOST_PORT those of the service? See docs/runbook.md"
    if not website(ours, "live"):
        raise click.ClickException(f"{there} does not answer: nobody can say if it heeds this. {theirs}")
    if (website(ours, "ready") == "maintenance") != is_off:
        raise click.ClickException(f"{there} goes on as it was. {theirs}")
