"""Checks of data/ that go beyond its form: true today, reachable, plain, and safe to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.knowledge.library import Library
from bot.knowledge.reading import DATA, read_yaml
from bot.knowledge.topics import Topic

WORD = re.compile(r"[^\s<>]+")
MARKS = "\"'{},"  # that YAML may put around a word


@dataclass(frozen=True)
class Fault:
    """Something to mend: where, and what. A `warning` does not fail the check."""

    path: Path
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'warning: ' if self.warning else ''}{self.message}"


@dataclass(frozen=True)
class Checked:
    """What a check looks at: the content, the limits and word lists, and the day it is."""

    library: Library
    limits: dict
    wording: dict
    today: date
    frozen: bool = False
    data: Path = DATA

    def fault(self, topic: Topic | str, message: str, at: str = "", warning: bool = False) -> Fault:
        """A fault in a topic's file, at the line that holds the first words of `at`."""
        return self.fault_in(file_of(topic), message, at, warning)

    def fault_in(self, file: str, message: str, at: str = "", warning: bool = False) -> Fault:
        """A fault in a file of data/, at the line that holds the first words of `at`."""
        return Fault(Path("data", file), line_of(self.data / file, at), message, warning)


def checked(library: Library, today: date | None = None, data: Path = DATA) -> Checked:
    """All that the checks need; without `today`, the frozen day of data/checks/limits.yml."""
    limits = read_yaml(data / "checks" / "limits.yml")
    wording = read_yaml(data / "checks" / "wording.yml")
    return Checked(library, limits, wording, today or limits["frozen_day"], today is None, data)


def file_of(topic: Topic | str) -> str:
    """Where a topic stands in data/."""
    folder, name = (topic if isinstance(topic, str) else topic.id).split(".", 1)
    return f"topics/{folder}/{name}.yml"


def line_of(path: Path, text: str) -> int:
    """The line of a file where the first four words of `text` begin; 1 where they cannot be found."""
    start = [word.strip(MARKS) for word in text.split()[:4]]
    if start and path.is_file():
        lines = path.read_text(encoding="utf-8").splitlines()
        words = [(w.strip(MARKS), n) for n, line in enumerate(lines, 1) for w in WORD.findall(line)]
        for place, (_, number) in enumerate(words):
            if [word for word, _ in words[place : place + len(start)]] == start:
                return number
    return 1


def all_faults(subject: Checked) -> Iterator[Fault]:
    """Every fault that any check finds."""
    from bot.knowledge.checks import dates, links, numbers, people, reach, reading_level, wording

    for module in (reach, wording, numbers, links, people, dates, reading_level):
        for check in module.CHECKS:
            yield from check(subject)
