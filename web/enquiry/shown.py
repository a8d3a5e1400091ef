"""The questions and answers as the applicant sees them: to check them, and for whoever reads the enquiry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from wtforms import Field

from web.enquiry.fields import NOT_KNOWN, Choice, Choices, Group, PartialDate, Tick
from web.enquiry.form import Answers
from web.enquiry.steps import Place, places
from web.enquiry.texts import Lines, Phone
from web.enquiry.words import Words
from web.submission import ShownAnswer


@dataclass(frozen=True)
class Row:
    """One question with its answer: lines of text, none where it was not answered."""

    question: str
    lines: list[str]
    question_id: str
    field_id: str


@dataclass(frozen=True)
class Part:
    """The questions of one page."""

    place: Place
    rows: list[Row]


def parts(words: Words, answers: Answers) -> Iterator[Part]:
    """Every page of this enquiry, as it is filled in."""
    for place in places(words, answers):
        rows = [
            Row(field.told_as, lines(field, words), f"{place.path}.{field.short_name}", field.id)
            for field in place.form(words, answers).questions()
        ]
        yield Part(place, rows)


def first_answers(words: Words, triage: dict[str, str]) -> list[ShownAnswer]:
    """What was answered before the form began, in the chat or on the first page."""
    answered = {name: words.get(f"{name}.{answer}") for name, answer in triage.items()}
    return [
        ShownAnswer(question_id=f"triage.{name}", question_text=words.asked(name), answer_text=said)
        for name, said in answered.items()
        if said  # that these were agreed to is no answer of its own
    ]


def shown_answers(words: Words, answers: Answers, triage: dict[str, str]) -> list[ShownAnswer]:
    """The same for the submission, after the first answers and with what was declared."""
    rows = [row for part in parts(words, answers) for row in part.rows]
    shown = first_answers(words, triage) + [
        ShownAnswer(
            question_id=row.question_id,
            question_text=row.question,
            answer_text="\n".join(row.lines) or None,
        )
        for row in rows
    ]
    declared = (name for name, value in answers["declaration"].items() if value is True)
    return shown + [
        ShownAnswer(
            question_id=f"declaration.{name}",
            question_text=words[f"declaration.{name}"],
            answer_text=words["choice.yes"],
        )
        for name in declared
    ]


@singledispatch
def lines(field: Field, words: Words) -> list[str]:
    """The answer that a field holds, in words; one line each."""
    return str(field.data).splitlines() if field.data not in (None, "") else []


@lines.register
def _(field: Choice, words: Words) -> list[str]:
    return [label for value, label in field.choices if value == field.data]


@lines.register
def _(field: Choices, words: Words) -> list[str]:
    return [label for value, label in field.choices if value in (field.data or ())]


@lines.register
def _(field: Tick, words: Words) -> list[str]:
    return [words["choice.yes" if field.data else "choice.no"]]


@lines.register
def _(field: Lines, words: Words) -> list[str]:
    return list(field.data or ())


@lines.register
def _(field: Phone, words: Words) -> list[str]:
    return [field.data["entered"]] if field.data else []


@lines.register
def _(field: PartialDate, words: Words) -> list[str]:
    if field.data in (None, NOT_KNOWN):
        return [words["choice.not_known"]] if field.data else []
    day, month, year = field.parts
    return [" ".join(filter(None, [day, month and words.months[int(month) - 1], year]))]


@lines.register
def _(field: Group, words: Words) -> list[str]:
    held: Any = field.held
    if held in (None, NOT_KNOWN):
        return [words["choice.not_known"]] if held else []
    return list(held.values())
