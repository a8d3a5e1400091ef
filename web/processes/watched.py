"""A process that ought to run: started again when it dies or freezes, with pauses when it keeps dying."""

from __future__ import annotations

import time
from collections.abc import Callable

from web.processes.child import SECONDS_TO_STOP, Child
from web.processes.silence import Silence

LONGEST_PAUSE = 60.0  # seconds before a process that keeps dying is started again
STEADY = 120.0  # seconds after which a process counts as running well
EXIT_CANNOT_WORK = 78  # exit code (EX_CONFIG) of a process that would only fail again
WELL = ("ready", "down", "maintenance")  # what a process may say of the service once it does its own work


class CannotWork(Exception):
    """A process said that starting it again would not help."""


class Watched:
    """A process that ought to run. One that is not well within `patience` seconds counts as late."""

    def __init__(self, child: Child, say: Callable[[str], None], patience: float) -> None:
        self.child = child
        self.restarts = 0
        self.since = 0.0
        self._say = say
        self._patience = patience
        self._failures = 0
        self._due = 0.0  # this and _replaced_at: by the clock that nobody sets back
        self._ready_since = -1.0
        self._replaced_at = 0.0
        self._could_start = True
        self._old: Child | None = None  # works until the fresh one does
        self._leaving: Child | None = None
        self._silence = Silence()

    @property
    def is_running(self) -> bool:
        return self._could_start and self.child.exit_code is None

    @property
    def is_ready(self) -> bool:
        return self.state == "ready"

    @property
    def state(self) -> str:
        """One of: down, loading, late, ready."""
        if not self.is_running or self._replaced_at:
            return "down"
        if self._ready_since == self.since:
            return "ready"
        return "loading" if time.time() - self.since < self._patience else "late"

    def start(self) -> None:
        """One that this machine has no room for now counts as one that died at once."""
        self.since, self._due, self._could_start = time.time(), 0.0, True
        try:
            self.child.start()
        except OSError as error:
            self._could_start = False
            self._say(f"{self.child.name}: cannot be started: {error.strerror}")

    def watch(self) -> None:
        """Ask how it is. Start it again if it died: at once the first time, later after longer pauses."""
        self.child.cut_log()
        if self._leaving and self._leaving.exit_code is not None:
            self._leaving = None
        if self.is_running:
            if time.time() - self.since > STEADY:
                self._failures = 0
            if self._replaced_at:
                self._hasten()
            elif self.is_ready:
                self._end_if_frozen()
            elif self.child.health() in WELL:
                self._ready_since = self.since
                self._silence.is_over()
                self._let_old_go()
        elif self._replaced_at:
            self._replaced_at = 0.0
            self.start()
        elif self._old:  # the new one does not work: the old one goes on
            self.child, self._old, self.since = self._old, None, self._ready_since
            self._could_start = True
            self._say(f"{self.child.name}: the new one stopped, the old one goes on")
        elif self.child.exit_code == EXIT_CANNOT_WORK and self._ready_since < 0:
            raise CannotWork
        elif not self._due:
            pause = 0.0 if not self._failures else min(LONGEST_PAUSE, 2.0**self._failures)
            self._failures += 1
            self._due = time.monotonic() + pause
            where = f" (see {self.child.log})" if self.child.log else ""
            self._say(f"{self.child.name}: stopped, starting again in {pause:.0f} s{where}")
        elif time.monotonic() >= self._due:
            self.restarts += 1
            self.start()

    def replace(self) -> None:
        """Put a fresh one in its place: before the old one goes where both can use its port, else after."""
        if self.child.shares_its_port and self.is_running:
            self._old, self.child = self.child, self.child.another()
            self.start()
        elif self.is_running:
            self._replaced_at = time.monotonic()
            self.child.ask_to_stop()
        else:
            self.start()

    def ask_to_stop(self) -> None:
        self._let_old_go()
        self.child.ask_to_stop()

    def _end_if_frozen(self) -> None:
        """A website is left alone: a crowd may keep it from answering, and would lose what it waits for."""
        if not self.child.shares_its_port and self._silence.is_too_long(self.child):
            self._say(f"{self.child.name}: runs but answers nothing, it is ended")
            self.child.kill()

    def _hasten(self) -> None:
        if time.monotonic() - self._replaced_at > SECONDS_TO_STOP:
            self.child.kill()

    def _let_old_go(self) -> None:
        if self._old:
            self._old.ask_to_stop()
            self._leaving, self._old = self._old, None
