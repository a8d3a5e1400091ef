"""Writes the measured part of docs/model-card.md; what stands around it is written by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.evaluation.kept import kept

CARD = Path(__file__).resolve().parents[2] / "docs" / "model-card.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SLOW = {
    "peers": "Peers, taught with the same examples",
    "diet": "Rasa's default pipeline (DIET)",
    "learning_curve": "Examples a topic",
}


def write(tables: dict[str, dict[str, str]]) -> None:
    """Put the tables between the two marks; ValueError if the card has lost them."""
    text = CARD.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{CARD.name} needs the lines {BEGIN} and {END}")
    parts = [*map(_table, tables.items()), *filter(None, map(_slow, SLOW.items()))]
    measured = "\n\n".join([BEGIN, f"Measured on {date.today():%-d %B %Y}.", *parts, END])
    CARD.write_text(f"{before}{measured}{after}", encoding="utf-8")


def _table(named: tuple[str, dict[str, str]]) -> str:
    title, lines = named
    rows = "\n".join(f"| {name} | {figure.replace('|', ';')} |" for name, figure in lines.items())
    return f"### {title}\n\n| | |\n| --- | --- |\n{rows}"


def _slow(named: tuple[str, str]) -> str:
    """A table of the slow lane, as last kept."""
    name, title = named
    found = kept(name)
    if not found:
        return ""
    columns = list(next(iter(found.values())))
    rows = "\n".join(f"| {row} | {' | '.join(found[row][c] for c in columns)} |" for row in found)
    return f"### {title}\n\n| | {' | '.join(columns)} |\n| --- |{' --- |' * len(columns)}\n{rows}"
