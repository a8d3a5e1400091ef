"""How likely each topic is for a text: what it means and how it is worded, each with a half of the say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import List, Optional

import numpy as np

from bot.nlu.vectors import vector_of
from bot.nlu.wording import Wording

FILE = "weights.npz"
SAFETY = "safety."
LEAST = 1e-9  # no topic is ever impossible


class Ranker:
    """Two logistic regressions over the same topics; the geometric mean of their chances stands."""

    def __init__(self, topics: List[str], weights: np.ndarray, bias: np.ndarray, wording: Wording) -> None:
        """`weights` (topics, 384) and `bias` (topics,) are for sentence vectors."""
        self.topics = topics
        self.dangers = np.array([topic.startswith(SAFETY) for topic in topics])  # which of them are
        self._weights, self._bias, self._wording = weights, bias, wording

    @classmethod
    def fit(
        cls, texts: List[str], vectors: np.ndarray, topics: List[str], C: float, max_iter: int
    ) -> Ranker:
        """Fitted to examples: `vectors` has shape (texts, 384), `topics` a topic for each text."""
        from sklearn.linear_model import LogisticRegression

        with ThreadPoolExecutor(1) as beside:
            wording = beside.submit(Wording.fit, texts, topics)
            fitted = LogisticRegression(
                C=C, max_iter=max_iter, tol=1e-3, class_weight="balanced", random_state=0
            ).fit(vectors.astype(np.float32), topics)
        return cls(
            [str(topic) for topic in fitted.classes_],
            fitted.coef_.astype(np.float32),
            fitted.intercept_.astype(np.float32),
            wording.result(),
        )

    def save(self, folder: Path) -> None:
        np.savez(
            folder / FILE,
            topics=np.array(self.topics),
            meaning=self._weights,
            meaning_bias=self._bias,
            **self._wording.arrays,
        )

    @classmethod
    def load(cls, folder: Path) -> Ranker:
        """A missing or broken file raises, never an untrained stand-in."""
        with np.load(folder / FILE) as arrays:
            wording = Wording({name: arrays[name] for name in ("rarity", "weights", "bias")})
            return cls(arrays["topics"].tolist(), arrays["meaning"], arrays["meaning_bias"], wording)

    def chances(self, text: str, vector: Optional[np.ndarray] = None) -> np.ndarray:
        """The probability of each topic, shape (topics,); `vector` (384,) where it is known already."""
        meaning = self.by_meaning(vector_of([text]) if vector is None else vector)
        return softmax((np.log(meaning + LEAST) + np.log(self.by_wording([text])[0] + LEAST)) / 2)

    def by_meaning(self, vector: np.ndarray) -> np.ndarray:
        """The probabilities by a sentence vector alone, shape (topics,)."""
        return softmax(self._weights @ vector + self._bias)

    def by_wording(self, texts: List[str]) -> np.ndarray:
        """The probabilities by wording alone, shape (texts, topics): a tenth of the cost."""
        return softmax(self._wording.scores(texts))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis."""
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)
