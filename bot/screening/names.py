"""Names of people in a text: spaCy's model, and lists of names for lower case and typing slips."""

from collections.abc import Iterator
from pathlib import Path

from bot.screening.data import DATA
from bot.screening.name_lists import NameLists
from bot.screening.people import PeopleModel
from bot.screening.spelling import resembles_english
from bot.screening.tokens import NOTHING, Word, tokens

AROUND = 10     # words the model reads on either side of one in doubt
NEXT = 45       # words apart from which it is cheaper to read twice than to read on


class NameFinder:
    """Finds people's names. `model=False` leaves spaCy's model out: lists and context only."""

    def __init__(self, folder: Path = DATA, model: bool = True) -> None:
        self._lists = NameLists(folder)
        self._model = PeopleModel() if model else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand; first name and surname as one."""
        words = tokens(text)
        self._ask_model(words)
        start = None
        for before, word, after in zip([NOTHING, *words], words, [*words[1:], NOTHING], strict=False):
            word.is_name = self._is_name(before, word, after)
            word.links = before.is_name and word.low in self._lists.joins
            if not word.is_name and start is not None:
                yield start, before.end
            if not word.is_name:
                start = None
            elif start is None:
                start = word.start
            if word.is_name and (after is NOTHING or word.text != word.bare):
                yield start, word.end
                start = None

    def _is_name(self, before: Word, word: Word, after: Word) -> bool:
        if before.is_name and word.low in self._lists.particles:
            return after.low[0].isalpha() and (after.capital or self._is_rare(after))
        if len(word.low) < 2 or not word.low[0].isalpha() or self._no_name(word):
            return False
        if before.is_name and before.bare == before.text:
            return self._continues(before, word, after)
        if word.low in self._lists.places:
            return before.low in self._lists.cued
        if self._is_first(word):
            return True
        if word.low in self._lists.ambiguous:
            return self._likely(before, word, after)
        unknown = word.low not in self._lists.english and len(word.low) > 2
        surname = word.capital and not word.opens and word.low in self._lists.surnames
        if before.low in self._lists.titles | self._lists.naming:
            return unknown or word.capital or self._is_rare(word)
        if before.low in self._lists.relations and word.capital and not word.opens:
            return True
        if surname and (unknown or word.is_model_name) or unknown and word.is_model_name and word.capital:
            return True
        placed = before.low in self._lists.cued | self._lists.leads or after.low in self._lists.does
        return unknown and placed and not resembles_english(word.low)

    def _no_name(self, word: Word) -> bool:
        known, parts = self._lists, word.low.replace("'", "-").split("-")
        return word.low in self._lists.never or parts[0] in self._lists.never or (
            word.low.replace("'", "") in self._lists.never) or (
            len(parts) > 1 and known.english.issuperset(parts)) or (
            word.low.endswith("in") and word.low + "g" in known.english and word.low not in known.first)

    def _is_first(self, word: Word) -> bool:
        """A first name: as listed, with an "s" whose apostrophe was left out, or as a part of Ellie-Mae."""
        known = self._lists
        return word.low in known.first or "-" in word.low and word.low.split("-")[0] in known.doubles or (
            word.low.endswith("s") and word.low not in known.english and word.low[:-1] in known.first)

    def _is_rare(self, word: Word) -> bool:
        """Not a usual English word, nor a form of one ("scares")."""
        return word.low not in self._lists.usual and not any(
            word.low.endswith(ending) and word.low.removesuffix(ending) in self._lists.usual
            for ending in ("s", "es", "d", "ed", "ing", "er", "ly", "y"))

    def _continues(self, before: Word, word: Word, after: Word) -> bool:
        """A surname, or a second first name, after a first one."""
        if word.low in self._lists.surnames | self._lists.first:
            return word.capital or word.low not in self._lists.does | self._lists.auxiliary
        if word.low in self._lists.ambiguous:
            return word.capital or self._likely(before, word, after)
        return word.low not in self._lists.does and self._is_rare(word) or (
            (word.capital or word.is_model_name) and word.low not in self._lists.english)

    def _likely(self, before: Word, word: Word, after: Word) -> bool:
        """Whether a word that is also a name ("mark", "rose") is one here."""
        surname = after.low in self._lists.surnames - self._lists.never and after.capital == word.capital
        related = before.low in self._lists.relations
        if before.low in self._lists.titles | self._lists.naming or surname and (word.capital or related):
            return True
        if before.links or word.capital and after.capital and not self._no_name(after):
            return word.low not in self._lists.auxiliary or word.capital
        if related:
            does = self._lists.does - {"hit", "got"}
            return word.low not in self._lists.auxiliary or after.low in does or word.capital
        if word.capital and not word.opens:
            return word.low not in self._lists.months or word.is_model_name
        if word.opens and after.low in self._lists.human:
            return word.low not in self._lists.auxiliary
        return after.low in self._lists.does and (
            word.is_model_name or word.capital and (
                word.low not in self._lists.months and after.low not in {"and", "has", "did"}))

    def _ask_model(self, words: list[Word]) -> None:
        """Let the model read, but only round words it could decide about: it is most of the cost."""
        windows: list[list[int]] = []
        for i, word in enumerate(words if self._model else []):
            if self._in_doubt(word):
                if windows and i - NEXT <= windows[-1][1]:
                    windows[-1][1] = i + AROUND
                else:
                    windows.append([max(0, i - AROUND), i + AROUND])
        for first, last in windows:
            for start, end in self._model.find([word.text for word in words[first:last]]):
                for word in words[first + start:first + end]:
                    word.is_model_name = True

    def _in_doubt(self, word: Word) -> bool:
        if not word.low[0].isalpha() or self._no_name(word) or word.low in self._lists.first:
            return False
        return word.low in self._lists.ambiguous or word.low not in self._lists.english or (
            word.capital and word.low in self._lists.surnames)
