"""The second blind set, tests/evaluation/second/*.yml: written last, and never tuned on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.evaluation.cases import GIBBERISH, OUT_OF_SCOPE, Case, right_for
from tests.evaluation.safety_cases import MaskingCase

FOLDER = Path(__file__).parent / "second"


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def questions() -> list[Case]:
    """Of every topic; those of chat.out_of_scope and chat.unclear are to be turned away."""
    return [
        Case(entry["text"], right_for(topic), entry["style"])
        for topic, entries in _read("questions").items()
        for entry in entries
    ]


def turned_away() -> list[Case]:
    return [Case(e["text"], (OUT_OF_SCOPE, GIBBERISH), e["kind"]) for e in _read("out_of_scope")]


def all_cases() -> list[Case]:
    return [*questions(), *turned_away()]


def statements() -> list[Case]:
    return [
        Case(entry["text"], (topic,), entry["how"])
        for topic, entries in _read("safety").items()
        for entry in entries
    ]


def alarming() -> list[Case]:
    return [Case(entry["text"], ("none",), entry["theme"]) for entry in _read("alarming")]


def masking() -> list[MaskingCase]:
    return [MaskingCase(e["text"], e["mask"], e.get("keep", [])) for e in _read("masking")]
