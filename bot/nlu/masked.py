"""Example utterances with personal details masked, as people's messages are when they arrive."""

from __future__ import annotations

from functools import lru_cache

from bot.nlu.cache import Cache, fingerprint_of
from bot.screening import clean
from bot.screening.masking import Masker

MAKERS = (
    *(f"bot/screening/{name}.py"
      for name in ("masking", "name*", "structured", "shapes", "tokens", "spelling", "normalise")),
    "data/safety/*.yml",
    "data/contacts.yml",
)


def masked_examples(examples: list[str]) -> list[str]:
    """`examples`, cleaned and masked as the door does it; kept on disk by content."""
    return Cache("masked", fingerprint_of(*MAKERS)).fill(examples, _masked)


def _masked(line: str) -> str:
    return _masker().mask(clean(line)).text


@lru_cache(maxsize=1)
def _masker() -> Masker:
    """Loaded only when a line is new, once a process: spaCy's model takes seconds."""
    return Masker(names=True)
