"""The whole way of an enquiry as processes that can be killed: website, delivery, receiver."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import requests
import waitress
from flask import Flask

from tests.delivery.between import KEY, SECRET
from tests.delivery.receiver import Receiver
from tests.service import free_port
from tests.web.doubles import create_test_app, library
from web.delivery.process import Delivery
from web.delivery.schedule import Schedule
from web.serve import options

QUICK = Schedule(first_tries=(0.3,) * 100, lease=2, poll=0.1)
UP_WITHIN = 30  # seconds


class Process:
    """Does `work` in a process of its own, from start() until kill()."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work, self._pid, self._killer = work, 0, 0

    def start(self) -> None:
        self._pid = os.fork()
        if not self._pid:
            try:
                self._work()
            finally:
                os._exit(1)  # it should have gone on until it is killed

    def kill(self, after: float = 0) -> None:
        """SIGKILL, `after` so many seconds; this returns at once."""
        self._killer = os.fork()
        if not self._killer:
            time.sleep(after)
            os.kill(self._pid, signal.SIGKILL)
            os._exit(0)

    def wait(self) -> None:
        """Until it was killed. Anything else that ends it fails the test."""
        os.waitpid(self._killer, 0)
        _, status = os.waitpid(self._pid, 0)
        assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


class Live:
    """The three processes over one folder. `parts` are by name: "website", "delivery", "receiver"."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port, self._receives_at = folder, free_port(), free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        works = {"website": self._website, "delivery": self._delivery, "receiver": self._receiver}
        self.parts = {name: Process(work) for name, work in works.items()}

    def restart(self, name: str) -> None:
        self.parts[name].wait()
        self.parts[name].start()
        if name == "website":
            self.wait_for_the_website()

    def wait_for_the_website(self) -> None:
        until = time.monotonic() + UP_WITHIN
        while time.monotonic() < until:
            try:
                if requests.get(f"{self.address}/health/live", timeout=5).ok:
                    return
            except requests.RequestException:
                time.sleep(0.02)
        raise AssertionError("the website did not come up")

    def accepted(self) -> list[dict]:
        """What the receiver has taken, in the order it came."""
        reader = self._force(port=0)
        reader.server.server_close()
        return reader.accepted()

    def _force(self, port: int) -> Receiver:
        return Receiver(self._folder / "receiver.db", {KEY: SECRET}, port)

    def _app(self) -> Flask:
        return create_test_app(
            None,
            var=self._folder,
            port=self._port,
            destination="webhook",
            webhook=f"http://127.0.0.1:{self._receives_at}/csods",
            webhook_keys=f"{KEY}:{SECRET.decode()}",
            webhook_timeout=1,
        )

    def _website(self) -> None:
        app = self._app()
        waitress.serve(app, **options(app.extensions["signpost"].settings))

    def _delivery(self) -> None:
        Delivery(self._app().extensions["signpost"].settings, QUICK).run(Event())

    def _receiver(self) -> None:
        self._force(self._receives_at).server.serve_forever()


@contextmanager
def living(folder: Path) -> Iterator[Live]:
    library()  # read once, for every process
    live = Live(folder)
    for process in live.parts.values():
        process.start()
    try:
        live.wait_for_the_website()
        yield live
    finally:
        for process in live.parts.values():
            process.kill()
            process.wait()
