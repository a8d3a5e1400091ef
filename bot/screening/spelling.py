"""Mends typing slips in the words that the safety patterns know ("abuesd", "strangld"), and in no others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from spellchecker import SpellChecker

COMMON = 40         # a word seen this often in the dictionary's corpus is no slip
USUAL, KNOWN = 3000, 1000   # a word seen this often is one that people use, or that they know
SHORTEST = 4        # letters; below that a slip cannot be told from another word
LONGEST = 24        # letters; nobody means an English word by more, and it has too many slips
TWO_SLIPS = 7       # letters from which two slips are allowed


@cache
def english_words(seen: int = COMMON) -> frozenset[str]:
    """English words that pyspellchecker's dictionary has at least `seen` times, apostrophes taken out."""
    return frozenset(word.replace("'", "") for word, count in _counts().items() if count >= seen)


def frequency(word: str) -> int:
    """How often the dictionary's corpus has the word; 0 for one it does not know."""
    return _counts().get(word, 0)


def resembles_english(word: str) -> bool:
    """Whether a usual English word is about one slip away: `word` is then likelier misspelt than a name."""
    return len(word) <= LONGEST and bool(_deletions(word, 1) & _near_usual())


@lru_cache(maxsize=1)
def _near_usual() -> frozenset[str]:
    return frozenset().union(*(_deletions(word, 1) for word in english_words(KNOWN) if len(word) >= SHORTEST))


@lru_cache(maxsize=1)
def _counts() -> dict[str, int]:
    return dict(SpellChecker(language="en").word_frequency.dictionary)


class Mender:
    """Finds the one pattern word that an unknown word must have been meant for."""

    def __init__(self, wanted: Iterable[str]) -> None:
        """`wanted`: words, or how often each is written, which decides between words equally near."""
        self.known = english_words()
        self.wanted = frozenset(wanted)
        self._times = dict(wanted) if isinstance(wanted, Mapping) else {}
        self._by_deletion: dict[str, set[str]] = defaultdict(set)
        for word in self.wanted:
            if len(word) >= SHORTEST and word.isalpha():
                for shorter in _deletions(word, slips_allowed(word)):
                    self._by_deletion[shorter].add(word)

    def mend(self, word: str) -> str:
        """The pattern word nearest to `word`, or `word` as it is."""
        if word in self.wanted or word in self.known or not word.isalpha():
            return word
        if not SHORTEST <= len(word) <= LONGEST:
            return word
        near: set[str] = set()
        for shorter in _deletions(word, slips_allowed(word)):
            near |= self._by_deletion.get(shorter, set())
        best, best_slips = word, slips_allowed(word) + 1
        for other in sorted(near, key=lambda other: (-self._times.get(other, 0), other)):
            slips = distance(word, other)
            if slips < best_slips and (other[0] == word[0] or slips == 1 and len(word) > SHORTEST):
                best, best_slips = other, slips
        return best


def slips_allowed(word: str) -> int:
    """One slip in a short word, two in a long one."""
    return 2 if len(word) >= TWO_SLIPS else 1


def _deletions(word: str, slips: int) -> set[str]:
    found, last = {word}, {word}
    for _ in range(slips):
        last = {w[:i] + w[i + 1:] for w in last for i in range(len(w))}
        found |= last
    return found


def distance(a: str, b: str) -> int:
    """Letters added, left out, changed or swapped with a neighbour to get from a to b."""
    before, row = [], list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, last, row = row, before, [i] + [0] * len(b)
        for j, other in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[len(b)]
