"""Personal data that has a shape: phone numbers, addresses, postcodes, dates, number plates, handles."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

from bot.screening import shapes
from bot.screening.data import DATA, read_yaml
from bot.screening.respelling import respelling
from bot.screening.spelling import USUAL, english_words, resembles_english

SHORT = 4       # letters and a space: "elm grove", but "sit close" is no street
ALSO_VERBS = {"close", "drive", "parade"}
Span = tuple[int, int, str]     # where it begins, where it ends, what kind


def find(text: str, keeps_number: Callable[[str], bool]) -> Iterator[Span]:
    """Every structured piece of personal data in `text`; `keeps_number` says which digits are a service's."""
    has_digit = bool(shapes.DIGIT.search(text))
    for kind, shape in shapes.SURE + (shapes.WITH_A_DIGIT if has_digit else []):
        for match in shape.finditer(text):
            yield *match.span("data" if "data" in shape.groupindex else 0), kind
    for match in shapes.INITIALS.finditer(text):
        if match.group(1).lower() not in english_words(USUAL):
            yield *match.span(), "name"
    for match in shapes.DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if not keeps_number(digits):
            yield *match.span(), "phone" if _is_phone(match.group(), digits) else "number"
    for match in shapes.NUMBERED_STREET.finditer(text):
        if _is_street(match.group(1), numbered=True):
            yield *match.span(), "address"
    for match in (*shapes.NAMED_STREET.finditer(text), *shapes.NAMED_HOUSE.finditer(text)):
        called, kind = (group for group in range(1, len(match.groups()) + 1) if match.group(group))
        if _is_street(match.group(called), numbered=False) and (
            len(match.group(called)) > SHORT or match.group(kind).lower() not in ALSO_VERBS
        ):
            yield match.start(called), match.end(kind), "address"
    for match in shapes.SPACED_PLATE.finditer(text):
        plate = match.group().lower()
        if plate[-3:] not in english_words(USUAL) and not plate.startswith(("yr", "ks")):
            yield *match.span(), "plate"
    for match in shapes.LOOSE_PLATE.finditer(text):
        if shapes.VEHICLE.search(text) and not any(
            part.lower() in english_words(USUAL) or part.lower() in respelling().words
            for part in match.groups() if part and len(part) > 1
        ):
            yield *match.span(), "plate"
    for match in shapes.NAME_ON_AN_APP.finditer(text):
        if match.group(1).lower() not in english_words() or any(map(str.isdigit, match.group(1))):
            yield *match.span(1), "handle"
    for match in shapes.AFTER_AN_APP.finditer(text):
        if _is_made_up(match.group(1).lower().rstrip(".")):
            yield *match.span(1), "handle"
    for match in shapes.LETTERS_AND_DIGITS.finditer(text):
        if not shapes.NOT_A_HANDLE.fullmatch(match.group()):
            yield *match.span(), "handle"


def _is_made_up(word: str) -> bool:
    """Whether somebody made the word up to be called by: joined, numbered, or far from any English word."""
    return bool(re.search(r"[._\d]", word)) or not (
        word in english_words() or word in respelling().words or resembles_english(word))


def _is_phone(text: str, digits: str) -> bool:
    return text.startswith("+") or digits.startswith("00") or digits[0] == "0" and 9 <= len(digits) <= 12


@lru_cache(maxsize=1)
def _not_a_street() -> tuple[frozenset[str], frozenset[str]]:
    """Words that no street is called by; those of them that one is, after a number ("14 high street")."""
    masking = read_yaml(DATA / "masking.yml")
    return frozenset(STOP_WORDS | set(masking["not_a_street"])), frozenset(masking["street_after_number"])


def _is_street(words: str, numbered: bool) -> bool:
    """Whether the words before "road" can be its name ("acacia road", not "the main road")."""
    barred, after_number = _not_a_street()
    named = [word.strip("'.") for word in words.lower().split()]
    if not numbered and len(words) < SHORT:
        return False
    return not set(named) & (barred - after_number if numbered else barred)
