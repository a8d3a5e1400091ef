"""The application as the tests run it: real data/, a stand-in for the engine, a tiny screen."""

from __future__ import annotations

import re
from functools import lru_cache
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from bot.knowledge import Library, load
from tests.web.engine_double import SECRET, EngineDouble
from web.app import create_app
from web.door import Door
from web.settings import Settings

# Marker words for the screen of the tests: topic and strength.
MARKERS = {
    "help now": ("safety.immediate_danger", "decisive"),
    "child told": ("safety.child_told_me", "decisive"),
    "perhaps hurt": ("safety.suspect_abuse", "possible"),
    "boyfriend hits": ("safety.domestic_abuse", "decisive"),
    "want to die": ("safety.suicide_self_harm", "decisive"),
}
AGES = {"im 13": ("young", "under_18"), "cant tell my mum": ("young",)}
NAMES = re.compile(r"\b(Darren Testname|07700 900\d{3})\b")
VAR = TemporaryDirectory(prefix="signpost-")  # what the application writes; gone with the tests
INVISIBLE = re.compile(r"[\u200b\u2060\s/\uff0f]+")


class ScreenDouble:
    """Finds marker words, and masks the names above once it was loaded with names."""

    def __init__(self, names: bool = False) -> None:
        self._names = names

    def with_names(self) -> ScreenDouble:
        return ScreenDouble(names=True)

    def screen_text(self, text: str) -> SimpleNamespace:
        clean = text if INVISIBLE.sub("", text) else ""
        found = [topic for words, topic in MARKERS.items() if words in text]
        masked = NAMES.sub("[name]", clean) if self._names else clean
        return SimpleNamespace(
            clean=clean,
            masked=SimpleNamespace(text=masked),
            language="other" if "parlez" in text else "cy" if "mae rhywun" in text else "en",
            decisive=next((topic for topic, sure in found if sure == "decisive"), None),
            findings=[SimpleNamespace(topic=topic, strength=sure) for topic, sure in found],
            signs=next((signs for words, signs in AGES.items() if words in text), ()),
        )


@lru_cache
def library() -> Library:
    """Read once for all tests."""
    return load("example")


def create_test_app(
    double: EngineDouble | None = None,
    door_is_open: bool = True,
    content: Library | None = None,
    **settings: Any,
) -> Flask:
    """An application that asks `double`, or an engine that is not there; with `content`, or the example's.

    Keywords are settings of web/settings.py; there is no rate limit unless one is given.
    """
    door = Door(ScreenDouble())
    if door_is_open:
        door.load_names()
    asked = double.address if double else "http://127.0.0.1:9"
    ours = {"rate_limit": "off", "engine": asked, "engine_secret": SECRET, "var": VAR.name}
    chosen = {**ours, **settings}
    app = create_app(Settings(**chosen), content or library(), door)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(VAR.name)  # else each compiles the pages anew
    app.testing = True
    return app
