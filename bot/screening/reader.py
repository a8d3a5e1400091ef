"""Finds which templates match where: plain words -> spaCy Matcher -> matches that are not denied."""

from collections.abc import Iterator, Sequence

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.screening.normalise import plain
from bot.screening.shortlist import Shortlist
from bot.screening.spelling import Mender
from bot.screening.templates import Template

LONGEST, OVERLAP = 60, 20   # words read at a time where no full stop divides them
OTHER = "_"                 # stands for any word that no pattern names: nothing typed stays in the vocabulary
FLAT_NOT = frozenset({"no", "nor", "neither", "never", "not", "noone"})
MEANT = frozenset({"think", "believe", "mean", "say", "saying", "suspect"})

Matches = dict[int, list[int]]      # template number -> where it begins in the sentence


class Reader:
    """Reads a text sentence by sentence against all templates."""

    def __init__(self, templates: Sequence[Template], negations: frozenset[str]) -> None:
        self._templates = templates
        self._not = negations
        self._vocab = spacy.blank("en").vocab
        self._matchers = [self._matcher(template) for template in templates]
        self._shortlist = Shortlist(templates)
        self._vocabulary = frozenset({"."}).union(*(t.vocabulary for t in templates))
        self._mender = Mender(self._vocabulary)

    def read(self, text: str) -> list[Matches]:
        """The templates that match, one dictionary a sentence."""
        return [self._match(words) for words in self._sentences(text)]

    def _matcher(self, template: Template) -> Matcher:
        matcher = Matcher(self._vocab, validate=False)
        matcher.add("template", [template.spec])
        return matcher

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
        matches: Matches = {}
        doc = Doc(self._vocab, words=words)
        for number in self._shortlist.possible(words):
            template = self._templates[number]
            starts = {start for _, start, _ in self._matchers[number](doc)}
            if kept := sorted(s for s in starts if template.says_not or not self._denied(words, s, template)):
                matches[number] = kept
        return matches

    def _denied(self, words: list[str], start: int, template: Template) -> bool:
        """Whether a "not" stands just before: "never touched", "I don't think he touches"."""
        if not template.opens_with_person:
            return bool(self._not & set(words[max(0, start - 2):start]))
        near = words[max(0, start - 3):start]
        return bool(near) and (near[-1] in FLAT_NOT or near[-1] in MEANT and bool(self._not & set(near)))
