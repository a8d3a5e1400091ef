"""Names of people in a text: spaCy's model, and lists of names for lower case and typing slips."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bot.screening.data import DATA
from bot.screening.name_lists import NameLists
from bot.screening.people import PeopleModel
from bot.screening.spelling import resembles_english
from bot.screening.tokens import NOTHING, Word, tokens

AROUND = 10     # words the model reads on either side of one in doubt
NEXT = 45       # words apart from which it is cheaper to read twice than to read on
_SURNAME = re.compile(      # how some surnames are built, in whatever case
    r"(?:mc|fitz)[a-z]{3,}|o'[a-z]{3,}|[a-z]{2,}(?:(?:ow|ew|in|yn)sk[iay]|czyk|enko|escu|opoulos|oglu|auskas|[eo]wicz)")
_NO_INITIAL = frozenset("aiunrxyk")     # alone in a message, these are words or a kiss
_AND = frozenset(("and", "n", "&"))


class NameFinder:
    """Finds people's names. `model=False` leaves spaCy's model out: lists and context only."""

    def __init__(self, folder: Path = DATA, model: bool = True) -> None:
        self._lists = NameLists(folder)
        self._model = PeopleModel() if model else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand; first name and surname as one."""
        words = tokens(text)
        self._ask_model(words)
        for before, word, after in zip([NOTHING, *words], words, [*words[1:], NOTHING], strict=False):
            word.is_name = self._is_name(before, word, after)
            word.links = before.is_name and word.low in self._lists.joins
        self._link_back(words)
        start = None
        for word, after in pairwise([*words, NOTHING]):
            if not word.is_name:
                continue
            start = word.start if start is None else start
            if not after.is_name or word.owns:
                yield start, word.end
                start = None

    def _is_name(self, before: Word, word: Word, after: Word) -> bool:
        known, low = self._lists, word.low
        if before.is_name and low in known.particles:
            return after.low[0].isalpha() and (after.capital or known.is_rare(after.low))
        if len(low) == 1:
            return self._is_initial(before, word, after)
        if not low[0].isalpha() or known.is_no_name(low):
            return False
        if before.is_name and not before.owns:
            return self._continues(before, word, after)
        if low in known.places:
            return before.low in known.cued
        if before.low in known.saints:
            return False
        if known.is_first(low):
            word.owns = word.owns or known.is_possessive(low)
            return True
        if low in known.likelier:
            return word.capital and not word.opens or not (
                before.low in known.not_before or after.low in known.not_after
                or low in known.auxiliary and before.low in known.not_before_verb)
        if low in known.ambiguous:
            return self._likely(before, word, after)
        unknown = low not in known.english and len(low) > 2
        surname = word.capital and not word.opens and low in known.surnames
        if before.low in known.introduced:
            return unknown or word.capital or known.is_rare(low)
        if before.low in known.relations and word.capital and not word.opens:
            return True
        if surname and (unknown or word.is_model_name) or unknown and word.is_model_name and word.capital:
            return True
        if not unknown:
            return False
        if _SURNAME.fullmatch(low) and low.replace("'", "") not in known.english:
            return True
        placed = low in known.surnames or before.low in known.placed or after.low in known.does
        return placed and not resembles_english(low)

    def _is_initial(self, before: Word, word: Word, after: Word) -> bool:
        """ "mr o", "j smith", "Tyrone B"."""
        if not word.low.isalpha() or word.low in _NO_INITIAL:
            return False
        if before.low in self._lists.titles or after.low in self._lists.sure_surnames:
            return True
        return before.is_name and not before.owns and (word.text.isupper() or after is NOTHING)

    def _continues(self, before: Word, word: Word, after: Word) -> bool:
        """A surname, or a second first name, after a first one."""
        known = self._lists
        if word.low in known.surnames or word.low in known.first or word.low in known.likelier:
            return word.capital or not (word.low in known.does or word.low in known.auxiliary)
        if word.low in known.ambiguous:
            return word.capital or self._likely(before, word, after)
        return word.low not in known.does and known.is_rare(word.low) or (
            (word.capital or word.is_model_name) and word.low not in known.english)

    def _likely(self, before: Word, word: Word, after: Word) -> bool:
        """Whether a word that is also a name ("mark", "rose") is one here."""
        known, low = self._lists, word.low
        if before.low in known.naming or after.low in known.sure_surnames:
            return True
        if before.low in known.titles and (word.capital or low not in known.months):
            return True
        related = before.low in known.relations
        if (word.capital or related) and after.capital == word.capital and (
            after.low in known.surnames and after.low not in known.never
        ):
            return True
        if before.links or word.capital and after.capital and not known.is_no_name(after.low):
            return low not in known.auxiliary or word.capital
        if related:
            return low not in known.auxiliary or word.capital or after.low in known.acts
        if word.capital and not word.opens:
            return low not in known.months or word.is_model_name or after.low in known.acts
        opens = word.opens or before.low in known.clauses
        if opens and after.low in known.human:
            return low not in known.auxiliary
        if opens and after.low in known.acts and low not in known.alone:
            return True
        return after.low in known.does and (
            word.is_model_name or word.capital and (
                low not in known.months and after.low not in {"and", "has", "did"}))

    def _link_back(self, words: list[Word]) -> None:
        """In "suki and dave" the name after "and" tells what stands before it."""
        for i in range(len(words) - 3, -1, -1):
            word, joint, other = words[i:i + 3]
            if other.is_name and joint.low in _AND and not word.is_name:
                word.is_name = self._may_be_named_first(word, other)

    def _may_be_named_first(self, word: Word, other: Word) -> bool:
        known, low = self._lists, word.low
        if not low[0].isalpha() or len(low) < 3 or known.is_no_name(low):
            return False
        if low in known.ambiguous:
            return word.capital and other.capital or low not in known.alone and low not in known.auxiliary
        return low not in known.english and not resembles_english(low)

    def _ask_model(self, words: list[Word]) -> None:
        """Let the model read, but only round words it could decide about: it is most of the cost."""
        windows: list[list[int]] = []
        for i, (word, after) in enumerate(pairwise([*words, NOTHING]) if self._model else []):
            if self._in_doubt(word, after):
                if windows and i - NEXT <= windows[-1][1]:
                    windows[-1][1] = i + AROUND
                else:
                    windows.append([max(0, i - AROUND), i + AROUND])
        for first, last in windows:
            for start, end in self._model.find([word.text for word in words[first:last]]):
                for word in words[first + start:first + end]:
                    word.is_model_name = True

    def _in_doubt(self, word: Word, after: Word) -> bool:
        known, low = self._lists, word.low
        if low in known.ambiguous:
            return after.low in known.does or word.capital and low in known.months and not word.opens
        if not low[0].isalpha() or low in known.first or low in known.likelier or known.is_no_name(low):
            return False
        return low.replace("'", "") not in known.english or word.capital and low in known.surnames
