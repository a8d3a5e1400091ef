"""The pipeline's classifier: logistic regression over sentence vectors, its settings honoured."""

from __future__ import annotations

from typing import Any, Dict, List, Type

import numpy as np
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
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import SentenceEncoder

WEIGHTS = "weights.npz"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Ranks the topics by probability. scikit-learn fits; the weights are plain arrays."""

    @classmethod
    def required_components(cls) -> List[Type]:
        return [SentenceEncoder]

    @staticmethod
    def required_packages() -> List[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"C": 20.0, "max_iter": 60}

    def __init__(
        self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._storage, self._resource = model_storage, resource
        self._topics: List[str] = []
        self._weights, self._bias = np.empty((0, 0)), np.empty(0)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        from sklearn.linear_model import LogisticRegression

        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        fitted = LogisticRegression(
            C=self._config["C"],
            max_iter=self._config["max_iter"],  # more change nothing that is measured
            tol=1e-3,
            class_weight="balanced",
            random_state=0,
        ).fit(np.vstack([_vector(e) for e in examples]).astype(np.float32), [e.get(INTENT) for e in examples])
        with self._storage.write_to(self._resource) as folder:
            np.savez(
                folder / WEIGHTS,
                topics=np.array(fitted.classes_, dtype=str),
                weights=fitted.coef_.astype(np.float32),
                bias=fitted.intercept_.astype(np.float32),
            )
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
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / WEIGHTS) as arrays:
            classifier._topics = arrays["topics"].tolist()
            classifier._weights, classifier._bias = arrays["weights"], arrays["bias"]
        return classifier

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            ranking = self.rank(_vector(message))
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def rank(self, vector: np.ndarray) -> List[Dict[str, Any]]:
        """All topics with their probabilities, likeliest first; `vector` has shape (384,)."""
        scores = self._weights @ vector + self._bias
        odds = np.exp(scores - scores.max())
        chances = odds / odds.sum()
        return [
            {INTENT_NAME_KEY: self._topics[i], PREDICTED_CONFIDENCE_KEY: float(chances[i])}
            for i in np.argsort(-chances)
        ]


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features[0]
