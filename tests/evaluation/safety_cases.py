"""The blind lines for safety and masking: tests/evaluation/safety/*.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.evaluation.cases import Case

FOLDER = Path(__file__).parent / "safety"


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def statements() -> list[Case]:
    """Danger told: the style is explicit, indirect, noisy, or mixed with a question."""
    found = [
        _case(line, topic, manner)
        for topic, manners in _read("statements").items()
        for manner, lines in manners.items()
        for line in lines
    ]
    return found + [_case(entry, entry["topic"], "mixed") for entry in _read("urgent_mixed")]


def harmless(name: str) -> list[Case]:
    """Lines that must not bring up a safety card: `alarming` or `ordinary`."""
    return [Case(line, ("none",), name) for line in _read(name)]


def contrasts() -> tuple[list[Case], list[Case]]:
    """Ordinary lines, and danger told in almost the same words."""
    pairs = _read("contrast")
    harmless = [Case(pair["ordinary"], ("none",), "ordinary") for pair in pairs]
    return harmless, [_case(pair["danger"], pair["tells"], "danger") for pair in pairs]


def _case(line: Any, topic: str, manner: str) -> Case:
    if isinstance(line, str):
        return Case(line, (topic,), manner)
    return Case(line["text"], (topic, *line.get("also", [])), manner)


@dataclass(frozen=True)
class MaskingCase:
    """A line, what must not survive masking, and what must. Both are exact strings."""

    text: str
    hide: list[str]
    keep: list[str]

    @property
    def is_structured(self) -> bool:
        """Whether what is to be hidden holds digits, an @ or a slash, and so is more than a name."""
        return any(any(mark.isdigit() or mark in "@/" for mark in text) for text in self.hide)


def masking() -> list[MaskingCase]:
    return [MaskingCase(e["text"], e["hide"], e.get("keep", [])) for e in _read("masking")]
