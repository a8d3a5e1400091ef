"""The safety screen: what danger a text tells of, by patterns a safeguarding lead can read (data/safety/)."""

import re
from dataclasses import dataclass
from pathlib import Path

from bot.screening.data import DATA
from bot.screening.reader import Matches, Reader
from bot.screening.rules import Context, Rule, read

DECISIVE, POSSIBLE = "decisive", "possible"
NEAR = 18   # words between the parts of an `all` rule
# Where a message may turn from a question to what has happened: "how do i apply, and he has hurt her".
# Contexts that belong to a question alone, not to who writes or when it was.
ASKING = frozenset({"asks", "asks_leave", "asks_scheme", "has_record", "scheme_words", "work"})
TURN = re.compile(r"[.?!\n]+|,? (?:and|also|plus|but|because|cos) |, ")


@dataclass(frozen=True)
class Finding:
    """A safety topic that a text tells of. decisive: act on it alone; possible: a hint for the classifier."""

    topic: str
    strength: str


@dataclass(frozen=True)
class Report:
    """All that the screen says of one text."""

    findings: list[Finding]
    young: bool


class Screen:
    """Reads text against all safety patterns. Holds no text; one object serves all threads once made."""

    def __init__(self, folder: Path = DATA) -> None:
        self._book = read(folder)
        self._reader = Reader(self._book.templates, self._book.words["not"])
        self._opened_by: dict[int, list[Rule]] = {}     # template -> the rules it may be the first part of
        for rule in self._book.rules:
            for number in rule.groups[0]:
                self._opened_by.setdefault(number, []).append(rule)

    def examine(self, text: str) -> list[Finding]:
        """What the text tells of, the most urgent first; [] where nothing is found."""
        return self.report(text).findings

    def report(self, text: str) -> "Report":
        """The findings, and whether the writer is young.

        Read as a whole, and part by part if that says nothing for sure: a question beside it must
        not silence what is told.
        """
        whole = self._around(self._reader.read(text))
        strengths = self._weigh(whole)
        parts = [part for part in TURN.split(text) if part.strip()]
        if DECISIVE not in strengths.values() and len(parts) > 1:
            for part in parts:
                around = self._around(self._reader.read(part), whole)
                for topic, strength in self._weigh(around).items():
                    if strengths.get(topic) != DECISIVE:
                        strengths[topic] = strength
        return Report(self._in_order(strengths), any(here.holds("young") for here in whole))

    def _around(self, sentences: list[Matches], whole: "tuple[_Around, ...]" = ()) -> "tuple[_Around, ...]":
        return tuple(_Around(self._book.contexts, sentences, i, whole) for i in range(len(sentences)))

    def _weigh(self, around: "tuple[_Around, ...]") -> dict[str, str]:
        """Each topic that is told of in these sentences, with its strength."""
        strengths: dict[str, str] = {}
        for here in around:
            found = here.found
            for rule in {rule for number in found for rule in self._opened_by.get(number, ())}:
                if strengths.get(rule.topic) != DECISIVE and _says(rule, found) and here.allows(rule):
                    strengths[rule.topic] = DECISIVE if rule.decisive else strengths.get(rule.topic, POSSIBLE)
        return strengths

    def _in_order(self, strengths: dict[str, str]) -> list[Finding]:
        decisive = {topic for topic, strength in strengths.items() if strength == DECISIVE}
        kept = [topic for topic, strength in strengths.items()
                if not (self._book.yields_to[topic] & decisive) or strength == POSSIBLE]
        kept.sort(key=lambda topic: (strengths[topic] != DECISIVE, self._book.urgency[topic]))
        return [Finding(topic, strengths[topic]) for topic in kept]


def _says(rule: Rule, found: Matches) -> bool:
    """Whether each group of the rule has a match, all of them near the first."""
    places = [[start for number in group for start in found.get(number, ())] for group in rule.groups]
    if not all(places):
        return False
    return any(all(any(abs(start - first) <= NEAR for start in starts) for starts in places[1:])
               for first in places[0])


class _Around:
    """Which contexts hold for one sentence. In a part of a message, who writes and of what time is known
    from the `whole` of it; only whether it asks is the part's own."""

    def __init__(self, contexts: dict[str, Context], sentences: list[Matches], index: int,
                 whole: "tuple[_Around, ...]" = ()) -> None:
        self._contexts, self._sentences, self._index, self._whole = contexts, sentences, index, whole
        self.found = sentences[index]
        self._known: dict[str, bool] = {}

    def allows(self, rule: Rule) -> bool:
        return all(map(self.holds, rule.needs)) and not any(map(self.holds, rule.unless))

    def holds(self, name: str) -> bool:
        if self._whole and name not in ASKING:
            return any(here.holds(name) for here in self._whole)
        if name not in self._known:
            context = self._contexts[name]
            scope = self._sentences if context.whole_message else [self._sentences[self._index]]
            seen = any(number in found for found in scope for number in context.templates)
            self._known[name] = (seen or any(map(self.holds, context.of))) and not any(
                map(self.holds, context.without))
        return self._known[name]
