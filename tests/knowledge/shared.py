"""The content, read once for all tests."""

from __future__ import annotations

from functools import lru_cache

from bot.knowledge import Library, load


@lru_cache
def content() -> Library:
    return load()
