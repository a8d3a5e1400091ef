"""The supervisor, with small real processes in place of the three."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.delivery.killed import FINISHED, in_a_process
from web.processes.child import Child
from web.processes.children import action_server, delivery, engine, environment, website
from web.processes.lone import Lone, RunsAlready, running_in
from web.processes.sharing import PortSharer, open_port
from web.processes.silence import Silence
from web.processes.supervisor import Supervisor
from web.settings import Settings

SLEEPS = "import time; time.sleep(60)"


class Small(Child):
    """A small process that says of itself what the test wants."""

    def __init__(self, name: str, code: str, log: Path | None = None) -> None:
        super().__init__(name, [sys.executable, "-c", code], dict(os.environ), log)
        self.says = ""

    def health(self, seconds: float = 1.0) -> str:
        return self.says


class SmallWebsite(Small):
    shares_its_port = True
    fresh: SmallWebsite

    def another(self) -> SmallWebsite:
        return self.fresh


class Run:
    """A supervisor in a thread, with a website and two engines."""

    def __init__(
        self,
        folder: Path,
        engine_code: str = SLEEPS,
        web_code: str = SLEEPS,
        fresh_web_code: str = SLEEPS,
        patience: float = 60,
    ) -> None:
        self.state_file = folder / "run" / "engine.json"
        self.said: list[str] = []
        self.website = SmallWebsite("Website", web_code)
        self.website.fresh = SmallWebsite("Website", fresh_web_code)
        self.engine = Small("Dialogue engine", engine_code, folder / "engine.log")
        self.second = Small("Dialogue engine 2", SLEEPS)
        self.all = [self.website, self.engine, self.second]
        engines = [self.engine, self.second]
        self.supervisor = Supervisor(self.all, engines, self.state_file, self.said.append, patience)
        self.exit_code = -1
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        self.exit_code = self.supervisor.run("http://page")

    def state(self) -> dict:
        return json.loads(self.state_file.read_text()) if self.state_file.exists() else {}

    def get_ready(self) -> Run:
        for process in (*self.all, self.website.fresh):
            process.says = "ready"
        self.until(lambda: set(self.state().get("processes", {"": ""}).values()) == {"ready"})
        return self

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
    monkeypatch.setattr("web.processes.supervisor.TICK", 0.02)
    monkeypatch.setattr("web.processes.child.SECONDS_TO_STOP", 0.5)
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
    run.website.says = "loading"
    run.until(lambda: "Page: http://page (open)" in run.said)
    run.second.says = "ready"
    run.until(lambda: run.state()["state"] == "ready")
    assert run.said[:3] == [
        "Page: http://page (open)", "Dialogue engine: loading ...", "Dialogue engine 2: loading ..."
    ]
    assert run.said[-1].startswith("Dialogue engine 2: ready after ")
    assert run.state()["restarts"] == 0
    assert run.state()["processes"] == {
        "Website": "loading", "Dialogue engine": "loading", "Dialogue engine 2": "ready"
    }


def test_the_website_opens_its_page_before_the_engines_start(started, monkeypatch) -> None:
    monkeypatch.setattr("web.processes.supervisor.HEAD_START", 60)
    run = started()
    run.until(lambda: run.state().get("state") == "loading")
    assert run.state()["processes"] == {
        "Website": "loading", "Dialogue engine": "loading", "Dialogue engine 2": "loading"
    }
    assert (run.website.exit_code, run.engine._process) == (None, None)
    run.website.says = "loading"
    run.until(lambda: run.engine._process is not None, seconds=5)


def test_a_page_that_does_not_open_keeps_no_engine_waiting(started) -> None:
    run = started()
    run.until(lambda: run.engine._process is not None, seconds=10)


def test_a_dead_engine_is_started_again(started) -> None:
    run = started().get_ready()
    first = run.engine._process.pid
    run.engine.says = ""
    os.kill(first, signal.SIGKILL)
    run.until(lambda: run.state()["restarts"] == 1)
    run.until(lambda: run.state()["processes"]["Dialogue engine"] == "loading")
    assert run.state()["state"] == "ready"  # the other one is
    assert run.engine._process.pid != first
    run.engine.says = "ready"
    run.until(lambda: run.state()["processes"]["Dialogue engine"] == "ready")


@pytest.fixture
def soon_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.processes.silence.ASKED_EVERY", 0.05)


def test_a_frozen_engine_is_ended_and_started_again(started, soon_missed) -> None:
    run = started().get_ready()
    first = run.engine._process
    first.send_signal(signal.SIGSTOP)
    run.engine.says = ""
    run.until(lambda: run.state()["restarts"] == 1)
    assert "Dialogue engine: runs but answers nothing, it is ended" in run.said
    assert first.poll() == -signal.SIGKILL
    assert run.state()["processes"]["Dialogue engine"] == "loading"


def test_one_that_answers_now_and_then_is_not_ended(monkeypatch) -> None:
    monkeypatch.setattr("web.processes.silence.ASKED_EVERY", 0)
    silence, process = Silence(), Small("Dialogue engine", SLEEPS)

    def is_too_long(said: str) -> bool:
        process.says = said
        return silence.is_too_long(process)

    assert not any(is_too_long(said) for said in ("", "", "ready", "", "", "loading"))
    assert [is_too_long("") for _ in range(3)] == [False, False, True]


def test_one_is_not_asked_again_at_once() -> None:
    silence, process = Silence(), Small("Dialogue engine", SLEEPS)
    assert not any(silence.is_too_long(process) for _ in range(10))


def test_a_website_that_a_crowd_keeps_from_answering_is_not_ended(started, soon_missed) -> None:
    run = started().get_ready()
    run.website.says = ""
    time.sleep(0.5)
    assert run.website.exit_code is None


def test_a_restart_replaces_all_one_after_another(started) -> None:
    run = started().get_ready()
    old = {process: process._process for process in run.all}
    run.website.fresh.says = run.engine.says = "loading"
    run.supervisor.restart()
    run.until(lambda: run.website.fresh.exit_code is None and run.website.fresh._process is not None)
    time.sleep(0.1)
    assert old[run.website].poll() is None  # both answer, until the fresh one is ready
    assert old[run.engine].poll() is None
    run.website.fresh.says = "ready"
    run.until(lambda: run.engine._process is not old[run.engine])
    time.sleep(0.1)
    assert old[run.second].poll() is None  # the other one waits until the first is ready
    assert old[run.website].poll() is not None
    run.engine.says = "ready"
    run.until(lambda: run.state()["restarted"]["at"] > 0)
    assert run.second._process is not old[run.second]
    assert not any(_runs(process.pid) for process in old.values())
    assert run.state()["restarted"]["problem"] == ""
    assert run.said[-1] == "Restart: done, every process was replaced"


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "raise SystemExit(78)"])
def test_a_fresh_website_that_does_not_work_leaves_the_old_one_in_place(started, code: str) -> None:
    run = started(fresh_web_code=code).get_ready()
    run.website.fresh.says = ""
    old = {process: process._process for process in run.all}
    run.supervisor.restart()
    run.until(lambda: run.state()["restarted"]["problem"] != "")
    assert all(process._process is old[process] and process.exit_code is None for process in run.all)
    assert "the rest goes on as it was" in run.said[-1]


def test_a_fresh_engine_that_does_not_get_ready_ends_the_restart(started) -> None:
    run = started(patience=0.5).get_ready()
    run.engine.says = ""
    old = run.second._process
    run.supervisor.restart()
    run.until(lambda: run.state()["restarted"]["problem"] != "")
    assert run.state()["restarted"]["problem"].startswith("Dialogue engine: ")
    assert run.second._process is old and run.second.exit_code is None


def test_one_that_keeps_dying_is_given_ever_longer_pauses(started) -> None:
    run = started(engine_code="raise SystemExit(3)")
    run.until(lambda: any("again in 2 s" in line for line in run.said))
    assert any("again in 0 s" in line for line in run.said)
    assert str(run.engine.log) in run.said[-1]
    run.until(lambda: run.state()["processes"]["Dialogue engine"] == "down")


def test_a_full_disk_ends_nothing_and_the_state_is_written_once_there_is_room(started, monkeypatch) -> None:
    run = started().get_ready()
    write_text = Path.write_text

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    run.engine.says = ""
    os.kill(run.engine._process.pid, signal.SIGKILL)
    run.until(lambda: any("cannot be written" in line for line in run.said))
    run.until(lambda: run.supervisor._engines[0].state == "loading")  # it was started again
    assert run.website.exit_code is None and run.state()["restarts"] == 0
    monkeypatch.setattr(Path, "write_text", write_text)
    run.until(lambda: run.state()["restarts"] == 1)
    assert len([line for line in run.said if "cannot be written" in line]) == 1


def test_one_that_the_machine_has_no_room_for_is_tried_again(started, monkeypatch) -> None:
    run = started().get_ready()
    old, start = run.engine._process, run.engine.start

    def refused() -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(run.engine, "start", refused)
    run.engine.says = ""
    old.kill()
    run.until(lambda: any("again in 2 s" in line for line in run.said))
    assert "Dialogue engine: cannot be started: Resource temporarily unavailable" in run.said
    assert run.state()["processes"]["Dialogue engine"] == "down"
    assert run.website.exit_code is None
    monkeypatch.setattr(run.engine, "start", start)
    run.until(lambda: run.engine._process is not old and run.engine.exit_code is None)


def test_a_fresh_website_that_the_machine_has_no_room_for_leaves_the_old_one_in_place(
    started, monkeypatch
) -> None:
    run = started().get_ready()

    def refused() -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(run.website.fresh, "start", refused)
    run.supervisor.restart()
    run.until(lambda: run.state()["restarted"]["problem"] != "")
    run.until(lambda: run.state()["processes"]["Website"] == "ready")
    assert run.website.exit_code is None


def test_a_log_that_cannot_be_written_is_no_reason_not_to_start(tmp_path: Path) -> None:
    (tmp_path / "log").touch()  # where the folder should be
    process = Small("x", "print('a line')", tmp_path / "log" / "x.log")
    process.start()
    process.stop()
    assert process.exit_code == 0


def test_a_log_that_grows_large_is_emptied_under_the_process_that_writes_it(
    started, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("web.processes.child.LARGEST_LOG", 2000)
    run = started(engine_code="import time\nwhile True: print('a line', flush=True); time.sleep(0.01)")
    run.until((tmp_path / "engine.log.1").exists)
    run.until(lambda: 0 < run.engine.log.stat().st_size < 1000)
    assert run.engine.log.read_text().startswith("a line\n")  # no gap where the old lines were
    assert run.engine.exit_code is None


def test_a_clock_that_is_set_back_keeps_nobody_waiting(started, monkeypatch) -> None:
    run = started().get_ready()
    run.engine.says = ""
    first = run.engine._process
    watched = run.supervisor._engines[0]
    watched._failures = 1  # so that there is a pause
    first.kill()
    run.until(lambda: watched._due > 0)
    right = time.time
    monkeypatch.setattr("time.time", lambda: right() - 3600)
    run.until(lambda: run.engine._process is not first)


def test_one_that_cannot_work_ends_it_all(started) -> None:
    run = started(web_code="raise SystemExit(78)")
    run.thread.join(10)
    assert run.exit_code == 78
    assert run.engine.exit_code is not None


def test_an_engine_that_never_gets_ready_is_reported_once(started) -> None:
    run = started(patience=0.2)
    run.until(lambda: run.state().get("state") == "late")
    time.sleep(0.2)
    late = [line for line in run.said if line.startswith("Dialogue engine: not ready after")]
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
        "import sys, time; from web.processes.child import Child; import os\n"
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
    for name in (left_out := ("PYTHONDONTWRITEBYTECODE", "SANIC_WORKERS")):
        monkeypatch.setenv(name, "1")
    settings = Settings(engine="http://127.0.0.1:8105", actions="http://127.0.0.1:8155")
    rasa, actions = engine(settings, "s"), action_server(settings, "s")
    assert rasa._command[-4:] == ["--port", "8105", "-i", "127.0.0.1"]
    assert rasa._env["SIGNPOST_ACTIONS_URL"] == "http://127.0.0.1:8155/webhook"
    assert actions._command[-2:] == ["--port", "8155"]
    assert actions._env["SANIC_HOST"] == "127.0.0.1"
    with open_port("127.0.0.1", 0) as port:
        assert website(settings, "s", port)._command[-2:] == ["web", "serve"]
    assert delivery(settings, "s")._command[-2:] == ["web", "deliver"]
    found = environment(settings, "s", "engine_secret")
    assert found["SIGNPOST_ENGINE_SECRET"] == "s"
    assert found["RASA_TELEMETRY_ENABLED"] == "false"
    assert found["OMP_NUM_THREADS"] == "1"
    assert not set(left_out) & set(found)


def test_several_engines_have_ports_names_logs_and_action_servers_of_their_own() -> None:
    settings = Settings(engine="http://127.0.0.1:8105", actions="http://127.0.0.1:8155", engines=2)
    first, second = (engine(settings, "s", number) for number in (0, 1))
    assert second._command[-4:] == ["--port", "8106", "-i", "127.0.0.1"]
    assert [one._env["SIGNPOST_ACTIONS_URL"][-13:] for one in (first, second)] == [
        ":8155/webhook", ":8156/webhook"
    ]
    assert (second.name, second.log.name) == ("Dialogue engine 2", "engine-2.log")
    assert action_server(settings, "s", 1)._command[-1] == "8156"


def test_engines_elsewhere_are_named_one_by_one() -> None:
    named = "http://engine-1.internal:8005/ http://engine-2.internal:8005"
    settings = Settings(engine=named, actions="http://actions.internal:8055")
    assert settings.engine_addresses == ["http://engine-1.internal:8005", "http://engine-2.internal:8005"]
    assert engine(settings, "s", 1)._env["SIGNPOST_ACTIONS_URL"] == "http://actions.internal:8055/webhook"


def test_websites_on_one_port_are_asked_one_by_one(tmp_path: Path) -> None:
    code = (
        "import socket, sys\n"
        "from http.server import BaseHTTPRequestHandler, HTTPServer\n"
        "class Health(BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        self.send_response(200); self.end_headers(); self.wfile.write(b'{\"state\": \"ready\"}')\n"
        "shared, own = (socket.socket(fileno=int(given)) for given in sys.argv[2::2])\n"
        "server = HTTPServer(own.getsockname(), Health, bind_and_activate=False)\n"
        "server.socket = own; own.listen(); shared.listen()\n"
        "server.serve_forever()\n"
    )
    with open_port("127.0.0.1", 0) as port:
        command = [sys.executable, "-c", code]
        first = PortSharer("Website", command, dict(os.environ), None, port=port, path="/")
        second = first.another()
        for process in (first, second):
            process.start()
        try:
            deadline = time.monotonic() + 20
            while not (first.health() == second.health() == "ready") and time.monotonic() < deadline:
                time.sleep(0.05)
            assert first.health() == second.health() == "ready"
            first.kill()
            first.stop()
            assert (first.health(), second.health()) == ("", "ready")
        finally:
            second.kill()
            second.stop()


def test_a_full_disk_does_not_keep_the_service_from_starting(tmp_path: Path) -> None:
    def start() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # no byte can be written
        with Lone(tmp_path), pytest.raises(RunsAlready), Lone(tmp_path):
            pass
        with Lone(tmp_path):
            assert running_in(tmp_path) is None  # it cannot be told by its number

    assert in_a_process(start) == FINISHED


def test_one_service_runs_in_a_folder(tmp_path: Path) -> None:
    assert running_in(tmp_path) is None
    with Lone(tmp_path):
        assert running_in(tmp_path) == os.getpid()
        with pytest.raises(RunsAlready), Lone(tmp_path):
            pass
    assert running_in(tmp_path) is None
