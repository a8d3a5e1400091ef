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


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False
)
class Arbiter(IntentClassifier, GraphComponent):
    """One rule, read from top to bottom; the thresholds are set by `make evaluate`.

    1. A safety topic that the screen hints at and the ranking holds possible wins.
    2. Else the likeliest topic wins, if it is likely enough.
    3. Else the message is unclear, and the ranking says what to offer.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        return [TopicClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"hinted": 0.1, "likely": 0.3}

    def __init__(self, config: Dict[str, Any]) -> None:
        self._hinted, self._likely = config["hinted"], config["likely"]

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
            hints = {hint["topic"] for hint in (message.get("metadata") or {}).get("hints", [])}
            intent = self.decide(message.get(INTENT_RANKING_KEY), hints)
            message.set(INTENT, intent, add_to_output=True)
        return messages

    def decide(self, ranking: List[Dict[str, Any]], hints: set[str]) -> Dict[str, Any]:
        """The intent that stands, from the ranking (likeliest first) and the hinted topics."""
        for entry in ranking:
            hinted = entry[INTENT_NAME_KEY] in hints
            if hinted and entry[PREDICTED_CONFIDENCE_KEY] >= self._hinted:
                return entry
        if ranking[0][PREDICTED_CONFIDENCE_KEY] >= self._likely:
            return ranking[0]
        return {INTENT_NAME_KEY: UNCLEAR, PREDICTED_CONFIDENCE_KEY: 1.0}
