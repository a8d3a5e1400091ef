"""A rolling restart: each process is replaced, one after another, while the others do the work."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable

from web.processes.watched import Watched


class Rolling:
    """Goes on to the next process only when all are ready, and stops for good where a fresh one is not.

    What a fresh process brings in is then used by none but that one: the others keep the model and the
    words that they began with.
    """

    def __init__(self, all_of_them: Iterable[Watched], say: Callable[[str], None], patience: float) -> None:
        self._all = [*all_of_them]
        self._say = say
        self._patience = patience
        # First those that cannot answer now: they have nothing to lose.
        self._waiting = deque(sorted(self._all, key=lambda watched: watched.is_ready))
        self._current: tuple[Watched, object, int] | None = None
        self._since = time.monotonic()
        self.problem = ""

    @property
    def is_over(self) -> bool:
        return self._current is None and not self._waiting

    def step(self) -> None:
        """To be called again and again until it is over."""
        if self._current and self._has_failed(*self._current):
            return self._give_up(f"{self._current[0].child.name}: the new one does not work")
        if self._current is None or all(watched.is_ready for watched in self._all):
            return self._go_on()
        if time.monotonic() - self._since > self._patience:
            waited_for = next(watched for watched in self._all if not watched.is_ready)
            self._give_up(f"{waited_for.child.name}: not ready after {self._patience:.0f} s")

    def _go_on(self) -> None:
        self._current, self._since = None, time.monotonic()
        if self._waiting:
            watched = self._waiting.popleft()
            self._say(f"{watched.child.name}: being replaced ...")
            watched.replace()
            self._current = (watched, watched.child, watched.restarts)
        else:
            self._say("Restart: done, every process was replaced")

    def _has_failed(self, watched: Watched, fresh: object, restarts: int) -> bool:
        return watched.child is not fresh or watched.restarts > restarts

    def _give_up(self, problem: str) -> None:
        self.problem = problem
        self._current = None
        self._waiting.clear()
        self._say(f"Restart: given up, the rest goes on as it was. {problem}")
