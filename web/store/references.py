"""References of enquiries: random, never made from a name, a date or a number."""

from __future__ import annotations

import secrets
from functools import lru_cache

from bot.knowledge.reading import DATA, read_yaml

ALPHABET = "ABCDEFGHJKMNPRSTUVWXY23456789"  # without 0 1 I L O Q Z, which are read wrongly
LOOKS_LIKE = str.maketrans("23456789", "ZEASGTBG")
PREVIEW = "TEST-"


def draw(is_production: bool) -> str:
    """A new reference such as K7M-4RX-P9T; before it TEST- where no police force is behind it."""
    while True:
        characters = "".join(secrets.choice(ALPHABET) for _ in range(9))
        if is_decent(characters):
            break
    reference = "-".join(characters[at : at + 3] for at in (0, 3, 6))
    return reference if is_production else PREVIEW + reference


def as_drawn(typed: str) -> str:
    """A reference as it was drawn, from how somebody types it: small, with blanks, without dashes."""
    characters = "".join(filter(str.isalnum, typed.upper()))
    test = PREVIEW.rstrip("-")
    before = PREVIEW if characters.startswith(test) and len(characters) == 9 + len(test) else ""
    rest = characters[len(test) :] if before else characters
    return before + "-".join(rest[at : at + 3] for at in range(0, len(rest), 3))


def is_decent(characters: str) -> bool:
    """Whether it can be read out on the telephone: no word of the list, also spelt with digits."""
    seen = (characters, characters.translate(LOOKS_LIKE))
    return not any(word in reading for word in _words() for reading in seen)


@lru_cache
def _words() -> tuple[str, ...]:
    return tuple(read_yaml(DATA / "enquiry" / "never-in-a-reference.yml"))
