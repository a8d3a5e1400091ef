"""Finds answers by the words of their titles, questions and texts. Nothing of a search is kept."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from bot.knowledge.topics import Topic

MOST_FOUND = 8
LEAST_LIKE = 0.08  # of 1; below it a page has next to nothing in common with what was asked
LONGEST_READ = 500  # characters


class Search:
    """Compares pieces of words, so that endings and typing slips matter little. Built at the first search."""

    def __init__(self, topics: list[Topic]) -> None:
        self._topics = topics

    def find(self, words: str) -> list[Topic]:
        """The topics that fit best, best first; none where nothing fits."""
        vectorizer, matrix = self._index
        likeness = (matrix @ vectorizer.transform([words[:LONGEST_READ]]).T).toarray().ravel()
        best = [(like, number) for number, like in enumerate(likeness) if like >= LEAST_LIKE]
        best.sort(key=lambda found: -found[0])
        return [self._topics[number] for _, number in best[:MOST_FOUND]]

    @cached_property
    def _index(self) -> tuple[Any, Any]:
        # Takes a second to import, and most visits never search.
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        return vectorizer, vectorizer.fit_transform(map(_words, self._topics))


def _words(topic: Topic) -> str:
    """What a topic is found by: its names twice, since they say most."""
    names = f"{topic.title}. {topic.label}. {topic.ask}. "
    return names * 2 + " ".join(paragraph.text for paragraph in topic.paragraphs)
