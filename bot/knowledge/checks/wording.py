"""Checks of what may be said: nothing stale as current, no promise, no blame."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.checks import Checked, Fault
from bot.knowledge.checks.reading_level import sentences
from bot.knowledge.checks.said import said

LONG_AGO = re.compile(r"\b(?:19\d\d|20[01]\d)\b")  # a year up to 2019; a later one makes nothing history
SHORTEST_SENTENCE = 8  # words; shorter ones are anybody's


def nothing_that_may_not_be_said(subject: Checked) -> Iterator[Fault]:
    stale = [(re.compile(r["pattern"], re.I), r["because"]) for r in subject.wording["stale"]]
    never = [(re.compile(r["pattern"], re.I), r["because"]) for r in subject.wording["never"]]
    for file, text in said(subject):
        for pattern, because in never:
            if found := pattern.search(text):
                yield subject.fault_in(file, f"says {found[0]!r}: {because}", text)
        for pattern, because in stale:
            if found := _as_current(pattern, sentences(text)):
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


def _as_current(pattern: re.Pattern[str], said: list[str]) -> re.Match[str] | None:
    """Where a sentence says it with no year of that time in it, nor in the one before or after."""
    for at, sentence in enumerate(said):
        around = " ".join(said[max(at - 1, 0) : at + 2])
        if (found := pattern.search(sentence)) and not LONG_AGO.search(around):
            return found
    return None


def _words(text: str) -> str:
    """The words alone, with a space on each side of each."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "


CHECKS = (nothing_that_may_not_be_said, no_old_sentence_is_repeated)
