"""The pipeline's first step: courtesies left out, and typing slips mended in words that the examples know."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.cache import fingerprint_of
from bot.nlu.phrases import without_courtesies
from bot.screening.spelling import Mender, english_words

WORDS = "words.json"
WORD = re.compile(r"[^\W\d_']+(?:['\u2019][^\W\d_]+)*")
SEEN, SEEN_IF_NOT_ENGLISH = 3, 8  # times in the examples; a rarer word may be a slip itself


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True
)
class Tidier(GraphComponent):
    """Changes the text that the rest of the pipeline reads, in training and in use alike."""

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Rasa sees only this class's source; a change beside it must retrain, too."""
        return fingerprint_of("bot/nlu/phrases.py", "bot/screening/spelling.py", "data/understanding/*.yml")

    def __init__(self, storage: ModelStorage, resource: Resource, seen: Dict[str, int]) -> None:
        """`seen`: words of the examples, with how often they occur."""
        self._storage, self._resource = storage, resource
        self._mender = Mender(seen)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Tidier:
        """One that knows no words yet."""
        return cls(model_storage, resource, {})

    def train(self, training_data: TrainingData) -> Resource:
        seen = words_of([e.get(TEXT) for e in training_data.training_examples if e.get(TEXT)])
        with self._storage.write_to(self._resource) as folder:
            (folder / WORDS).write_text(json.dumps(seen))
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Tidier:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, json.loads((folder / WORDS).read_text()))

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if text := message.get(TEXT):
                message.set(TEXT, tidied(text, self._mender))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data


def tidied(text: str, mender: Mender) -> str:
    """The text as the rest of the pipeline reads it."""

    def mended(found: re.Match[str]) -> str:
        word = _plain(found.group())
        best = mender.mend(word)
        return found.group() if best == word else best

    return without_courtesies(WORD.sub(mended, text))


def words_of(texts: Iterable[str]) -> Dict[str, int]:
    """The words that occur often enough to be no slips themselves."""
    counted = Counter(_plain(word) for text in texts for word in WORD.findall(text))
    known = english_words()
    return {
        word: times
        for word, times in counted.items()
        if times >= (SEEN if word in known else SEEN_IF_NOT_ENGLISH)
    }


def _plain(word: str) -> str:
    """As the spelling lists have it: lower case, no apostrophes."""
    return word.lower().replace("'", "").replace("\u2019", "")
