"""Checks of data/ that go beyond its form: true today, reachable, plain, and safe to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.knowledge.library import Library
from bot.knowledge.reading import DATA, read_yaml
from bot.knowledge.topics import Topic


@dataclass(frozen=True)
class Fault:
    """Something to mend: where, and what. A `warning` does not fail the check."""

    path: Path
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.path.relative_to(DATA.parent)}:{self.line}"
        return f"{place}: {'warning: ' if self.warning else ''}{self.message}"


@dataclass(frozen=True)
class Checked:
    """What a check looks at: the content, the limits and word lists, and the day it is."""

    library: Library
    limits: dict
    wording: dict
    today: date
    frozen: bool = False

    def fault(self, topic: Topic | str, message: str, at: str = "", warning: bool = False) -> Fault:
        """A fault in a topic's file, at the line that holds the first words of `at`."""
        folder, name = (topic if isinstance(topic, str) else topic.id).split(".", 1)
        path = DATA / "topics" / folder / f"{name}.yml"
        return Fault(path, line_of(path, at), message, warning)


def checked(library: Library, today: date | None = None) -> Checked:
    """All that the checks need; without `today`, the frozen day of data/checks/limits.yml."""
    limits = read_yaml(DATA / "checks" / "limits.yml")
    wording = read_yaml(DATA / "checks" / "wording.yml")
    return Checked(library, limits, wording, today or limits["frozen_day"], today is None)


def line_of(path: Path, text: str) -> int:
    """The line of a file that holds the beginning of `text`; 1 where it cannot be found."""
    start = " ".join(text.split()[:4])
    if start:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if start in " ".join(line.split()):
                return number
    return 1


def all_faults(subject: Checked) -> Iterator[Fault]:
    """Every fault that any check finds."""
    from bot.knowledge.checks import dates, reach, reading_level, wording

    for check in (*reach.CHECKS, *wording.CHECKS, *dates.CHECKS, *reading_level.CHECKS):
        yield from check(subject)
