"""Which templates can match a sentence at all. Trying only those is what keeps the screen fast."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.screening.spelling import frequency
from bot.screening.templates import Template


class Shortlist:
    """Sorts out templates by the words they need, and by how far apart these may stand.

    Every part of a template (a set of words) has a number, and sets of parts and of places are kept as the
    bits of an integer, since a sentence is tried against more than a thousand templates.
    """

    def __init__(self, templates: Sequence[Template]) -> None:
        parts: dict[frozenset[str], int] = {}
        self._steps = [
            [(parts.setdefault(part, len(parts)), by) for part, by in zip(t.parts, t.reach, strict=True)]
            for t in templates]
        self._needs = [sum({1 << part for part, _ in steps}) for steps in self._steps]
        self._words = list(parts)
        often = [sum(map(frequency, words)) for words in parts]
        self._by_rarest: dict[str, list[int]] = defaultdict(list)   # word -> templates it is a rare part of
        for number, steps in enumerate(self._steps):
            for word in self._words[min((part for part, _ in steps), key=often.__getitem__)]:
                self._by_rarest[word].append(number)
        self._in_parts: dict[str, int] = defaultdict(int)
        for words, part in parts.items():
            for word in words:
                self._in_parts[word] |= 1 << part

    def possible(self, words: Sequence[str]) -> Iterator[int]:
        """Numbers of the templates whose words stand in `words`, in order and near enough."""
        where: dict[str, int] = defaultdict(int)        # word -> its places
        for place, word in enumerate(words):
            where[word] |= 1 << place
        present = 0
        for word in where:
            present |= self._in_parts.get(word, 0)
        places: dict[int, int] = {}                     # part -> its places
        for number in {number for word in where for number in self._by_rarest.get(word, ())}:
            needed = self._needs[number]
            if present & needed == needed and self._in_order(self._steps[number], where, places):
                yield number

    def _in_order(self, steps: list[tuple[int, int]], where: dict[str, int], places: dict[int, int]) -> bool:
        here = 0
        for at, (part, reach) in enumerate(steps):
            if part not in places:
                places[part] = sum([where[word] for word in where.keys() & self._words[part]])
            if at:
                spread = here << 1
                for _ in range(reach - 1):
                    spread |= spread << 1
                here = spread & places[part]
            else:
                here = places[part]
            if not here:
                return False
        return True

