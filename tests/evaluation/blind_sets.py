"""The later blind sets, tests/evaluation/{second,third}/*.yml: one author each, and never tuned on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.evaluation.cases import GIBBERISH, OUT_OF_SCOPE, Case, right_for
from tests.evaluation.safety_cases import MaskingCase


class BlindSet:
    """The lines of one folder here."""

    def __init__(self, name: str) -> None:
        self._folder = Path(__file__).with_name(name)

    def _read(self, name: str) -> Any:
        return yaml.safe_load((self._folder / f"{name}.yml").read_text(encoding="utf-8"))

    def questions(self) -> list[Case]:
        """Of every topic; those of chat.out_of_scope and chat.unclear are to be turned away."""
        return self._by_topic("questions", "style")

    def turned_away(self) -> list[Case]:
        return [Case(e["text"], (OUT_OF_SCOPE, GIBBERISH), e["kind"]) for e in self._read("out_of_scope")]

    def all_cases(self) -> list[Case]:
        return [*self.questions(), *self.turned_away()]

    def statements(self) -> list[Case]:
        """Danger told; the style is explicit, indirect or noisy."""
        return self._by_topic("safety", "how")

    def alarming(self) -> list[Case]:
        return [Case(entry["text"], ("none",), entry["theme"]) for entry in self._read("alarming")]

    def masking(self) -> list[MaskingCase]:
        return [MaskingCase(e["text"], e["mask"], e.get("keep", [])) for e in self._read("masking")]

    def _by_topic(self, name: str, style: str) -> list[Case]:
        return [
            Case(entry["text"], (*right_for(topic), *entry.get("also", [])), entry[style])
            for topic, entries in self._read(name).items()
            for entry in entries
        ]


SECOND, THIRD = BlindSet("second"), BlindSet("third")
