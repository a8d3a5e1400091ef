"""signpost check-link: whether the force's own form is still where we send people."""

from __future__ import annotations

from datetime import date

import click

from bot.knowledge import ContentError
from bot.knowledge.forces import read_force
from bot.knowledge.library import DEFAULT_FORCE
from web.commands.start import CannotStart, settings

SECONDS_TO_WAIT = 10


@click.command("check-link")
def check_link() -> None:
    """Ask for the force's own form, without opening it, and say what its website answers.

    By hand only: the service itself never asks. It ends with 0 if the form is there, else with 1.
    """
    try:
        force = read_force(settings().force or DEFAULT_FORCE)
    except ContentError as error:
        raise CannotStart(str(error)) from None
    if force.handoff.mode != "link" or not force.handoff.url:
        raise click.ClickException(f"{force.id} has no form of its own (mode {force.handoff.mode})")
    status, moved_to = asked(force.handoff.url)
    leads = f", and leads to {moved_to}" if moved_to else ""
    click.echo(f"{force.handoff.url}\nanswers {status}{leads}.")
    if status != 200:
        raise click.ClickException("Open it by hand. If the form has moved, mend handoff.url")
    click.echo(f"Open it, look that it is the right one, then: verified_on: {date.today()}")


def asked(url: str) -> tuple[int, str]:
    """Its status and where it would lead on, which is not followed. Raises ClickException for no answer."""
    import requests

    try:
        said = requests.head(url, timeout=SECONDS_TO_WAIT, allow_redirects=False)
    except requests.RequestException as error:
        raise click.ClickException(f"{url} does not answer ({type(error).__name__})") from None
    return said.status_code, said.headers.get("Location", "")
