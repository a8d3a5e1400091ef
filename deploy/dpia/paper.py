"""Tables of Markdown, and the check that what is explained is what there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.knowledge.reading import DATA

DOCS = DATA.parent / "docs"
FOLDER = DOCS / "dpia"


def head(*cells: str) -> list[str]:
    """The first two lines of a table."""
    return [row(*cells), row(*["---"] * len(cells))]


def row(*cells: Any) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def agree(place: str, in_code: Iterable[str], explained: Iterable[str]) -> None:
    """Raises ValueError where one has a name that the other has not."""
    if odd := set(in_code) ^ set(explained):
        raise ValueError(f"docs/dpia/purposes.yml, {place}: mend {', '.join(sorted(odd))}")
