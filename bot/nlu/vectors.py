"""The vector of a message read in parts. No Rasa here, so that the processes that make them start soon."""

from __future__ import annotations

import numpy as np

from bot.nlu.cache import Cache, fingerprint_of
from bot.nlu.minilm import minilm

# Everything besides the text that a vector depends on.
MAKERS = ("bot/nlu/minilm.py", "bot/nlu/reading.py", "bot/nlu/vectors.py")
BETWEEN = "\x1f"  # the parts of a message, where they are one text; no text holds it


def vector_of(parts: list[str]) -> np.ndarray:
    """One vector for a message read in parts: their mean, shape (384,), length 1."""
    mean = np.mean([minilm().vector(part) for part in parts], axis=0)
    return mean / np.linalg.norm(mean)


def vectors_of(messages: list[list[str]]) -> list[np.ndarray]:
    """The vector of each message; made by one process a processor, and kept on disk."""
    joined = [BETWEEN.join(parts) for parts in messages]
    return Cache("vectors", fingerprint_of(*MAKERS)).fill(joined, _vector_of_joined)


def _vector_of_joined(parts: str) -> np.ndarray:
    return vector_of(parts.split(BETWEEN))
