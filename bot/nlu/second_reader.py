"""A second opinion where the ranking is in doubt: a larger encoder that has learned the topics itself.

all-mpnet-base-v2, tuned on our examples, as int8 ONNX: deploy/encoder/README.md. Most turns are in no doubt
and do not pay for it. It has no say of topics newer than its file, nor where the ranking holds danger to be
likely: it must not talk anybody out of a card.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import List

import numpy as np

from bot.nlu.minilm import session, tokenizer
from bot.nlu.ranker import SAFETY

MODEL = Path(__file__).with_name("signpost-mpnet-int8.onnx")
KNOWN = "80a0fe85f8febc50cec469d5e54458549ab8471777916df559df559090766eab"
LONGEST = 40  # word pieces; of a longer text it would cost more of a turn than it helps
# From which chance nobody else is asked: of the likeliest topic, of all dangers. Chosen on tests/evaluation.
SURE, SURE_OF_DANGER = 0.7, 0.4
SAY = 1 / 3  # beside meaning and wording, which have a third each then
# MPNet knows BERT's word pieces, four places later, and has its own marks for the two ends of a text.
MOVED, START, END = 4, 0, 2
TOPICS = "topics"  # in the file: the topics of its last layer, as JSON


class SecondReader:
    """Weighs chances anew where they are in doubt. One for all threads; holds no text."""

    def __init__(self) -> None:
        self._tokenizer = tokenizer(LONGEST + 1)
        self._session = session(MODEL, KNOWN)
        self.topics: List[str] = json.loads(self._session.get_modelmeta().custom_metadata_map[TOPICS])

    def weighed(self, text: str, topics: List[str], chances: np.ndarray) -> np.ndarray:
        """The `chances` of the `topics`, as they are where they leave no doubt; else it has its say."""
        dangers = chances[[topic.startswith(SAFETY) for topic in topics]].sum()
        if chances.max() >= SURE or dangers >= SURE_OF_DANGER:
            return chances
        pieces = self._tokenizer.encode(text).ids
        if len(pieces) > LONGEST:
            return chances
        places = {topic: place for place, topic in enumerate(topics)}
        both = [(places[topic], place) for place, topic in enumerate(self.topics) if topic in places]
        ours, theirs = (list(side) for side in zip(*both))
        odds = np.exp(self._logits(pieces)[theirs])
        view = chances.copy()
        view[ours] = chances[ours].sum() * odds / odds.sum()
        joined = chances ** (1 - SAY) * view**SAY
        return joined / joined.sum()

    def _logits(self, pieces: List[int]) -> np.ndarray:
        """One for each of its topics, the greatest 0: shape (its topics,)."""
        ids = np.array([[START, *(piece + MOVED for piece in pieces[1:-1]), END]], dtype=np.int64)
        logits = self._session.run(None, {"input_ids": ids})[0][0]
        return logits - logits.max()


@lru_cache(maxsize=1)
def second_reader() -> SecondReader:
    """The second reader, loaded once a process."""
    return SecondReader()
