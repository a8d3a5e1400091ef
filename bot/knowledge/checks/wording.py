"""Checks of what may be said: nothing stale as current, no promise, no blame, no stray number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.checks import Checked, Fault
from bot.knowledge.checks.reading_level import sentences
from bot.knowledge.checks.said import said

YEAR = re.compile(r"\b(19|20)\d\d\b")
DATE = re.compile(r"(\d{1,2} \d{1,2} )?\d{4}|\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"(?<![\d-])\+?\d[\d -]{3,}\d\b")
DIALLED = re.compile(r"\b(?i:call|ring|dial|phone|text|use|on|press) (\d[\d -]*\d)\b(?! [A-Z][a-z])")
SHORTEST_SENTENCE = 8  # words; shorter ones are anybody's


def nothing_that_may_not_be_said(subject: Checked) -> Iterator[Fault]:
    stale = [(re.compile(r["pattern"], re.I), r["because"]) for r in subject.wording["stale"]]
    never = [(re.compile(r["pattern"], re.I), r["because"]) for r in subject.wording["never"]]
    for file, text in said(subject):
        for pattern, because in never:
            if found := pattern.search(text):
                yield subject.fault_in(file, f"says {found[0]!r}: {because}", text)
        for pattern, because in stale:
            if (found := pattern.search(text)) and not YEAR.search(text):
                yield subject.fault_in(file, f"says {found[0]!r} as current: {because}", text)


def no_old_sentence_is_repeated(subject: Checked) -> Iterator[Fault]:
    """Only a passage that is current may stand in an answer as it was published."""
    old = {
        _words(sentence): f"{document.document}:{passage.id} ({passage.status})"
        for document in subject.library.documents.values()
        for passage in document.passages if passage.status != "current"
        for sentence in sentences(passage.text) if len(sentence.split()) >= SHORTEST_SENTENCE
    }
    for file, text in said(subject):
        words = _words(text)
        for sentence, passage in old.items():
            if sentence in words:
                yield subject.fault_in(file, f"repeats {passage} word for word", text)


def numbers_are_those_of_contacts(subject: Checked) -> Iterator[Fault]:
    """A telephone number in a text is one of contacts.yml."""
    ways = [way.value for contact in subject.library.contacts.values() for way in contact.ways]
    known = {re.sub(r"\D", "", way) for way in ways} | set(subject.wording["numbers"])
    for file, text in said(subject):
        for found in {*NUMBER.findall(text), *DIALLED.findall(text)}:
            if re.sub(r"\D", "", found) not in known and not DATE.fullmatch(found):
                yield subject.fault_in(file, f"number {found!r} is not in contacts.yml", text)


def _words(text: str) -> str:
    """The words alone, with a space on each side of each."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "


CHECKS = (nothing_that_may_not_be_said, no_old_sentence_is_repeated, numbers_are_those_of_contacts)
