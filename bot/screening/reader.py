"""Plain words -> figures of speech left out -> which templates match where, if they are not denied."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.screening.finder import Finder
from bot.screening.normalise import plain
from bot.screening.spelling import Mender
from bot.screening.templates import Template

LONGEST, OVERLAP = 60, 20   # words read at a time where no full stop divides them
OTHER = "_"                 # stands for any word that no pattern names, and for a whole figure of speech
FLAT_NOT = frozenset({"no", "nor", "neither", "never", "not", "noone"})
UNABLE = frozenset({"cant", "wont", "hardly", "barely", "without"})
MEANT = frozenset({"think", "believe", "mean", "say", "saying", "suspect"})
# With a "not" before it, what is meant next is denied: "I am not thinking of ending my life".
INTENT = frozenset({"thinking", "planning", "intending", "meaning"})
# Where a sentence may turn from a question to what has happened: "how do i apply, and he has hurt her".
TURN = frozenset({"and", "also", "plus", "but", "because"})


@dataclass(frozen=True)
class Sentence:
    """One sentence as it was read; lives no longer than the reading of its text."""

    words: Sequence[str]            # between two "."
    pauses: frozenset[int]          # places of the words that a comma stood before
    matches: dict[int, list[int]]   # template number -> where it begins
    has_figure: bool                # some of its words were meant otherwise: "killing time"


class Reader:
    """Reads a text sentence by sentence against all templates."""

    def __init__(
        self, templates: Sequence[Template], figures: Sequence[Template], negations: frozenset[str]
    ) -> None:
        self._templates = templates
        self._not = negations
        self._patterns, self._figures = Finder(templates), Finder(figures)
        self._vocabulary = self._patterns.words | self._figures.words | {"."}
        self._mender = Mender(self._patterns.words)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._patterns.words:
            self._by_length[len(word)].append(word)

    def read(self, text: str) -> list[Sentence]:
        """What is said, sentence by sentence; the same sentence once."""
        return [self._read(words, pauses) for words, pauses in dict.fromkeys(self._sentences(text))]

    def parts(self, sentence: Sentence) -> list[Sentence]:
        """The same sentence read in parts, cut at commas and before "and", "but", "because"."""
        words = sentence.words
        cuts = [i for i in range(2, len(words) - 1) if i in sentence.pauses or words[i] in TURN]
        if not cuts:
            return [sentence]
        return [self._match([".", *words[start:end], "."], frozenset(), sentence.has_figure)
                for start, end in zip([1, *cuts], [*cuts, len(words) - 1], strict=True)]

    def undenied(self, sentence: Sentence) -> Sentence | None:
        """The same sentence as it would be without its "not"; None where it has none.

        Who cannot or will not has denied nothing: "I can't stop thinking about dying".
        """
        words = [word for word in sentence.words if word not in self._not - UNABLE]
        if len(words) == len(sentence.words):
            return None
        return self._match(words, frozenset(), sentence.has_figure)

    def _sentences(self, text: str) -> Iterator[tuple[tuple[str, ...], frozenset[int]]]:
        for sentence in plain(text).replace("?", ".").split("."):
            tokens = [token if token == "," else self._known(token) for token in sentence.split()]
            for start in range(0, max(len(tokens) - OVERLAP, 1), LONGEST - OVERLAP):
                words, pauses = ["."], set()
                for token in tokens[start:start + LONGEST]:
                    if token == ",":
                        pauses.add(len(words))
                    else:
                        words.append(token)
                if len(words) > 1:
                    yield (*words, "."), frozenset(pauses)

    def _known(self, word: str) -> str:
        word = self._mender.mend(self._unhidden(word))
        return word if word in self._vocabulary else OTHER

    def _unhidden(self, word: str) -> str:
        """The one pattern word that "k*ll" can be; without its signs where there is none, or several."""
        if "*" not in word:
            return word
        hidden = re.compile(re.escape(word).replace(r"\*", "[a-z]"))
        fitting = [known for known in self._by_length.get(len(word), ()) if hidden.fullmatch(known)]
        return fitting[0] if len(fitting) == 1 else word.replace("*", "")

    def _read(self, words: Sequence[str], pauses: frozenset[int]) -> Sentence:
        meant_otherwise = {
            place for _, places in self._figures.find(words) for start, end in places
            for place in range(start, end) if words[place] != "."
        }
        literal: list[str] = []
        moved: set[int] = set()
        for place, word in enumerate(words):
            if place in pauses:
                moved.add(len(literal))
            if place not in meant_otherwise:
                literal.append(word)
            elif place - 1 not in meant_otherwise:
                literal.append(OTHER)
        return self._match(literal, frozenset(moved), has_figure=bool(meant_otherwise))

    def _match(self, words: Sequence[str], pauses: frozenset[int], has_figure: bool) -> Sentence:
        matches: dict[int, list[int]] = {}
        for number, places in self._patterns.find(words):
            template = self._templates[number]
            starts = sorted({start for start, _ in places})
            if not template.says_not:
                starts = [start for start in starts if not self._denied(words, pauses, start, template)]
            if starts:
                matches[number] = starts
        return Sentence(words, pauses, matches, has_figure)

    def _denied(self, words: Sequence[str], pauses: frozenset[int], start: int, template: Template) -> bool:
        """Whether a "not" stands just before: "never touched", "I don't think he touches"."""
        first = max((pause for pause in pauses if pause <= start), default=0)
        near = words[max(first, start - 3):start]
        if near and near[-1] == "stop" and UNABLE & set(near):
            return False        # who cannot stop does it
        if not template.opens_with_person:
            meant = len(near) == 3 and near[1] in INTENT and near[0] in self._not - UNABLE
            return meant or bool(self._not & set(near[-2:]))
        return bool(near) and (near[-1] in FLAT_NOT or near[-1] in MEANT and bool(self._not & set(near)))
