"""A reply as the HTTP contract has it."""

from __future__ import annotations

from datetime import date
from typing import Literal, Optional

from pydantic import BaseModel, Field

from bot.knowledge.contacts import Way
from bot.knowledge.references import Kind


class ContactCard(BaseModel):
    """A service as the person sees it."""

    id: str
    name: str
    whom: str = Field(alias="for")
    ways: list[Way]
    confirmed_on: Optional[date]

    class Config:
        allow_population_by_field_name = True


class SourceLine(BaseModel):
    """Where an answer comes from; a link only to an official publisher."""

    id: str
    title: str
    publisher: str
    published: str
    status: str
    url: Optional[str]


class Choice(BaseModel):
    id: str
    label: str
    topic: Optional[str]


class Figure(BaseModel):
    href: str
    alt: str


class Table(BaseModel):
    caption: str
    columns: list[str]
    rows: list[list[str]]


class ReplyLink(BaseModel):
    href: str
    label: str
    method: Literal["get", "post"]
    token: Optional[str]


class Reply(BaseModel):
    """One reply of the HTTP contract. `text` is plain, with blank lines between paragraphs."""

    kind: Kind
    topic: Optional[str]
    lang: str = "en"
    text: str
    contacts: list[ContactCard] = []
    sources: list[SourceLine] = []
    choices: list[Choice] = []
    figure: Optional[Figure]
    table: Optional[Table]
    page: Optional[str]
    link: Optional[ReplyLink]
