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


class Contact(Identified):
    """A service: whom it is for, how to reach it, and how sure we are of each fact."""

    name: str
    whom: str = Field(alias="for")
    ways: list[Way] = Field(min_items=1)
    hours_note: Optional[str]
    confidentiality: Optional[str]
    nation: Literal["uk", "england_and_wales", "england", "wales", "scotland", "northern_ireland"]
    evidence: list[str]
    evidence_date: date
    grade: Literal["A", "B", "C", "U"]
    review_by: date
    confirmed_on: Optional[date]
    confirmed_by: Optional[str]

    def way_with_hours(self, way: Way) -> Way:
        """The way as it is shown: calls say what is known of their hours, or that it is not."""
        if way.kind != "phone":
            return way
        return way.copy(update={"hours": way.hours or self.hours_note})


def read_contacts(data: Path = DATA) -> dict[str, Contact]:
    path = data / "contacts.yml"
    return build_all(Contact, read_yaml(path), path)
