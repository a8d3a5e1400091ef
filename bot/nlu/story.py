"""A long message tells a story: what it is told for, and the danger that one of its sentences tells of.

Read as one, what matters drowns in the rest: nothing like it is among the examples.
"""

from __future__ import annotations

from typing import List, NamedTuple, Optional

import numpy as np

from bot.nlu.parts import CHAT, OF_THIS_SERVICE, SENTENCE, Topic
from bot.nlu.phrases import asks
from bot.nlu.ranker import Ranker

SHORTEST = 60  # words; the examples hold messages up to there
LONGEST_SENTENCE = 40  # words; a text without full stops is cut there
MOST_READ = 10  # sentences
PLAIN = 0.7  # so clear as a whole that no sentence of it is looked for
STATED = 0.5  # what the topic of a sentence that asks nothing counts for: a story is told for what it asks


class Story(NamedTuple):
    """What a long message is told for, likeliest topic first, and the likeliest danger in it."""

    ranking: List[Topic]
    danger: Topic


def read_story(text: str, vector: np.ndarray, ranker: Ranker) -> Optional[Story]:
    """The story in `text`, of which `vector` (384,) is that of the whole; None if it is short."""
    if len(text.split()) <= SHORTEST:
        return None
    ours = np.array([topic in OF_THIS_SERVICE or not topic.startswith(CHAT) for topic in ranker.topics])
    whole = ranker.chances(text, vector)
    sentences = _worth_reading(text, ours, ranker)
    read = np.array([ranker.chances(sentence) for sentence in sentences])
    told = read[read[:, ranker.dangers].sum(axis=1).argmax()]
    danger = ranker.topics[int(np.where(ranker.dangers, told, 0).argmax())]
    ours &= ~ranker.dangers
    asked = whole
    if whole[ours].max() < PLAIN:
        every = np.vstack([read, whole])
        weights = [1.0 if asks(sentence) else STATED for sentence in sentences]
        asked = every[(every[:, ours].max(axis=1) * [*weights, STATED]).argmax()]
    ranking = [(ranker.topics[i], float(asked[i])) for i in np.argsort(-asked)]
    return Story(ranking, (danger, float(told[ranker.dangers].sum())))


def _worth_reading(text: str, ours: np.ndarray, ranker: Ranker) -> List[str]:
    """The sentences that are likeliest ours by their wording, which costs a tenth of their meaning."""
    sentences = _sentences(text)
    likeliest = np.argsort(-ranker.by_wording(sentences)[:, ours].sum(axis=1))[:MOST_READ]
    return [sentences[place] for place in likeliest]


def _sentences(text: str) -> List[str]:
    words = [sentence.split() for sentence in SENTENCE.split(text)]
    return [
        " ".join(sentence[start : start + LONGEST_SENTENCE])
        for sentence in words
        for start in range(0, len(sentence), LONGEST_SENTENCE)
    ]
