"""A topic: one question people ask and the answer they get. One file each in data/topics/."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path
from typing import Literal, Optional

from pydantic import Field, validator

from bot.knowledge.path import TOPIC as TO_ASK
from bot.knowledge.reading import DATA, Content, ContentError, Identified, build, read_yaml

ELSEWHERE = "scheme.scotland_ni"  # the ways of other nations
PLACEHOLDERS = {
    "force", "first_checks", "interview", "overall", "scheme_status", "home_helpline", "home_number"
}


class Paragraph(Content):
    """A few sentences and what they rest on: ids of public sources and of seed passages.

    `of_the_service` marks what rests on none: what the service says of itself, or a word that states no fact.
    """

    text: str = Field(min_length=1)
    rests_on: list[str] = Field(alias="from")
    of_the_service: bool = False

    @validator("text")
    def _only_known_placeholders(cls, text: str) -> str:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        if unknown := names - PLACEHOLDERS:
            raise ValueError(f"unknown placeholder {sorted(unknown)}; known: {sorted(PLACEHOLDERS)}")
        return text


class Figure(Content):
    """A drawing of data/figures/ shown with the answer, and its words for those who cannot see it."""

    file: str = Field(regex=r"^[a-z0-9]+(-[a-z0-9]+)*\.svg$")
    alt: str = Field(min_length=1)


class Table(Content):
    """Figures shown with the answer: units and dates stand in the caption and the column heads."""

    caption: str
    columns: list[str] = Field(min_items=2)
    rows: list[list[str]] = Field(min_items=1)
    rests_on: list[str] = Field(alias="from", min_items=1)

    @validator("rows", each_item=True)
    def _a_row_fills_the_columns(cls, row: list[str], values: dict) -> list[str]:
        if len(row) != len(values.get("columns", row)):
            raise ValueError(f"{row} does not fill the columns")
        return row


class Topic(Identified):
    """What one topic file holds. Its id is the folder and file name: scheme/what.yml, scheme.what."""

    ask: str
    label: str = Field(max_length=45)
    title: str
    address: str = Field(regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: Literal["answer", "safety", "small_talk", "fallback"]
    answer: list[Paragraph] = Field(min_items=1, max_items=4)
    more: list[Paragraph] = []
    repeat: Optional[str]
    steps: list[Paragraph] = []
    figure: Optional[Figure]
    table: Optional[Table]
    has_figures: bool = False  # a statistic or a term set by law, which the force confirms
    contacts: list[str] = []
    next: list[str] = Field(min_items=2, max_items=4)
    nation: Literal["england_and_wales", "uk"]
    owner: str
    evidence_date: date
    review_by: date
    confirmed_on: Optional[date]
    confirmed_by: Optional[str]

    @validator("more")
    def _safety_cards_have_no_more(cls, more: list[Paragraph], values: dict) -> list[Paragraph]:
        if more and values.get("kind") == "safety":
            raise ValueError("what a safety topic says besides its card stands in steps")
        return more

    @validator("repeat", always=True)
    def _safety_cards_have_a_second_wording(cls, repeat: Optional[str], values: dict) -> Optional[str]:
        if (values.get("kind") == "safety") != bool(repeat):
            raise ValueError("a safety topic, and no other, has the sentence for a repeated card")
        return repeat

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [*self.answer, *self.steps, *self.more]

    @property
    def references(self) -> list[str]:
        """Everything the topic rests on, in order, with repetitions."""
        stated = [*self.paragraphs, *filter(None, [self.table])]
        return [reference for statement in stated for reference in statement.rests_on]

    @property
    def following(self) -> list[str]:
        """What is offered after it: on the scheme the way to ask too and, last, other nations' ways."""
        if self.folder != "scheme":
            return self.next
        offered = dict.fromkeys([*self.next, TO_ASK, ELSEWHERE])
        return [topic for topic in offered if topic != self.id]

    @property
    def page(self) -> str:
        """The path of the page that shows this answer alone."""
        return f"/information/{self.address}"

    @property
    def is_safety(self) -> bool:
        return self.kind == "safety"

    @property
    def is_readable(self) -> bool:
        """Whether it has a page of its own; small talk has none."""
        return self.kind in ("answer", "safety")

    @property
    def folder(self) -> str:
        return self.id.split(".")[0]


def topic_id(path: Path) -> str:
    return f"{path.parent.name}.{path.stem}"


def read_topics(data: Path = DATA) -> dict[str, Topic]:
    """All topics by id, in the order of their file names."""
    paths = sorted((data / "topics").glob("*/*.yml"))
    paths = [path for path in paths if not path.name.endswith(".examples.yml")]
    if not paths:
        raise ContentError(f"{data / 'topics'}: no topic files found")
    return {
        topic_id(path): build(Topic, {"id": topic_id(path), **read_yaml(path)}, path)
        for path in paths
    }


def read_examples(topic: str, data: Path = DATA) -> list[str]:
    """The example utterances of one topic, as people write."""
    folder, name = topic.split(".", 1)
    path = data / "topics" / folder / f"{name}.examples.yml"
    examples = read_yaml(path)
    if not isinstance(examples, list) or not all(isinstance(line, str) for line in examples):
        raise ContentError(f"{path}: expected a list of example lines (quote lines such as yes, 999)")
    return examples
