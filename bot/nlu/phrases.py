"""Words beside a question: courtesies, corrections, what leans on the answer before; and the scheme's names.

The phrases stand in data/understanding/phrases.yml.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Optional

from pydantic import validator

from bot.knowledge.reading import DATA, Content, build, read_yaml

FILE = DATA / "understanding" / "phrases.yml"
LEAST_LEFT = 2  # words that must remain when courtesies are left out
LONGEST_FOLLOW_UP = 8  # words; a longer question says itself what it is about
BETWEEN = r"[\s,.!?;:-]*"


class Phrases(Content):
    """Lists of plain phrases: lower case, no apostrophes."""

    opening: list[str]
    closing: list[str]
    correction: list[str]
    follow_on: list[str]
    pointing: list[str]
    what_now: list[str]
    scheme: list[str]

    @validator("*", each_item=True)
    def _is_plain(cls, phrase: str) -> str:
        if not re.fullmatch(r"[a-z]+( [a-z]+)*", phrase):
            raise ValueError(f"{phrase!r} is not in plain lower-case words")
        return phrase


class _Patterns:
    """The phrases as patterns, made once."""

    def __init__(self, phrases: Phrases) -> None:
        self.opening = re.compile(rf"^(?:{_any_of(phrases.opening)}{BETWEEN})+", re.I)
        self.closing = re.compile(rf"(?:(?<![^\s,.!?;:]){_any_of(phrases.closing)}{BETWEEN})+$", re.I)
        self.correction = re.compile(rf"^{BETWEEN}(?:{_any_of(phrases.correction)}{BETWEEN})+", re.I)
        self.leaning = re.compile(
            rf"^{_any_of(phrases.follow_on)}|(?<!\w){_any_of(phrases.pointing)}", re.I
        )
        self.what_now = re.compile(
            rf"{BETWEEN}(?:(?:so|ok|okay|and|but|well|then){BETWEEN})*{_any_of(phrases.what_now)}"
            rf"(?:{BETWEEN}(?:then|now|please))*{BETWEEN}", re.I
        )
        self.scheme = re.compile(rf"(?<!\w){_any_of(phrases.scheme)}", re.I)


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    return _Patterns(build(Phrases, read_yaml(FILE), FILE))


def _any_of(phrases: list[str]) -> str:
    """A pattern for whole phrases, the longest first, with or without apostrophes and commas."""
    spelt = (
        r"[\s,]+".join("['\u2019]?".join(word) for word in phrase.split())
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return rf"(?:{'|'.join(spelt)})(?!\w)"


def without_courtesies(text: str) -> str:
    """`text` without greetings and thanks around it, or as it is where little else would be left."""
    rest = _patterns().closing.sub("", _patterns().opening.sub("", text)).strip()
    return rest if len(rest.split()) >= LEAST_LEFT else text


def corrected(text: str) -> Optional[str]:
    """What follows "no, I meant": may be empty. None where the text corrects nothing."""
    found = _patterns().correction.match(text)
    return text[found.end() :].strip() if found else None


def leans_on_what_was_said(text: str) -> bool:
    """Whether a question is short and opens or points like one about the answer before it."""
    return len(text.split()) <= LONGEST_FOLLOW_UP and bool(_patterns().leaning.search(text))


def asks_what_now(text: str) -> bool:
    """Whether the words ask no more than what to do, or whom to call, after what was just said."""
    return bool(_patterns().what_now.fullmatch(text))


def names_the_scheme(text: str) -> bool:
    """Whether the words name the scheme, applying to it or a check."""
    return bool(_patterns().scheme.search(text))
