"""Processes that are killed with SIGKILL between two steps."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from web.store.engine import Store

KILLED, FINISHED = "killed", "finished"


class Steps:
    """Counts steps, and kills this process at one of them. 0 kills never."""

    def __init__(self, deadly: int = 0) -> None:
        self.taken = 0
        self._deadly = deadly

    def __call__(self, *_: Any, **__: Any) -> None:
        self.taken += 1
        if self.taken == self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, store: Store) -> None:
        """Each statement, commit and rollback is a step: before it, and after it."""
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(store.engine, name, self)
        event.listen(store.engine, "checkin", self)  # after the commit


def in_a_process(work: Callable[[], None]) -> str:
    """Do `work` in a process of its own: KILLED or FINISHED. Anything else fails the test."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return KILLED
    assert os.WEXITSTATUS(status) == 0
    return FINISHED
