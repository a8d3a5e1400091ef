"""What the public is told of a source: nothing is called current that nobody has opened."""

from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge import Library
from bot.knowledge.replies import publications, source_lines
from bot.knowledge.sources import Source
from bot.knowledge.topics import Paragraph


def status_of(library: Library, source: Source) -> str:
    """How a source is shown to stand beside an answer that rests on it."""
    changed = library.copy(update={"sources": {**library.sources, source.id: source}})
    [line] = source_lines(changed, [Paragraph(**{"text": "An answer.", "from": [source.id]})])
    return line.status


def test_a_public_source_is_current_only_where_a_person_has_opened_it(library: Library) -> None:
    shown = {line.id: line.status for line in publications(library)}
    called_current = {name for name, status in shown.items() if status == "current"}
    assert called_current == {name for name in shown if library.sources[name].checked_on}


def test_an_official_page_is_not_yet_checked_until_a_day_is_given(library: Library) -> None:
    page = library.sources["durham"]
    assert status_of(library, page.copy(update={"checked_on": None})) == "unverified"
    assert status_of(library, page.copy(update={"checked_on": date(2026, 11, 22)})) == "current"


@pytest.mark.parametrize("source", ["circular-2010", "pack-2010", "directgov-2011", "cleveland-old"])
def test_a_page_of_its_own_time_is_history_even_when_it_was_opened(library: Library, source: str) -> None:
    opened = library.sources[source].copy(update={"checked_on": date(2026, 11, 22)})
    assert status_of(library, opened) == "historic"
