"""Keeps the processes of the service running, and tells the website how the engine is doing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from web.children import Child
from web.watched import EXIT_CANNOT_WORK, CannotWork, Watched

TICK = 0.5


class Supervisor:
    """`probe` asks the website: "closed", "open" (pages and emergencies) or "ready".

    An engine that is not ready within `patience` seconds is reported, and left to go on.
    """

    def __init__(
        self,
        children: list[Child],
        engine: Child,
        state_file: Path,
        probe: Callable[[], str],
        say: Callable[[str], None],
        patience: float,
    ) -> None:
        self._all = [Watched(child, say) for child in children]
        self._engine = next(watched for watched in self._all if watched.child is engine)
        self._state_file = state_file
        self._probe = probe
        self._say = say
        self._patience = patience
        self._told: tuple[str, float] = ("", 0.0)
        self._stopping = False

    def run(self, address: str) -> int:
        """Until stop() is called: 0, or 78 where a process cannot work. `address` is the page's."""
        for watched in self._all:
            watched.start()
        page_told = False
        try:
            while not self._stopping:
                for watched in self._all:
                    watched.watch()
                answer = "" if self._told[0] == "ready" else self._probe()
                if not page_told and answer in ("open", "ready"):
                    page_told = True
                    self._say(f"Page: {address} (open)")
                self._tell_state(answer)
                time.sleep(TICK)
            return 0
        except CannotWork:
            return EXIT_CANNOT_WORK
        finally:
            self._stop_all()

    def stop(self, *_: object) -> None:
        """Let run() end. Fit to be a signal handler."""
        self._stopping = True

    def _tell_state(self, answer: str) -> None:
        engine = self._engine
        if not engine.is_running:
            state = "down"
        elif self._told == ("ready", engine.since) or answer == "ready":
            state = "ready"
        else:
            state = "loading" if time.time() - engine.since < self._patience else "late"
        if self._told == (state, engine.since):
            return
        self._told = (state, engine.since)
        self._write(state)
        if state == "ready":
            self._say(f"Dialogue engine: ready after {time.time() - engine.since:.0f} s")
        elif state == "loading":
            self._say("Dialogue engine: loading ...")
        elif state == "late":
            took = f"{self._patience:.0f} s"
            self._say(f"Dialogue engine: not ready after {took} (see {engine.child.log})")

    def _write(self, state: str) -> None:
        told = {"state": state, "since": self._engine.since, "restarts": self._engine.restarts}
        self._state_file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._state_file.with_suffix(".new")
        fresh.write_text(json.dumps(told))
        fresh.replace(self._state_file)

    def _stop_all(self) -> None:
        for watched in self._all:
            watched.child.ask_to_stop()
        for watched in self._all:
            watched.child.stop()
        self._write("stopped")
