"""Who has read the patterns, routes and word lists of data/safety since they were written."""

from __future__ import annotations

from pathlib import Path
from typing import List

from bot.screening.data import DATA, read_yaml


def files(data: Path = DATA) -> List[Path]:
    """Every file that somebody answers for."""
    return [*sorted(data.glob("*.yml")), *sorted((data / "patterns").glob("*.yml"))]


def not_reviewed(data: Path = DATA) -> List[str]:
    """Those that nobody but their writers has read, by their place in `data`."""
    return [path.relative_to(data).as_posix() for path in files(data) if not read_yaml(path)["reviewed_by"]]
