"""Each process started alone, as a container or a unit of its own does it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests

from tests.service import free_port
from web.settings import ROOT

CAN_CLOSE = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode == 0
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CAN_CLOSE, reason="only root may close a file system to a process"),
]

USER = 10001
READY_WITHIN = 240  # seconds, of four processes that start at once
SECRET = "s" * 40
CHILDREN = {"web": "serve", "engine": "engine", "actions": "actions", "delivery": "deliver"}


class Box:
    """One process in a closed box. `settings` are SIGNPOST_ names; `var` is all that it can write."""

    def __init__(self, name: str, folder: Path, settings: dict[str, str]) -> None:
        self.name, self.var = name, folder / name
        self.var.mkdir()
        os.chown(self.var, USER, USER)
        inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        self.env = {**inherited, "HOME": "/tmp", "SIGNPOST_VAR": "/mnt", **settings}

    def closed(self, *command: str) -> list[str]:
        """That command, to be run in the box."""
        script = str(ROOT / "tests/deploy/closed_box.sh")
        return ["unshare", "--mount", "sh", script, str(ROOT), sys.base_prefix, str(self.var), *command]

    @contextmanager
    def running(self) -> Iterator[Box]:
        with (self.var / "output").open("w") as output:
            command = self.closed(sys.executable, "-m", "web", CHILDREN[self.name])
            process = subprocess.Popen(command, env=self.env, stdout=output, stderr=output)
        try:
            yield self
        finally:
            process.terminate()
            process.wait(30)

    def is_well(self) -> bool:
        """What a container's health check would find."""
        asked = {**self.env, "SIGNPOST_VAR": str(self.var)}
        command = [sys.executable, "-m", "web", "health", self.name]
        return subprocess.run(command, cwd=ROOT, env=asked, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Box]]:
    folder = tmp_path_factory.mktemp("boxes")
    folder.chmod(0o755)
    ports = {name: free_port() for name in ("web", "engine", "actions")}
    shared = {
        "SIGNPOST_PORT": str(ports["web"]),
        "SIGNPOST_ENGINE": f"http://127.0.0.1:{ports['engine']}",
        "SIGNPOST_ACTIONS": f"http://127.0.0.1:{ports['actions']}",
        "SIGNPOST_RATE_LIMIT": "off",
    }
    with ExitStack() as stack:
        given = {}
        for name in CHILDREN:
            own = {"SIGNPOST_ENGINE_SECRET": SECRET} if name in ("web", "engine") else {}
            given[name] = stack.enter_context(Box(name, folder, {**shared, **own}).running())
        yield given


@pytest.mark.parametrize("name", CHILDREN)
def test_each_says_that_it_is_well(boxes: dict[str, Box], name: str) -> None:
    box, begun = boxes[name], time.monotonic()
    while not box.is_well():
        assert time.monotonic() - begun < READY_WITHIN, (box.var / "output").read_text()
        time.sleep(0.5)


def test_together_they_answer(boxes: dict[str, Box]) -> None:
    address = f"http://127.0.0.1:{boxes['web'].env['SIGNPOST_PORT']}"
    begun = time.monotonic()
    while requests.get(f"{address}/health/ready", timeout=5).status_code != 200:
        assert time.monotonic() - begun < READY_WITHIN
        time.sleep(0.5)
    message = {"conversation": None, "text": "What is Sarah's Law?"}
    answer = requests.post(f"{address}/api/v1/messages", json=message, timeout=10)
    assert answer.status_code == 200
    assert answer.json()["replies"][0]["kind"] == "answer"


def test_none_of_them_runs_as_root_or_could_write_the_code(boxes: dict[str, Box]) -> None:
    for box in boxes.values():
        owners = {file.stat().st_uid for file in box.var.rglob("*") if file.name != "output"}
        assert owners <= {USER}
    touches = boxes["actions"].closed("touch", str(ROOT / "touched"))
    tried = subprocess.run(touches, capture_output=True, text=True, check=False)
    assert "Read-only file system" in tried.stderr
