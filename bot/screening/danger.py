"""The safety screen: what danger a text tells of, by patterns a safeguarding lead can read (data/safety/)."""

from dataclasses import dataclass
from pathlib import Path

from bot.screening.around import Around
from bot.screening.data import DATA
from bot.screening.reader import Reader, Sentence
from bot.screening.rules import Rule, read
from bot.young import UNDER_18, YOUNG

DECISIVE, POSSIBLE = "decisive", "possible"
FIGURE, DENIED = "figure", "denied"
AGES = {YOUNG: "young", UNDER_18: "young_said"}  # a sign of the writer's age -> its context in contexts.yml
LONGEST_DENIAL = 10  # words, with the two ends of a sentence
NEAR = 18   # words between the parts of an `all` rule


@dataclass(frozen=True)
class Finding:
    """A safety topic that a text tells of. decisive: act on it alone; possible: a hint for the classifier."""

    topic: str
    strength: str


@dataclass(frozen=True)
class Report:
    """All that the screen says of one text.

    signs: what is no danger but bears on which it is. young: the writer shows that they are under 18;
    under_18: they say so outright; figure: nothing dangerous is said, but a figure of speech has words of
    danger ("killing time"); denied: nothing dangerous is said, but it would be without the "not".
    """

    findings: list[Finding]
    signs: tuple[str, ...]


class Screen:
    """Reads text against all safety patterns. Holds no text; one object serves all threads once made."""

    def __init__(self, folder: Path = DATA) -> None:
        self._book = read(folder)
        self._reader = Reader(self._book.templates, self._book.figures, self._book.words["not"])
        self._opened_by: dict[int, list[Rule]] = {}     # template -> the rules it may be the first part of
        for rule in self._book.rules:
            for number in rule.groups[0]:
                self._opened_by.setdefault(number, []).append(rule)

    def examine(self, text: str) -> list[Finding]:
        """What the text tells of, the most urgent first; [] where nothing is found."""
        return self.report(text).findings

    def report(self, text: str) -> Report:
        """The findings and the signs.

        Read as a whole; and part by part where the whole hints at something but says nothing for sure, since
        what is told may stand beside a question.
        """
        whole = self._around(self._reader.read(text))
        strengths, silenced = self._weigh(whole)
        if (strengths or silenced) and DECISIVE not in strengths.values():
            parts = [part for here in whole for part in self._reader.parts(here.sentence)]
            if len(parts) > 1:
                for part in parts:
                    for topic, strength in self._weigh(self._around([part], whole))[0].items():
                        if strengths.get(topic) != DECISIVE:
                            strengths[topic] = strength
        signs = [sign for sign, context in AGES.items() if any(here.holds(context) for here in whole)]
        if not strengths and any(here.sentence.has_figure for here in whole):
            signs.append(FIGURE)
        if not strengths and self._denies(whole):
            signs.append(DENIED)
        return Report(self._in_order(strengths), tuple(signs))

    def _denies(self, whole: tuple[Around, ...]) -> bool:
        """Who denies says little more: in a longer sentence the "not" may well belong to what was done."""
        short = [here.sentence for here in whole if len(here.sentence.words) <= LONGEST_DENIAL]
        affirmed = map(self._reader.undenied, short)
        told = [sentence for sentence in affirmed if sentence]
        return bool(told) and DECISIVE in self._weigh(self._around(told))[0].values()

    def _around(self, sentences: list[Sentence], whole: tuple[Around, ...] = ()) -> tuple[Around, ...]:
        return tuple(Around(self._book.contexts, sentences, i, whole) for i in range(len(sentences)))

    def _weigh(self, around: tuple[Around, ...]) -> tuple[dict[str, str], bool]:
        """Each topic that is told of in these sentences, with its strength; and whether a context silenced
        what would have been sure."""
        strengths: dict[str, str] = {}
        silenced = False
        for here in around:
            found = here.sentence.matches
            for rule in {rule for number in found for rule in self._opened_by.get(number, ())}:
                if strengths.get(rule.topic) != DECISIVE and _says(rule, found):
                    if here.allows(rule):
                        strengths[rule.topic] = DECISIVE if rule.decisive else POSSIBLE
                    else:
                        silenced |= rule.decisive
        return strengths, silenced

    def _in_order(self, strengths: dict[str, str]) -> list[Finding]:
        decisive = {topic for topic, strength in strengths.items() if strength == DECISIVE}
        kept = [topic for topic, strength in strengths.items()
                if not (self._book.yields_to[topic] & decisive) or strength == POSSIBLE]
        kept.sort(key=lambda topic: (strengths[topic] != DECISIVE, self._book.urgency[topic]))
        return [Finding(topic, strengths[topic]) for topic in kept]


def _says(rule: Rule, found: dict[int, list[int]]) -> bool:
    """Whether each group of the rule has a match, all of them near the first."""
    places = [[start for number in group for start in found.get(number, ())] for group in rule.groups]
    if not all(places):
        return False
    return any(all(any(abs(start - first) <= NEAR for start in starts) for starts in places[1:])
               for first in places[0])
