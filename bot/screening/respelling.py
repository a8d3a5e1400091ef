"""How people type, and what it stands for: the table data/safety/spelling.yml, made ready for look-up."""

import re
from functools import lru_cache
from itertools import product
from pathlib import Path

from bot.screening.data import DATA, read_yaml

_HELD_KEY = re.compile(r"([a-z])\1{2,}")


class Respelling:
    """Single words, phrases, and the small rules that need the word before or after, or the capitals."""

    def __init__(self, data: dict) -> None:
        self.words = {spelt: word for word, listed in data["words"].items() for spelt in listed.split()}
        self.number_after = frozenset(data["number_after"])
        self.not_will_after = frozenset(data["not_will_after"])
        self._doubled = frozenset(data["doubled"])
        self._phrases = {phrase: word for word, listed in data["phrases"].items()
                         for phrase in listed.split("|") if phrase != word}
        longest_first = sorted(self._phrases, key=len, reverse=True)
        self._phrase = re.compile(r"(?<= )(?:" + "|".join(map(re.escape, longest_first)) + r")(?= )")
        typed = {spelt: word for word, listed in data["as_typed"].items() for spelt in listed.split()}
        self._typed, self._as_typed = typed, re.compile(r"\b(?:" + "|".join(map(re.escape, typed)) + r")\b")
        self._my_before = re.compile(rf" (?:me|ma|mi|us) ((?:{'|'.join(data['my_before'])})(?= ))")

    def as_meant(self, text: str) -> str:
        """Text as typed, its short forms written out that are other words in small letters: "SAd"."""
        return self._as_typed.sub(lambda found: self._typed[found.group()], text)

    def join(self, words: list[str]) -> str:
        """The words in one line, phrases put as the patterns know them, "me dad" as "my dad"."""
        text = self._phrase.sub(lambda found: self._phrases[found.group()], f" {' '.join(words)} ")
        return self._my_before.sub(r" my \1", text).strip()

    def release_keys(self, word: str) -> str:
        """Letters held down: "heeelp" -> "help", "kiilll" -> "kill" (listed with its double letter)."""
        runs = len(_HELD_KEY.findall(word))
        for lengths in product((2, 1), repeat=min(runs, 4)):
            tried = _held_for(word, lengths)
            if tried in self._doubled:
                return tried
        return _HELD_KEY.sub(r"\1", word)


def _held_for(word: str, lengths: tuple[int, ...]) -> str:
    """The word with its held keys cut to these lengths, in order; one letter once they run out."""
    counts = iter(lengths)
    return _HELD_KEY.sub(lambda run: run.group(1) * next(counts, 1), word)


@lru_cache(maxsize=4)
def respelling(path: Path = DATA / "spelling.yml") -> Respelling:
    """The table, read once."""
    return Respelling(read_yaml(path))
