"""The pipeline's classifier: ranks the topics by what a message means and how it is worded."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.topics import read_topics
from bot.nlu.cache import fingerprint_of
from bot.nlu.context import Context
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.parts import topics_of_parts
from bot.nlu.ranker import Ranker
from bot.nlu.second_reader import second_reader
from bot.nlu.story import read_story

PARTS = "parts"  # of a message: the likeliest topic of each, where it seems to ask two things
TOLD = "told"  # of a long message: the danger that its sentences are likeliest to tell of, and how likely


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Ranks the topics by probability, in the light of the answer before; no text is kept."""

    @classmethod
    def required_components(cls) -> List[Type]:
        return [SentenceEncoder]

    @staticmethod
    def required_packages() -> List[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"C": 20.0, "max_iter": 60}  # more change nothing that is measured

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Rasa sees only this class's source; a change beside it must retrain, too."""
        return fingerprint_of("bot/nlu/ranker.py", "bot/nlu/wording.py")

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        ranker: Optional[Ranker] = None,
    ) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._ranker = ranker
        self._context = Context(ranker, read_topics(), second_reader()) if ranker else None

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """One to be trained."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        ranker = Ranker.fit(
            [e.get(TEXT) for e in examples],
            np.vstack([_vector(e) for e in examples]),
            [e.get(INTENT) for e in examples],
            self._config["C"],
            self._config["max_iter"],
        )
        with self._storage.write_to(self._resource) as folder:
            ranker.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """The trained classifier; a missing or broken file raises, never an untrained stand-in."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Ranker.load(folder))

    def process(
        self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None
    ) -> List[Message]:
        for message in messages:
            text, vector = message.get(TEXT), _vector(message)
            story = read_story(text, vector, self._ranker)
            ranked = story.ranking if story else self._context.ranking(text, vector, tracker)
            ranking = _entries(ranked)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(PARTS, [] if story else _entries(topics_of_parts(text, self._ranker)))
            message.set(TOLD, story and story.danger)
        return messages


def _entries(ranked: List[tuple[str, float]]) -> List[Dict[str, Any]]:
    return [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: chance} for name, chance in ranked]


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features[0]
