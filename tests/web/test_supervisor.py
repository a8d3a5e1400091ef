"""The supervisor, with small real processes in place of the three."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from web.children import Child, action_server, delivery, engine, environment, website
from web.settings import Settings
from web.supervisor import Supervisor


def child(name: str, code: str, log: Path | None = None) -> Child:
    return Child(name, [sys.executable, "-c", code], dict(os.environ), log)


SLEEPS = "import time; time.sleep(60)"


class Run:
    """A supervisor in a thread."""

    def __init__(
        self,
        folder: Path,
        engine_code: str = SLEEPS,
        web_code: str = SLEEPS,
        patience: float = 60,
    ) -> None:
        self.state_file = folder / "run" / "engine.json"
        self.said: list[str] = []
        self.answer = "closed"
        self.website = child("Website", web_code)
        self.engine = child("Dialogue engine", engine_code, folder / "engine.log")
        self.supervisor = Supervisor(
            [self.website, self.engine],
            self.engine,
            self.state_file,
            probe=lambda: self.answer,
            say=self.said.append,
            patience=patience,
        )
        self.exit_code = -1
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        self.exit_code = self.supervisor.run("http://page")

    def state(self) -> dict:
        return json.loads(self.state_file.read_text()) if self.state_file.exists() else {}

    def until(self, true: Callable[[], bool], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not true() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert true(), (self.said, self.state())

    def stop(self) -> None:
        self.supervisor.stop()
        self.thread.join(15)


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("web.supervisor.TICK", 0.02)
    monkeypatch.setattr("web.children.SECONDS_TO_STOP", 0.5)
    runs: list[Run] = []

    def start(**how: Any) -> Run:
        runs.append(Run(tmp_path, **how))
        return runs[-1]

    yield start
    for run in runs:
        run.stop()


def test_it_says_what_is_happening_and_writes_it_down(started) -> None:
    run = started()
    run.until(lambda: run.state().get("state") == "loading")
    run.answer = "open"
    run.until(lambda: "Page: http://page (open)" in run.said)
    run.answer = "ready"
    run.until(lambda: run.state()["state"] == "ready")
    assert run.said[0] == "Dialogue engine: loading ..."
    assert run.said[-1].startswith("Dialogue engine: ready after ")
    assert run.state()["restarts"] == 0


def test_a_dead_engine_is_started_again(started) -> None:
    run = started()
    run.answer = "ready"
    run.until(lambda: run.state().get("state") == "ready")
    first = run.engine._process.pid
    os.kill(first, signal.SIGKILL)
    run.answer = "open"
    run.until(lambda: run.state()["restarts"] == 1)
    assert run.state()["state"] == "loading"
    assert run.engine._process.pid != first
    run.answer = "ready"
    run.until(lambda: run.state()["state"] == "ready")


def test_one_that_keeps_dying_is_given_ever_longer_pauses(started) -> None:
    run = started(engine_code="raise SystemExit(3)")
    run.until(lambda: any("again in 2 s" in line for line in run.said))
    assert any("again in 0 s" in line for line in run.said)
    assert str(run.engine.log) in run.said[-1]
    run.until(lambda: run.state()["state"] == "down")


def test_one_that_cannot_work_ends_it_all(started) -> None:
    run = started(web_code="raise SystemExit(78)")
    run.thread.join(10)
    assert run.exit_code == 78
    assert run.engine.exit_code is not None


def test_an_engine_that_never_gets_ready_is_reported_once(started) -> None:
    run = started(patience=0.2)
    run.answer = "open"
    run.until(lambda: run.state().get("state") == "late")
    time.sleep(0.2)
    late = [line for line in run.said if "not ready after" in line]
    assert len(late) == 1
    assert str(run.engine.log) in late[0]


def test_stop_stops_all_even_the_deaf(started) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True)\n"
    run = started(engine_code=deaf + SLEEPS)
    run.until(lambda: run.engine.log.exists() and run.engine.log.read_bytes() != b"")
    run.stop()
    assert run.website.exit_code == -signal.SIGTERM
    assert run.engine.exit_code == -signal.SIGKILL
    assert run.state()["state"] == "stopped"


def test_children_end_with_us_even_if_we_are_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from web.children import Child; import os\n"
        f"c = Child('x', [sys.executable, '-c', {SLEEPS!r}], dict(os.environ), None); c.start()\n"
        "print(c._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_the_four_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    settings = Settings(engine="http://127.0.0.1:8105", actions="http://127.0.0.1:8155")
    rasa, actions = engine(settings, "s"), action_server(settings, "s")
    assert rasa._command[-4:] == ["--port", "8105", "-i", "127.0.0.1"]
    assert rasa._env["SIGNPOST_ACTIONS_URL"] == "http://127.0.0.1:8155/webhook"
    assert actions._command[-2:] == ["--port", "8155"]
    assert actions._env["SANIC_HOST"] == "127.0.0.1"
    assert website(settings, "s")._command[-2:] == ["web", "serve"]
    assert delivery(settings, "s")._command[-2:] == ["web", "deliver"]
    found = environment("s")
    assert found["SIGNPOST_ENGINE_SECRET"] == "s"
    assert found["RASA_TELEMETRY_ENABLED"] == "false"
    assert found["OMP_NUM_THREADS"] == "1"
    assert "PYTHONDONTWRITEBYTECODE" not in found
