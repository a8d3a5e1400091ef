"""Finds where templates match in plain words, with spaCy's Matcher."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.screening.shortlist import Shortlist
from bot.screening.templates import Template


@lru_cache(maxsize=1)
def vocabulary() -> Vocab:
    """What all Matchers share. Only words that templates name may enter it: nothing typed is to stay."""
    return Vocab()


class Finder:
    """Tries templates on a sentence. A Matcher is made when its template is first worth trying, since to
    make them all at once takes most of the time of a start."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self._templates = templates
        self._shortlist = Shortlist(templates)
        self._matchers: dict[int, Matcher] = {}
        self.words = frozenset[str]().union(*(template.vocabulary for template in templates))

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """(template number, places where it begins and ends) for each template that matches."""
        possible = list(self._shortlist.possible(words))
        if not possible:
            return
        doc = Doc(vocabulary(), words=words)
        for number in possible:
            if found := self._matcher(number)(doc):
                yield number, [(start, end) for _, start, end in found]

    def _matcher(self, number: int) -> Matcher:
        if number not in self._matchers:
            matcher = Matcher(vocabulary(), validate=False)
            matcher.add("template", [self._templates[number].spec])
            self._matchers[number] = matcher
        return self._matchers[number]
