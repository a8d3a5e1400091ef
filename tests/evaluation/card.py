"""Writes the measured part of docs/model-card.md; what stands around it is written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.evaluation.kept import encoder, kept

CARD = Path(__file__).resolve().parents[2] / "docs" / "model-card.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
Rows = Mapping[str, Mapping[str, str]]


def write(tables: dict[str, dict[str, str]], examples: int) -> None:
    """Put the tables between the two marks; ValueError if the card has lost them.

    `examples` is how many are taught today: tables that were kept with fewer say so.
    """
    text = CARD.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{CARD.name} needs the lines {BEGIN} and {END}")
    parts = [*(_section(title, _plain(lines)) for title, lines in tables.items()), *slow_tables(examples)]
    measured = "\n\n".join([BEGIN, f"Measured on {date.today():%-d %B %Y}.", *parts, END])
    CARD.write_text(f"{before}{measured}{after}", encoding="utf-8")


def slow_tables(examples: int) -> list[str]:
    """The tables of the slow lane, as last kept, each with what its rows were taught with."""
    peers, curve, diet = kept("peers"), kept("learning_curve"), kept("diet")
    return [
        _section("Peers", _side_by_side(peers["rows"], curve["rows"], diet), _taught_with(peers, examples)),
        _section("Examples a topic", curve["rows"], _taught_with(curve, examples)),
    ]


def _side_by_side(peers: Rows, curve: Rows, diet: Rows) -> Rows:
    """Peers with all examples; then Rasa's own with the few it can be taught, beside ours with as many."""
    rows = {name: {"examples a topic": "all", **figures} for name, figures in peers.items()}
    for each, found in diet.items():
        same = {"examples a topic": each}
        name = f"Rasa's default pipeline (DIET), minutes of training: {found['minutes of training']}"
        rows[name] = {**same, "first": found["first"], "among three": found["among three"]}
        if ours := curve.get(each):
            rows[f"ours with {each}"] = {**same, "first": ours["first"], "among three": ours["among three"]}
    return rows


def _taught_with(table: Mapping[str, Any], examples: int) -> str:
    """What the rows of a table rest on, and whether that is today's."""
    said = f"All examples: {table['examples']:,}. Encoder: `{table['encoder']}`."
    if (table["examples"], table["encoder"]) == (examples, encoder()):
        return f"{said} So it is in the service today."
    return f"{said} An older model: today {examples:,} are taught, with the encoder `{encoder()}`."


def _plain(lines: dict[str, str]) -> Rows:
    return {name: {"": figure.replace("|", ";")} for name, figure in lines.items()}


def _section(title: str, rows: Rows, note: str = "") -> str:
    """A table under its heading; the columns are those of the first row."""
    columns = list(next(iter(rows.values()), {}))
    head = [_row("", *columns), _row(*["---"] * (1 + len(columns)))]
    body = [_row(name, *(row[column] for column in columns)) for name, row in rows.items()]
    return "\n\n".join(filter(None, [f"### {title}", note, "\n".join([*head, *body])]))


def _row(*cells: str) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)
