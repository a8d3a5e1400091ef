"""Counts what happens on the website. Never whom it happened to."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from typing import Literal, get_args

Event = Literal[
    "conversations",
    "csods_enquiries",
    "handoff_offered",
    "handoff_link_followed",
    "form_started",
    "submitted",
    "accepted_by_force",
]
EVENTS: tuple[str, ...] = get_args(Event)


class Events:
    """Counted in memory, so that nobody waits for the database; written down every few seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counted: Counter[str] = Counter()

    def count(self, name: Event) -> None:
        """One more of `name`. Raises ValueError for a name that is not counted."""
        if name not in EVENTS:
            raise ValueError(f"{name} is not one of {', '.join(EVENTS)}")
        with self._lock:
            self._counted[name] += 1

    def count_opinion(self, topic: str, was_useful: bool) -> None:
        """One more who called the answer to a topic useful, or not: "yes.scheme.what"."""
        with self._lock:
            self._counted[f"{'yes' if was_useful else 'no'}.{topic}"] += 1

    def take(self) -> Counter[str]:
        """What was counted since the last time."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        return counted

    def give_back(self, counted: Counter[str]) -> None:
        """Count what could not be written down again, next time."""
        with self._lock:
            self._counted.update(counted)
