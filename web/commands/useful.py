"""signpost useful: what people said of the answers, by force and week and by topic alone."""

from __future__ import annotations

import click

from bot.knowledge.reading import DATA, read_yaml
from web.commands.counts import suppressed, to_csv
from web.commands.start import opened_store, settings
from web.commands.tables import as_table


@click.command()
@click.option("--csv", "as_csv", is_flag=True, help="As CSV.")
def useful(as_csv: bool) -> None:
    """How often each answer was called useful and not, by force and week."""
    from web.store import tallies

    words = read_yaml(DATA / "useful.yml")
    with opened_store(settings()) as store, store.session() as session:
        rows = opinions(tallies.read(session), words["fewer"])
    headings = list(words["headings"].values())
    if as_csv:
        click.echo(to_csv(headings, rows), nl=False)
        return
    click.echo("\n\n".join((words["title"], as_table(headings, rows), words["note"])))


def opinions(found: dict[tuple[str, str], dict[str, int]], fewer: str) -> list[list[str]]:
    """A row for each force, week and topic, with small numbers suppressed."""
    rows = []
    for force_and_week, counted in found.items():
        for topic in sorted({name.split(".", 1)[1] for name in counted if name.startswith(("yes.", "no."))}):
            said = (counted.get(f"{word}.{topic}", 0) for word in ("yes", "no"))
            rows.append([*force_and_week, topic, *(suppressed(count, fewer) for count in said)])
    return rows
