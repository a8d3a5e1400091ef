"""What answers rest on: public sources, and the founding documents passage by passage."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, Optional

from pydantic import validator

from bot.knowledge.reading import DATA, Content, ContentError, Identified, build, build_all, read_yaml

Status = Literal["current", "changed", "superseded", "historic", "unverified"]


class Source(Identified):
    """A public page or document. Only an `official` one is ever shown as a link.

    `evidence_date` is the day of our evidence; `checked_on` the day on which a person opened the page itself.
    """

    title: str
    publisher: str
    published: str
    url: Optional[str]
    official: bool
    grade: Literal["A", "B", "C", "U"]
    evidence_date: date
    status: Optional[Literal["changed", "superseded", "historic"]]
    checked_on: Optional[date]
    note: Optional[str]

    @validator("published", pre=True)
    def _dates_as_written(cls, value: object) -> str:
        return str(value)

    @property
    def stands(self) -> Status:
        """How it is shown to stand: nothing is called current that nobody has opened."""
        return self.status or ("current" if self.official and self.checked_on else "unverified")


class Passage(Content):
    """A sentence or bullet of a founding document, and how it stands today."""

    id: str
    section: str
    text: str
    status: Status
    now: Optional[str]
    facts: list[str] = []
    rests_on: list[str] = []
    defect: Optional[str]

    class Config:
        fields = {"rests_on": "from"}


class Document(Content):
    """One founding document and its passages."""

    document: str
    title: str
    publisher: str
    published: str
    status_of_document: str
    passages: list[Passage]

    @validator("published", pre=True)
    def _dates_as_written(cls, value: object) -> str:
        return str(value)


def public_source_files(data: Path = DATA) -> list[Path]:
    """public.yml and the additions beside it."""
    return [data / "sources" / "public.yml", *sorted((data / "sources").glob("additions-*.yml"))]


def read_public_sources(data: Path = DATA) -> dict[str, Source]:
    """Public sources by id, from all their files."""
    found: dict[str, Source] = {}
    for path in public_source_files(data):
        more = build_all(Source, read_yaml(path), path)
        if twice := found.keys() & more.keys():
            raise ContentError(f"{path}: already in another file: {sorted(twice)}")
        found.update(more)
    return found


def read_documents(data: Path = DATA) -> dict[str, Document]:
    """The founding documents by name: every other file in data/sources/."""
    found = {}
    for path in sorted((data / "sources").glob("*.yml")):
        if path not in public_source_files(data):
            document = build(Document, read_yaml(path), path)
            found[document.document] = document
    return found
