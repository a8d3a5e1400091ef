"""A process that ought to run: started again when it dies, with pauses when it keeps dying."""

from __future__ import annotations

import time
from collections.abc import Callable

from web.children import Child

LONGEST_PAUSE = 60.0  # seconds before a process that keeps dying is started again
STEADY = 120.0  # seconds after which a process counts as running well
EXIT_CANNOT_WORK = 78  # exit code (EX_CONFIG) of a process that would only fail again


class CannotWork(Exception):
    """A process said that starting it again would not help."""


class Watched:
    """A process that ought to run."""

    def __init__(self, child: Child, say: Callable[[str], None]) -> None:
        self.child = child
        self.restarts = 0
        self.since = 0.0
        self._say = say
        self._failures = 0
        self._due = 0.0

    @property
    def is_running(self) -> bool:
        return self.child.exit_code is None

    def start(self) -> None:
        self.since, self._due = time.time(), 0.0
        self.child.start()

    def watch(self) -> None:
        """Start it again if it died: at once the first time, later after ever longer pauses."""
        now = time.time()
        if self.is_running:
            if now - self.since > STEADY:
                self._failures = 0
        elif self.child.exit_code == EXIT_CANNOT_WORK:
            raise CannotWork
        elif not self._due:
            pause = 0.0 if not self._failures else min(LONGEST_PAUSE, 2.0**self._failures)
            self._failures += 1
            self._due = now + pause
            where = f" (see {self.child.log})" if self.child.log else ""
            self._say(f"{self.child.name}: stopped, starting again in {pause:.0f} s{where}")
        elif now >= self._due:
            self.restarts += 1
            self.start()
