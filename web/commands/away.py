"""signpost away: the page that a proxy shows while the website itself cannot be reached."""

from __future__ import annotations

import click

from web.commands.start import CannotStart, settings


@click.command()
def away() -> None:
    """Print that page: the emergency contacts, and nothing to load. For the force that is set."""
    from jinja2 import Environment, PackageLoader

    from bot.knowledge import ContentError, load
    from bot.knowledge.replies import emergency_contacts

    ours = settings()
    try:
        library = load(ours.force)
    except ContentError as error:
        raise CannotStart(str(error)) from None
    templates = Environment(loader=PackageLoader("web"), autoescape=True)
    click.echo(
        templates.get_template("away.html").render(
            title=library.text("problems", "down_title"),
            text=library.text("replies", "down"),
            strings=library.strings["en"]["page"],
            contacts=emergency_contacts(library),
            neutral_exit=ours.neutral_exit or library.force.neutral_exit,
        )
    )
