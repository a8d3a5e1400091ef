"""The whole service, started as `make run` does, on ports of its own."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import requests

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN = 300  # seconds, on a busy machine


def free_port(in_a_row: int = 1) -> int:
    """A port that nobody uses, and as many after it as are wanted in a row.

    Below those that the kernel lends to connections, so that a process that starts again finds it free.
    """
    while True:
        first = random.randrange(10_000, 32_000)
        with suppress(OSError), ExitStack() as held:
            for port in range(first, first + in_a_row):
                held.enter_context(socket.create_server(("127.0.0.1", port)))
            return first


class Service:
    """Three real processes and their supervisor. `extra` are settings (SIGNPOST_ names)."""

    def __init__(self, **extra: str) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="signpost-")
        engines = int(extra.get("SIGNPOST_ENGINES", "1"))
        wanted = {"web": 1, "metrics": 1, "engine": engines, "actions": engines}
        self.ports = {name: free_port(in_a_row) for name, in_a_row in wanted.items()}
        self.address = f"http://127.0.0.1:{self.ports['web']}"
        self._environment = {
            **os.environ,
            "SIGNPOST_PORT": str(self.ports["web"]),
            "SIGNPOST_METRICS_PORT": str(self.ports["metrics"]),
            "SIGNPOST_ENGINE": f"http://127.0.0.1:{self.ports['engine']}",
            "SIGNPOST_ACTIONS": f"http://127.0.0.1:{self.ports['actions']}",
            "SIGNPOST_RATE_LIMIT": "off",
            "SIGNPOST_VAR": self.folder.name,
            **extra,
        }
        self.output = Path(self.folder.name) / "output.log"
        self.http = requests.Session()
        self.http.trust_env = False

    def start(self, under: Sequence[str] = ()) -> Service:
        """Start it; `under` is a program that takes the command after its own arguments."""
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [*under, sys.executable, "-m", "web", "run"],
                cwd=ROOT, env=self._environment, stdout=output, stderr=subprocess.STDOUT,
            )
        return self

    def wait_for(self, status: int, path: str = "/health/ready", within: float = READY_WITHIN) -> float:
        """Seconds until `path` answers with `status`; raises with the output if it does not."""
        begun = time.monotonic()
        while time.monotonic() - begun < within and self.process.poll() is None:
            try:
                if self.http.get(self.address + path, timeout=5).status_code == status:
                    return time.monotonic() - begun
            except requests.RequestException:
                pass
            time.sleep(0.1)
        raise AssertionError(f"{path} did not answer {status}:\n{self.logs()}")

    def wait_until(self, true: Callable[[], bool], within: float = READY_WITHIN) -> None:
        """Until `true()`; raises with the output if that takes too long."""
        deadline = time.monotonic() + within
        while not true():
            assert time.monotonic() < deadline, self.logs()
            time.sleep(0.1)

    def states(self) -> dict[str, str]:
        """How the supervisor finds each process."""
        return json.loads((Path(self.folder.name) / "run" / "engine.json").read_text())["processes"]

    def kill(self, part: str, number: int = 0) -> None:
        """Kill a process, and wait until the supervisor has noticed."""
        before = self.states()
        self.child(part, number).kill()
        self.wait_until(lambda: self.states() != before)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the signpost command with the settings of this service."""
        command = [sys.executable, "-m", "web", *words]
        return subprocess.run(command, cwd=ROOT, env=self._environment, capture_output=True, text=True)

    def setting(self, name: str) -> str:
        """What it was started with (a SIGNPOST_ name)."""
        return self._environment[name]

    def send(self, **request: Any) -> requests.Response:
        """POST /api/v1/messages."""
        request.setdefault("conversation", None)
        return self.http.post(f"{self.address}/api/v1/messages", json=request, timeout=10)

    def child(self, part: str, number: int = 0) -> psutil.Process:
        """The running process called "web", "engine" or "actions"; of several, that one."""
        if found := self.listening(self.ports[part] + (number if part != "web" else 0)):
            return found[number if part == "web" else 0]
        raise AssertionError(f"no process listens for {part}")

    def listening(self, port: int) -> list[psutil.Process]:
        """The processes that listen on a port."""
        return [process for process in self.processes() if port in _listens_on(process)]

    def processes(self) -> list[psutil.Process]:
        """All that the supervisor has started."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def figures(self) -> str:
        """What Prometheus would get."""
        return self.http.get(f"http://127.0.0.1:{self.ports['metrics']}/metrics", timeout=10).text

    def logs(self) -> str:
        """Everything that any process wrote."""
        files = sorted(Path(self.folder.name).rglob("*.log"))
        return "\n".join(f"--- {file.name}\n{file.read_text(errors='replace')}" for file in files)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.folder.cleanup()


def _listens_on(process: psutil.Process) -> set[int]:
    try:
        connections = process.net_connections("tcp")
    except (psutil.NoSuchProcess, FileNotFoundError):  # it ended just now
        return set()
    return {found.laddr.port for found in connections if found.status == psutil.CONN_LISTEN}


@contextmanager
def running(**extra: str) -> Iterator[Service]:
    """A service that is ready to answer; stopped at the end, whatever happened."""
    service = Service(**extra).start()
    try:
        service.wait_for(200)
        yield service
    finally:
        service.stop()


class Conversation:
    """One person's conversation with a service: remembers the key, asserts that all goes well."""

    def __init__(self, service: Service) -> None:
        self.service, self.key, self.last = service, None, {}

    def say(self, text: str) -> dict[str, Any]:
        return self._turn(text=text)

    def choose(self, choice: str) -> dict[str, Any]:
        return self._turn(choice=choice)

    def _turn(self, **request: Any) -> dict[str, Any]:
        response = self.service.send(conversation=self.key, **request)
        assert response.status_code == 200, response.text
        self.last = response.json()
        self.key = self.last["conversation"]
        return self.last

    @property
    def topic(self) -> str | None:
        """The topic of the first reply of the last turn."""
        return self.last["replies"][0]["topic"]

    @property
    def contacts(self) -> list[str]:
        return [contact["id"] for contact in self.last["replies"][0]["contacts"]]

    @property
    def choices(self) -> list[str]:
        return [c["id"] for reply in self.last["replies"] for c in reply["choices"]]
