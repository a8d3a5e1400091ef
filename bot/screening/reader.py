"""Finds which templates match where in a text: plain words -> spaCy Matcher -> matches that are not denied."""

from collections.abc import Iterator, Sequence

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.screening.normalise import plain
from bot.screening.spelling import Mender
from bot.screening.templates import Template

LONGEST, OVERLAP = 60, 20   # words read at a time where no full stop divides them
OTHER = "_"                 # stands for any word that no pattern names, so that nothing typed stays in the vocabulary

Matches = dict[int, list[int]]      # template number -> where it begins in the sentence


class Reader:
    """Reads a text sentence by sentence against all templates."""

    def __init__(self, templates: Sequence[Template], negations: frozenset[str]) -> None:
        self._templates = templates
        self._not = negations
        self._vocab = spacy.blank("en").vocab
        self._matchers = [self._matcher(template) for template in templates]
        self._vocabulary = frozenset({"."}).union(*(t.vocabulary for t in templates))
        self._mender = Mender(self._vocabulary)
        self._bits: dict[str, int] = {}
        self._needs = self._index()

    def read(self, text: str) -> list[Matches]:
        """The templates that match, one dictionary a sentence."""
        return [self._match(words) for words in self._sentences(text)]

    def _matcher(self, template: Template) -> Matcher:
        matcher = Matcher(self._vocab, validate=False)
        matcher.add("template", [template.spec])
        return matcher

    def _index(self) -> list[int]:
        """Give every set of words a bit, so that templates which cannot match are left out at once."""
        bits: dict[frozenset[str], int] = {}
        needs = [sum({1 << bits.setdefault(part, len(bits)) for part in t.required}) for t in self._templates]
        for words, bit in bits.items():
            for word in words:
                self._bits[word] = self._bits.get(word, 0) | 1 << bit
        return needs

    def _sentences(self, text: str) -> Iterator[list[str]]:
        for sentence in plain(text).replace("?", ".").split("."):
            words = [self._known(word) for word in sentence.split()]
            for start in range(0, max(len(words) - OVERLAP, 1), LONGEST - OVERLAP):
                if part := words[start:start + LONGEST]:
                    yield [".", *part, "."]

    def _known(self, word: str) -> str:
        word = self._mender.mend(word)
        return word if word in self._vocabulary else OTHER

    def _match(self, words: list[str]) -> Matches:
        present = 0
        for word in set(words):
            present |= self._bits.get(word, 0)
        matches: Matches = {}
        doc = Doc(self._vocab, words=words)
        for number, needed in enumerate(self._needs):
            if present & needed == needed:
                template = self._templates[number]
                starts = {start for _, start, _ in self._matchers[number](doc)}
                if kept := sorted(s for s in starts if template.says_not or not self._denied(words, s, template)):
                    matches[number] = kept
        return matches

    def _denied(self, words: list[str], start: int, template: Template) -> bool:
        """Whether a "not" stands just before: "never touched", "I don't think he touches"."""
        if template.opens_with_person:
            near = words[max(0, start - 3):start]
            return bool(near) and (near[-1] in {"no", "nor", "neither", "never", "not"} or (
                near[-1] in {"think", "believe", "mean", "say", "saying", "suspect"} and bool(self._not & set(near))))
        return bool(self._not & set(words[max(0, start - 2):start]))
