"""Questions told in the middle of everyday talk, up to the 2,000 characters that a message may have."""

from __future__ import annotations

import random
from pathlib import Path

from tests.evaluation.cases import Case

LENGTHS = (600, 1950)  # characters
TALK = Path(__file__).with_name("everyday.txt").read_text(encoding="utf-8").splitlines()
LATELY = 6  # a sentence comes again after so many others


def told_at_length(text: str, length: int, rng: random.Random) -> str:
    """`text` somewhere in everyday sentences; about `length` characters together."""
    talk: list[str] = []
    while sum(map(len, talk)) + len(talk) + len(text) < length - 40:
        talk.append(rng.choice([line for line in TALK if line not in talk[-LATELY:]]))
    ended = text if text[-1] in ".?!" else f"{text}."
    talk.insert(rng.randint(0, len(talk)), ended[0].upper() + ended[1:])
    return " ".join(talk)


def at_length(cases: list[Case], length: int) -> list[str]:
    """Each case's text at that length; the same each time."""
    rng = random.Random(length)
    return [told_at_length(case.text, length, rng) for case in cases]
