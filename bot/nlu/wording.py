"""What a text looks like, beside what it means: its words, word pairs and four-letter pieces of words.

Fitted apart from the sentence vectors, it errs elsewhere, and a slip of the finger leaves most of it alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Dict, List

import numpy as np
from scipy.sparse import csr_matrix

PIECE = 4  # letters
WIDTH = 2**15  # places; pieces that share one do little harm
ALPHA, PASSES = 3e-6, 4  # more of either changes nothing that is measured
WORD = re.compile(r"[\w']+")


def pieces(text: str) -> Iterator[str]:
    """The words of a text, its word pairs, and each run of four letters within a word and its edges."""
    words = WORD.findall(text.lower())
    yield from words
    yield from map(" ".join, zip(words, words[1:]))
    for word in words:
        edged = f" {word} "
        yield from (edged[at : at + PIECE] for at in range(len(edged) - PIECE + 1))


class Wording:
    """One logistic regression a topic over the pieces of a text, weighed by how rare they are (TF-IDF)."""

    def __init__(self, arrays: Dict[str, np.ndarray]) -> None:
        """`arrays` as `fit` gives them: rarity (WIDTH,), weights (WIDTH, topics), bias (topics,)."""
        self.arrays = arrays
        self._weights = np.ascontiguousarray(arrays["weights"], dtype=np.float32)

    @classmethod
    def fit(cls, texts: List[str], topics: List[str]) -> Wording:
        """Weights for the sorted set of `topics`, one for each of `texts`."""
        from sklearn.feature_extraction.text import TfidfTransformer
        from sklearn.linear_model import SGDClassifier

        counted = _counts(texts)
        rarity = TfidfTransformer(sublinear_tf=True).fit(counted).idf_.astype(np.float32)
        fitted = SGDClassifier(
            loss="log_loss", alpha=ALPHA, max_iter=PASSES, tol=None, class_weight="balanced", random_state=0,
            n_jobs=-1,
        ).fit(_weighed(counted, rarity), topics)
        return cls(
            {
                "rarity": rarity,
                "weights": fitted.coef_.T.astype(np.float16),
                "bias": fitted.intercept_.astype(np.float32),
            }
        )

    def scores(self, texts: List[str]) -> np.ndarray:
        """How well each topic fits each text: shape (texts, topics), logits."""
        weighed = _weighed(_counts(texts), self.arrays["rarity"])
        return np.asarray(weighed @ self._weights) + self.arrays["bias"]


def _counts(texts: List[str]) -> csr_matrix:
    """How often each piece occurs: shape (texts, WIDTH)."""
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer=pieces, n_features=WIDTH, alternate_sign=False, norm=None, dtype=np.float32
    ).transform(texts)


def _weighed(counts: csr_matrix, rarity: np.ndarray) -> csr_matrix:
    """TF-IDF with logarithmic counts, each row of length 1."""
    from sklearn.preprocessing import normalize

    weighed = counts.copy()
    weighed.data = (1 + np.log(weighed.data)) * rarity[weighed.indices]
    return normalize(weighed, copy=False)
