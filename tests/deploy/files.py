"""What stands in deploy/ and the papers about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from web.settings import ROOT, Settings

DEPLOY = ROOT / "deploy"
PARTS = ("container", "kubernetes", "monitoring", "proxy", "systemd")
SETTINGS = {f"SIGNPOST_{name.upper()}" for name in Settings.__fields__}

COMMAND = re.compile(r"(?:^|[`/;|&]|\bexec [\w-]+ )\s*(?:sudo )?signpost((?: +[a-z][a-z-]*)+)", re.M)


def deployed() -> list[Path]:
    """Every file that somebody who runs the service copies or reads."""
    found = [file for part in PARTS for file in sorted((DEPLOY / part).rglob("*")) if file.is_file()]
    return [*found, ROOT / "docs" / "runbook.md"]


def documents(file: Path) -> Iterator[dict[str, Any]]:
    """The YAML documents of a file."""
    yield from yaml.safe_load_all(file.read_text(encoding="utf-8"))


def environment_file(file: Path) -> dict[str, str]:
    """NAME=value lines."""
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def commands(text: str) -> Iterator[list[str]]:
    """The words after each `signpost` that begins a command, as far as they are plain words."""
    for words in COMMAND.findall(text):
        yield words.split()
