"""The words of the form: plain, complete, promising nothing; and the page that lists its questions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import textstat

from bot.knowledge.checks.reading_level import sentences
from tests.web.doubles import library
from web.enquiry.steps import STEPS
from web.enquiry.words import Words

ROOT = Path(__file__).resolve().parents[2]
TEXTS = library().strings["en"]["enquiry"]
LONGEST = 25  # words in a sentence
GRADE = 6  # Flesch-Kincaid, pooled
BANNED = (
    "anonymous, confidential, no trace, we will only contact, accepted, suspect, offender, "
    "your application, being investigated, i consent"
)


@pytest.mark.parametrize("key", TEXTS)
def test_no_sentence_is_long(key: str) -> None:
    assert all(len(sentence.split()) <= LONGEST for sentence in sentences(TEXTS[key]))


def test_the_words_are_plain() -> None:
    whole = [s for text in TEXTS.values() for s in sentences(text) if s.endswith((".", "?", "!"))]
    assert textstat.flesch_kincaid_grade(" ".join(whole)) <= GRADE


def test_nothing_is_promised_and_nobody_is_called_a_suspect() -> None:
    said = " ".join(TEXTS.values()).lower()
    assert not [word for word in BANNED.split(", ") if word in said]


def test_another_language_is_used_once_it_has_every_word() -> None:
    def words(translated: dict[str, str]) -> Words:
        english = library().strings["en"]
        strings = {"en": english, "cy": {"path": english["path"], "enquiry": translated}}
        return Words(library().copy(update={"strings": strings}), "cy")

    part = words({"continue": "Parhau"})
    assert (part.language, part["continue"]) == ("en", "Continue")
    whole = words({**TEXTS, "continue": "Parhau"})
    assert (whole.language, whole["continue"]) == ("cy", "Parhau")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_the_list_of_pages_is_that_of_the_form(step) -> None:
    document = (ROOT / "docs" / "enquiry-form.md").read_text()
    (row,) = re.findall(rf"^\| \d+ \| {step.name}(?:/1)? \|.*$", document, re.MULTILINE)
    fields = {field.short_name for field in step.page(Words(library(), "en")).questions()}
    assert fields <= set(re.findall(r"\w+", row))
