"""The pipeline's featurizer: one MiniLM sentence vector for each message."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.cache import Cache, fingerprint_of
from bot.nlu.minilm import minilm
from bot.nlu.reading import parts_of

# Everything besides the text that a vector depends on.
MAKERS = ("bot/nlu/minilm.py", "bot/nlu/reading.py", "bot/nlu/encoder.py")


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False
)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds the sentence vector, shape (1, 384). In training, vectors are kept by content."""

    @classmethod
    def required_components(cls) -> List[Type]:
        return [SpacyTokenizer]

    @staticmethod
    def required_packages() -> List[str]:
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def validate_config(config: Dict[str, Any]) -> None:
        """Nothing to check: the component has no settings."""

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Rasa sees only this class's source; a change beside it must retrain, too."""
        return fingerprint_of(*MAKERS)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(execution_context.node_name, config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            self._add(message, vector_of(parts_of(message.get(SPACY_DOCS[TEXT]))))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        examples = [e for e in training_data.training_examples if e.get(TEXT)]
        parts = {e.get(TEXT): parts_of(e.get(SPACY_DOCS[TEXT])) for e in examples}
        vectors = Cache("vectors", fingerprint_of(*MAKERS)).fill(
            [e.get(TEXT) for e in examples], lambda text: vector_of(parts[text])
        )
        for example, vector in zip(examples, vectors):
            self._add(example, vector)
        return training_data

    def _add(self, message: Message, vector: np.ndarray) -> None:
        message.add_features(
            Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
        )


def vector_of(parts: List[str]) -> np.ndarray:
    """One vector for a message read in parts: their mean, length 1."""
    mean = np.mean([minilm().vector(part) for part in parts], axis=0)
    return mean / np.linalg.norm(mean)
