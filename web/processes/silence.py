"""A process that worked and answers no more: frozen, it would hold its place for ever."""

from __future__ import annotations

import time

from web.processes.child import Child

ASKED_EVERY = 20.0  # seconds
SECONDS_TO_SHOW_LIFE = 5.0  # more than to be well: one that is busy must not be ended for it
ENOUGH = 3  # questions in a row without an answer


class Silence:
    """How often in a row a process gave no answer to "how are you"."""

    def __init__(self) -> None:
        self._missed = 0
        self._asked = time.monotonic()

    def is_over(self) -> None:
        """It was started anew, or has just answered."""
        self._missed, self._asked = 0, time.monotonic()

    def is_too_long(self, child: Child) -> bool:
        """Asks it, where the last question is long enough ago; it may take SECONDS_TO_SHOW_LIFE."""
        if time.monotonic() - self._asked < ASKED_EVERY:
            return False
        self._missed = 0 if child.health(SECONDS_TO_SHOW_LIFE) else self._missed + 1
        self._asked = time.monotonic()
        return self._missed >= ENOUGH
