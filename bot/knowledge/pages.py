"""What the pages about this service list: themes, services by who they are for, what was measured."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Optional

from bot.knowledge.reading import DATA, Content, build, read_yaml


class ContactGroup(Content):
    """Services for the same people. The heading is the fixed string contacts_<id>."""

    id: str
    contacts: list[str]


class Measure(Content):
    """How well something works, as a bound out of a hundred. Its words are the fixed string measure_<id>.

    `line` is where docs/model-card.md has the figure itself: section, then line.
    """

    id: str
    line: tuple[str, str]
    at_least: Optional[int]
    at_most: Optional[int]


class Measured(Content):
    day: date
    measures: list[Measure]


class Pages(Content):
    themes: list[str]  # folders of data/topics/, in the order of the page
    contacts: list[ContactGroup]
    measured: Measured

    def faults(self, folders: Collection[str], contacts: Collection[str]) -> Iterator[str]:
        """What is named here and is not there."""
        for folder in sorted(set(self.themes) - set(folders)):
            yield f"data/pages.yml: unknown theme {folder}"
        listed = {contact for group in self.contacts for contact in group.contacts}
        for contact in sorted(listed - set(contacts)):
            yield f"data/pages.yml: unknown contact {contact}"


def read_pages(data: Path = DATA) -> Pages:
    path = data / "pages.yml"
    return build(Pages, read_yaml(path), path)
