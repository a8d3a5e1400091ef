"""signpost counts: what happened on the website, by force and week."""

from __future__ import annotations

import csv
import io
from typing import Any

import click

from bot.knowledge.reading import DATA, read_yaml
from web.commands.start import opened_store, settings
from web.commands.tables import as_table
from web.store.events import EVENTS

FEWEST = 5  # smaller numbers could point to somebody


@click.command()
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, without the historic table.")
def counts(as_csv: bool) -> None:
    """What happened on the website, by force and week: website enquiries, not applications.

    Delivery and the website write their counts down every few seconds.
    """
    from web.store import tallies

    words = read_yaml(DATA / "enquiry" / "counts.yml")
    with opened_store(settings()) as store, store.session() as session:
        rows = shown(tallies.read(session), words["fewer"], words["units"])
    headings = list(words["headings"].values())
    if as_csv:
        click.echo(to_csv(headings, rows), nl=False)
        return
    historic = words["historic"]
    history = as_table(historic["columns"], historic["rows"])
    now_and_then = (words["title"], as_table(headings, rows), words["note"])
    click.echo("\n\n".join((*now_and_then, historic["title"], history, historic["note"])))


def shown(
    found: dict[tuple[str, str], dict[str, int]], fewer: str, units: dict[str, str]
) -> list[list[str]]:
    """A row for each force and week, with small numbers suppressed and the unit in each cell."""
    return [
        [*force_and_week, *(f"{suppressed(counted.get(name, 0), fewer)} {units[name]}" for name in EVENTS)]
        for force_and_week, counted in found.items()
    ]


def suppressed(count: int, fewer: str) -> str:
    return fewer if count < FEWEST else str(count)


def to_csv(headings: list[str], rows: list[list[Any]]) -> str:
    output = io.StringIO()
    csv.writer(output).writerows([headings, *rows])
    return output.getvalue()
