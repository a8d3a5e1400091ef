"""The words of the form: data/strings/<language>/enquiry.yml, with the force's name and times filled in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.knowledge import Library

SECTIONS = ("path", "enquiry")  # the first questions are those of the guided path


class Words:
    """All words in one language: in another than English only once every one is there."""

    def __init__(self, library: Library, language: str) -> None:
        english = _texts(library, "en")
        translated = _texts(library, language)
        is_complete = english.keys() <= translated.keys()
        self.language = language if is_complete else "en"
        self._texts: Mapping[str, str] = translated if is_complete else english
        self._filled = library.force.placeholders(self.language)
        self.left_out = library.force.form.off  # questions that this force does not ask
        self.months = library.text("page", "months", self.language).split()

    def __getitem__(self, key: str) -> str:
        """The text called `key`. Raises KeyError."""
        return self.fill(self._texts[key])

    def get(self, *keys: str) -> str:
        """The first of these texts that there is; empty if there is none."""
        return next((self.fill(self._texts[key]) for key in keys if key in self._texts), "")

    def paragraphs(self, key: str) -> list[str]:
        """The lines of a text, each a paragraph of its own; none if there is no such text."""
        return [line for line in self.get(key).splitlines() if line]

    def asked(self, question: str) -> str:
        """A question of the guided path without what is said before it."""
        return self[question].rpartition("\n\n")[2]

    @property
    def digest(self) -> str:
        """What tells this version of the questions from any other: a SHA-256."""
        asked = [dict(self._texts), sorted(self.left_out)]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def fill(self, text: str, **more: Any) -> str:
        for name, value in {**self._filled, **more}.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text


def _texts(library: Library, language: str) -> dict[str, str]:
    known = library.strings.get(language, {})
    return {key: text for section in SECTIONS for key, text in known.get(section, {}).items()}
