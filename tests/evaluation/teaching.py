"""What the pipeline is taught with, and the blind questions as it reads them, for trying other ways."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import spacy

from bot.knowledge.topics import read_examples, read_topics
from bot.nlu.classifier import TopicClassifier
from bot.nlu.masked import masked_examples
from bot.nlu.reading import parts_of
from bot.nlu.tidier import tidied, words_of
from bot.nlu.vectors import vector_of, vectors_of
from bot.screening import Screener
from bot.screening.spelling import Mender
from tests.evaluation import cases
from tests.evaluation.blind_sets import SECOND
from tests.evaluation.cases import Case

SETTINGS = TopicClassifier.get_default_config()


@dataclass(frozen=True)
class Examples:
    """Texts, masked and tidied, with their vectors (texts, 384) and topics."""

    texts: list[str]
    vectors: np.ndarray
    topics: list[str]

    def at_most(self, each: int) -> Examples:
        """So many examples of each topic, spread over its file, since one author follows another there."""
        places = {topic: [i for i, t in enumerate(self.topics) if t == topic] for topic in set(self.topics)}
        kept = sorted(i for found in places.values() for i in _spread(found, each))
        return Examples([self.texts[i] for i in kept], self.vectors[kept], [self.topics[i] for i in kept])


def _spread(places: list[int], wanted: int) -> list[int]:
    if len(places) <= wanted:
        return places
    return [places[int(step * len(places) / wanted)] for step in range(wanted)]


@dataclass(frozen=True)
class Question:
    """A blind question, masked and tidied, with its vector (384,)."""

    case: Case
    text: str
    vector: np.ndarray


@lru_cache(maxsize=1)
def examples() -> Examples:
    pairs = [
        (text, topic)
        for topic, content in read_topics().items()
        for text in masked_examples([content.ask, *read_examples(topic)])
    ]
    texts = [tidied(text, mender()) for text, _ in pairs]
    vectors = vectors_of([_parts(text) for text in texts])
    return Examples(texts, np.vstack(vectors), [topic for _, topic in pairs])


def how_many() -> int:
    """Examples taught today, counted without reading them as the pipeline does."""
    return sum(1 + len(read_examples(topic)) for topic in read_topics())


@lru_cache(maxsize=1)
def questions() -> list[Question]:
    """The questions in scope of both blind sets."""
    screener = Screener.load(names=True)
    asked = [case for case in [*cases.questions(), *SECOND.questions()] if case.in_scope]
    texts = [tidied(screener.screen_text(case.text).masked.text, mender()) for case in asked]
    return [Question(case, text, _vector(text)) for case, text in zip(asked, texts)]


@lru_cache(maxsize=1)
def mender() -> Mender:
    lines = [[content.ask, *read_examples(topic)] for topic, content in read_topics().items()]
    return Mender(words_of(text for each in lines for text in masked_examples(each)))


@lru_cache(maxsize=1)
def _english():
    english = spacy.blank("en")
    english.add_pipe("sentencizer")
    return english


def _parts(text: str) -> list[str]:
    return parts_of(_english()(text))


def _vector(text: str) -> np.ndarray:
    return vector_of(_parts(text))
