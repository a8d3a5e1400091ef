"""Figures kept beside the evaluation, so that a change shows its effect: tests/evaluation/results/*.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.nlu import minilm

FOLDER = Path(__file__).parent / "results"


def kept_share(title: str, name: str) -> float:
    """A figure of `make evaluate` as it was kept last, from 0 to 1. Raises KeyError for one that was not."""
    percent, _, _ = kept("last")[title][name].partition("%")
    return float(percent) / 100


def keep(name: str, figures: dict[str, Any]) -> None:
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    (FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def kept(name: str) -> dict[str, Any]:
    """What was kept under a name; empty if nothing was."""
    path = FOLDER / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep_taught(name: str, examples: int, rows: dict[str, dict[str, str]]) -> None:
    """Keep a table of the slow lane with what it was taught with, since later models are taught more."""
    keep(name, {"examples": examples, "encoder": encoder(), "rows": rows})


def encoder() -> str:
    """Today's encoder: the beginning of its file's SHA-256."""
    return minilm.KNOWN[minilm.MODEL.name][:8]
