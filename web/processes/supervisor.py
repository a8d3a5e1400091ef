"""Keeps the processes of the service running, and tells the website how the engines are doing."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from web.processes.child import Child
from web.processes.rolling import Rolling
from web.processes.watched import EXIT_CANNOT_WORK, CannotWork, Watched

TICK = 0.5
HEAD_START = 2.0  # seconds in which the website may open its page before the engines want the processors
STATES = ("ready", "loading", "late", "down")  # of several engines the first of these is told


class Supervisor:
    """Starts `children`, the website first. Those in `engines` decide what the website is told.

    An engine that is not ready within `patience` seconds is reported, and left to go on.
    """

    def __init__(
        self,
        children: list[Child],
        engines: list[Child],
        state_file: Path,
        say: Callable[[str], None],
        patience: float,
    ) -> None:
        self._all = [Watched(child, say, patience) for child in children]
        self._website = self._all[0]
        self._engines = [watched for watched in self._all if watched.child in engines]
        self._state_file = state_file
        self._say = say
        self._patience = patience
        self._told: list[tuple[str, float]] = []
        self._is_written = True
        self._rolling: Rolling | None = None
        self._restarted = {"at": 0.0, "problem": ""}
        self._asked_to_restart = False
        self._stopping = False

    def run(self, address: str) -> int:
        """Until stop() is called: 0, or 78 where a process cannot work. `address` is the page's."""
        page_told = False
        try:
            self._start_all()
            while not self._stopping:
                for watched in self._all:
                    watched.watch()
                if not page_told and self._website.child.health():
                    page_told = True
                    self._say(f"Page: {address} (open)")
                self._tell_states()
                self._roll()
                time.sleep(TICK)
            return 0
        except CannotWork:
            return EXIT_CANNOT_WORK
        finally:
            self._stop_all()

    def _start_all(self) -> None:
        """The website first: people see a page, and whom to call, before there is an engine."""
        self._website.start()
        for watched in self._all[1:]:
            watched.since = time.time()  # from now on the page says that they load
        self._write()
        deadline = time.monotonic() + HEAD_START
        while self._website.is_running and not self._website.child.health() and time.monotonic() < deadline:
            time.sleep(TICK / 10)
        for watched in self._all[1:]:
            watched.start()

    def stop(self, *_: object) -> None:
        """Let run() end. Fit to be a signal handler."""
        self._stopping = True

    def restart(self, *_: object) -> None:
        """Replace every process, one after another. Fit to be a signal handler."""
        self._asked_to_restart = True

    def _roll(self) -> None:
        if self._asked_to_restart:
            self._asked_to_restart = False
            self._rolling = Rolling(self._all, self._say, self._patience)
        if self._rolling:
            self._rolling.step()
            if self._rolling.is_over:
                self._restarted = {"at": time.time(), "problem": self._rolling.problem}
                self._rolling = None
                self._write()

    def _tell_states(self) -> None:
        """Say what has changed of each engine, and write down how everything is."""
        states = [(watched.state, watched.since) for watched in self._all]
        if states == self._told and self._is_written:
            return
        before = dict(zip(self._all, self._told))
        self._told = states
        for watched in self._engines:
            if before.get(watched) != (watched.state, watched.since):
                self._say_how_it_is(watched)
        self._write()

    def _say_how_it_is(self, engine: Watched) -> None:
        said = {
            "loading": "loading ...",
            "ready": f"ready after {time.time() - engine.since:.0f} s",
            "late": f"not ready after {self._patience:.0f} s (see {engine.child.log})",
        }
        if engine.state in said:
            self._say(f"{engine.child.name}: {said[engine.state]}")

    def _write(self, state: str = "") -> None:
        best = min(self._engines, key=lambda engine: STATES.index(engine.state), default=None)
        told = {
            "state": state or (best.state if best else "down"),
            "since": best.since if best else 0.0,
            "restarts": sum(engine.restarts for engine in self._engines),
            "processes": {watched.child.name: watched.state for watched in self._all},
            "restarted": self._restarted,
            "pid": os.getpid(),
        }
        try:
            self._state_file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._state_file.with_suffix(".new")
            fresh.write_text(json.dumps(told))
            fresh.replace(self._state_file)
            self._is_written = True
        except OSError as error:  # a full disk: the website answers danger without it
            if self._is_written:
                self._say(f"{self._state_file} cannot be written: {error.strerror}. All goes on without it")
            self._is_written = False

    def _stop_all(self) -> None:
        for watched in self._all:
            watched.ask_to_stop()
        for watched in self._all:
            watched.child.stop()
        self._write("stopped")
