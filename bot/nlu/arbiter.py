"""The last word on what a message is about: the screen's hints, the ranking, and honest doubt."""

from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import TopicClassifier

UNCLEAR = "chat.unclear"
SAFETY = "safety."


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False
)
class Arbiter(IntentClassifier, GraphComponent):
    """One rule, read from top to bottom; the thresholds were chosen on tests/evaluation.

    1. A danger the screen hints at stands if the ranking holds it possible.
    2. If all dangers together are likely, the likeliest of them stands.
    3. Else the likeliest topic stands, if it is likely enough.
    4. Else the message is unclear, and the ranking says what to offer.

    What the screen is sure of does not come here: it is decided before anything is understood.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        return [TopicClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"hinted": 0.2, "worrying": 0.6, "likely": 0.3}

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Arbiter:
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            hints = (message.get("metadata") or {}).get("hints", [])
            topics = [hint["topic"] for hint in hints]
            intent = self.decide(message.get(INTENT_RANKING_KEY), topics)
            message.set(INTENT, intent, add_to_output=True)
        return messages

    def decide(self, ranking: List[Dict[str, Any]], hints: List[str]) -> Dict[str, Any]:
        """The intent that stands.

        `ranking` holds every topic with its probability, likeliest first; `hints` the dangers that
        the screen thinks possible.
        """
        chances = {entry[INTENT_NAME_KEY]: entry[PREDICTED_CONFIDENCE_KEY] for entry in ranking}
        dangers = [topic for topic in chances if topic.startswith(SAFETY)]
        danger = sum(chances[topic] for topic in dangers)

        hinted = [topic for topic in hints if chances.get(topic, 0) >= self._config["hinted"]]
        if hinted:
            return _intent(max(hinted, key=chances.__getitem__), chances)
        if danger >= self._config["worrying"]:
            return _intent(dangers[0], chances)
        if ranking[0][PREDICTED_CONFIDENCE_KEY] >= self._config["likely"]:
            return ranking[0]
        return _intent(UNCLEAR, chances)


def _intent(topic: str, chances: Dict[str, float]) -> Dict[str, Any]:
    return {INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: chances.get(topic, 1.0)}
