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
IT = re.compile(r"(?<!\w)it(?!\w)", re.I)
BETWEEN = r"[\s,.!?;:-]*"
BEFORE = rf"{BETWEEN}(?:(?:so|ok|okay|and|but|well|then|right|sorry|please|(?:can|could) you){BETWEEN})*"
AFTER = rf"(?:{BETWEEN}(?:then|now|please|again|better|about (?:it|this|that)))*{BETWEEN}"
# "im 38", not "im 38 weeks pregnant", nor an age below: those the screen tells.
ADULT_AGE = (r"(?:i am|i['\u2019]?m) (?:1[89]|[2-9]\d)(?: (?:years|yrs) old| years of age)?"
             r"(?=\s*(?:$|[,.;!?]|(?:and|so|but|not|how|can|i)\b))")


class Phrases(Content):
    """Lists of plain phrases: lower case, no apostrophes."""

    opening: list[str]
    closing: list[str]
    correction: list[str]
    before_it: list[str]
    refusal: list[str]
    asking: list[str]
    follow_on: list[str]
    pointing: list[str]
    what_now: list[str]
    no_topic: list[str]
    not_me: list[str]
    grown_up: list[str]
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
        before_it = rf"^{BETWEEN}(?:{_any_of(phrases.before_it)}{BETWEEN})*"
        self.correction = re.compile(rf"{before_it}(?:{_any_of(phrases.correction)}{BETWEEN})+", re.I)
        self.refusal = re.compile(rf"{before_it}{_any_of(phrases.refusal)}{BETWEEN}", re.I)
        ends = r"(?=\s*(?:$|[,.;!?]|(?:its?|i|im|my|but)\b))"  # "it is not me fault" is another thing
        self.not_me = re.compile(rf"{before_it}{_any_of(phrases.not_me)}{ends}", re.I)
        self.grown_up = re.compile(rf"(?<!\w)(?:{_any_of(phrases.grown_up)}|{ADULT_AGE})", re.I)
        self.asking = re.compile(rf"{BEFORE}{_any_of(phrases.asking)}", re.I)
        self.follow_on = re.compile(_any_of(phrases.follow_on), re.I)
        self.pointing = re.compile(rf"(?<!\w){_any_of(phrases.pointing)}", re.I)
        self.what_now = re.compile(rf"{BEFORE}{_any_of(phrases.what_now)}{AFTER}", re.I)
        self.no_topic = re.compile(rf"{BEFORE}{_any_of(phrases.no_topic)}{AFTER}", re.I)
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
    if _patterns().refusal.fullmatch(text):
        return ""
    found = _patterns().correction.match(text)
    return text[found.end() :].strip() if found else None


def asks(sentence: str) -> bool:
    """Whether a sentence ends or opens like a question."""
    return sentence.rstrip().endswith("?") or bool(_patterns().asking.match(sentence))


def leans_on_what_was_said(text: str) -> bool:
    """Whether a question is short and opens or points like one about the answer before it."""
    return is_short(text) and (goes_on(text) or bool(_patterns().pointing.search(text)))


def is_short(text: str) -> bool:
    """Whether it may lean on what was said, though no word shows it."""
    return len(text.split()) <= LONGEST_FOLLOW_UP


def goes_on(text: str) -> bool:
    """Whether it opens like a question about the answer before it."""
    return bool(_patterns().follow_on.match(text))


def asks_of_it(text: str) -> bool:
    """Whether a short question is about an "it" that it does not name; who asks about a person does not."""
    return leans_on_what_was_said(text) and bool(IT.search(text)) and not names_the_scheme(text)


def asks_what_now(text: str) -> bool:
    """Whether the words ask no more than what to do, whom to call, or to hear it again."""
    return has_no_topic(text) or bool(_patterns().what_now.fullmatch(text))


def has_no_topic(text: str) -> bool:
    """Whether the words are about nothing but what was just said."""
    return bool(_patterns().no_topic.fullmatch(text))


def is_about_somebody_else(text: str) -> bool:
    """Whether the writer says not to be whom danger or thoughts are about."""
    return bool(_patterns().not_me.match(text) or _patterns().grown_up.search(text))


def says_grown_up(text: str) -> bool:
    """Whether the writer says to be no child: an age, or whose parent they are."""
    return bool(_patterns().grown_up.search(text))


def names_the_scheme(text: str) -> bool:
    """Whether the words name the scheme, applying to it or a check."""
    return bool(_patterns().scheme.search(text))
