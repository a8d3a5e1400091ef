"""The same question as another hand would type it: each variation must keep the reply it had."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import yaml

HABITS = yaml.safe_load(Path(__file__).with_name("habits.yml").read_text(encoding="utf-8"))
ONE_IN = 6  # words with a typing slip in them
SHORTEST = 4  # letters of a word that gets one
BESIDE = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "sq", "s": "adw", "d": "sfe", "f": "dgr", "g": "fht", "h": "gjy", "j": "hku", "k": "jli",
    "l": "ko", "z": "xa", "x": "zc", "c": "xvd", "v": "cbf", "b": "vng", "n": "bmh", "m": "nj",
}
WORD = re.compile(r"[A-Za-z']+")


def with_typing_slips(text: str, chance: random.Random) -> str:
    """One word in six (at least one) with a letter left out, doubled, swapped or from the key beside."""
    places = [found.span() for found in WORD.finditer(text) if len(found.group()) >= SHORTEST]
    if not places:
        return text
    for start, end in sorted(chance.sample(places, max(1, len(places) // ONE_IN)), reverse=True):
        text = text[:start] + _slip(text[start:end], chance) + text[end:]
    return text


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("left out", "doubled", "swapped", "beside"))
    if kind == "left out":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[:at] + word[at] + word[at:]
    if kind == "swapped":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice(BESIDE.get(word[at].lower(), word[at])) + word[at + 1 :]


def in_dialect(text: str, chance: random.Random) -> str:
    """Every word that habits.yml knows, as people of one region say it."""
    words = HABITS["dialect"][chance.choice(sorted(HABITS["dialect"]))]
    return WORD.sub(lambda found: words.get(found.group().lower(), found.group()), text)


def with_swearing(text: str, chance: random.Random) -> str:
    """An oath before the question or after it."""
    oath = chance.choice(HABITS["oaths"])
    return f"{oath} {text}" if chance.random() < 0.5 else f"{text.rstrip('.?! ')} {oath}"


def with_politeness(text: str, chance: random.Random) -> str:
    return f"{chance.choice(HABITS['before'])} {text} {chance.choice(HABITS['after'])}"


def without_punctuation(text: str, _: random.Random) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s']", " ", text.replace("'", ""))).strip()


VARIATIONS: dict[str, Callable[[str, random.Random], str]] = {
    "typing slips": with_typing_slips,
    "lower case": lambda text, _: text.lower(),
    "capitals": lambda text, _: text.upper(),
    "no punctuation": without_punctuation,
    "dialect words": in_dialect,
    "swearing": with_swearing,
    "politeness": with_politeness,
}


def varied(text: str, kind: str) -> str:
    """`text` in one variation: the same each time it is asked for."""
    return VARIATIONS[kind](text, random.Random(f"{kind}: {text}"))
