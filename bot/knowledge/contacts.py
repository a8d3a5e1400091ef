"""Services people can turn to. All in data/contacts.yml."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, Optional

from pydantic import Field

from bot.knowledge.reading import DATA, Content, Identified, build_all, read_yaml


class Way(Content):
    """One way to reach a service: a number to call or text, an address to write to or open."""

    kind: Literal["phone", "text", "relay", "bsl", "chat", "email", "web"]
    value: str
    label: str
    hours: Optional[str]


class NationalWay(Way):
    """A way that may be there for people of one nation alone."""

    nation: Optional[Literal["england", "wales"]]


class Contact(Identified):
    """A service: whom it is for, how to reach it, and how sure we are of each fact."""

    name: str
    name_cy: Optional[str]
    called: list[str] = []
    whom: str = Field(alias="for")
    ways: list[NationalWay] = Field(min_items=1)
    hours_note: Optional[str]
    hours_on: Optional[date]
    confidentiality: Optional[str]
    nation: Literal["uk", "england_and_wales", "england", "wales", "scotland", "northern_ireland"]
    evidence: list[str]
    evidence_date: date
    grade: Literal["A", "B", "C", "U"]
    review_by: date
    confirmed_on: Optional[date]
    confirmed_by: Optional[str]

    def ways_in(self, nation: str) -> list[Way]:
        """The ways as they are shown: calls say what is known of their hours, or that it is not."""
        shown = [way for way in self.ways if way.nation in (None, nation)]
        return [
            Way(kind=way.kind, value=way.value, label=way.label,
                hours=way.hours or (self.hours_note if way.kind == "phone" else None))
            for way in shown
        ]

    @property
    def states_hours(self) -> bool:
        """Whether it says when a line is open, in its own words or as its website's."""
        note = (self.hours_note or "").lower()
        return any(way.hours for way in self.ways) or "day and night" in note

    @property
    def names(self) -> list[str]:
        """Every name that it goes by in a text."""
        return [*filter(None, [self.name, self.name_cy]), *self.called]

    def said_in(self, language: str) -> str:
        """Its name in a sentence of that language."""
        return self.name_cy if language == "cy" and self.name_cy else self.name


def read_contacts(data: Path = DATA) -> dict[str, Contact]:
    path = data / "contacts.yml"
    return build_all(Contact, read_yaml(path), path)
