"""Tables for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

WIDEST_HEADING = 16


def as_table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Columns as wide as what is in them; long headings over several lines; numbers to the right."""
    heads = [textwrap.wrap(heading, WIDEST_HEADING) for heading in headings]
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, [*head, *(row[column] for row in cells)])) for column, head in enumerate(heads)]
    lines = [*zip_longest(*heads, fillvalue=""), ["-" * width for width in widths], *cells]
    return "\n".join("  ".join(_fit(c, w) for c, w in zip(line, widths)).rstrip() for line in lines)


def _fit(cell: str, width: int) -> str:
    number, _, _ = cell.partition(" ")  # what follows is its unit
    return cell.rjust(width) if number.isdigit() else cell.ljust(width)
