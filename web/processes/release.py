"""Of several releases on one machine, the one that a process is started from.

Each has a folder of its own, so that nothing changes under a running process: releases/TAG, and beside
`releases` a link, `current`. Whoever turns it and restarts gets fresh processes of the release it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from web.settings import ROOT


def current() -> Path:
    """The folder that the link names now; this one where there are no releases."""
    link = ROOT.parent.parent / "current"
    if ROOT.parent.name != "releases" or not (link / "web").is_dir():
        return ROOT
    return link.resolve()


def moved(command: Sequence[str], release: Path) -> list[str]:
    """The same command of another release: what lies in this one's folder is taken from there."""
    return [
        str(release / Path(word).relative_to(ROOT)) if Path(word).is_relative_to(ROOT) else word
        for word in command
    ]
