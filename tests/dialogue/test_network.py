"""No process tries to reach another machine: watched from outside, from the first system call on."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.dialogue.test_guided_path import STRAIGHT
from tests.servers import until
from tests.service import ROOT, Conversation, Service

pytestmark = [pytest.mark.slow, pytest.mark.alone]
INTERNET = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"')
RESOLVER = re.compile(r'sun_path="[^"]*/resolve/')  # systemd's, asked through a file
LOCAL = re.compile(r"127\.|::1$|::ffff:127\.")
DNS = 53
ATTEMPTS = {
    "another machine": "socket(AF_INET, SOCK_DGRAM).connect_ex(('192.0.2.1', 9))",
    "another machine, by IPv6": "socket(AF_INET6, SOCK_DGRAM).connect_ex(('2001:db8::1', 9))",
    "a look-up": "socket(AF_INET, SOCK_DGRAM).connect_ex(('192.0.2.1', 53))",
    "a look-up through this machine": "socket(AF_INET, SOCK_DGRAM).connect_ex(('127.0.0.53', 53))",
    "a look-up through a file": "socket(AF_UNIX, SOCK_DGRAM).connect_ex('/run/systemd/resolve/x')",
}


class Call(NamedTuple):
    """A connect or a send, by whichever process."""

    address: str
    port: int

    @property
    def is_abroad(self) -> bool:
        """Whether it leaves this machine. A DNS look-up does, whoever is asked to make it."""
        return self.port == DNS or not LOCAL.match(self.address)


def watched(trace: Path) -> list[str]:
    """Goes before a command: the calls of its process, and of all that it starts, are written to `trace`."""
    quick = ["--seccomp-bpf"]  # other calls are not stopped for
    only = ["-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none", "-s", "0"]
    return ["strace", "-D", "-f", "-q", *quick, *only, "-o", str(trace)]


def calls(trace: Path, process: int) -> list[Call]:
    """What was called. Fails unless `process` was watched to its end."""
    ended = re.compile(rf"^{process} +\+\+\+ ", re.M)
    until(lambda: trace.exists() and ended.search(trace.read_text()))
    text = trace.read_text()
    sent = [Call(address, int(port)) for port, address in INTERNET.findall(text)]
    return sent + [Call("a resolver", DNS) for _ in RESOLVER.findall(text)]


def abroad(trace: Path, process: int) -> list[Call]:
    return [call for call in calls(trace, process) if call.is_abroad]


def is_watched(process: int) -> bool:
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"^TracerPid:\s+(\d+)", status, re.M)[1]) > 0


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_watcher_sees_an_attempt_of_a_child(tmp_path: Path, attempt: str) -> None:
    trace = tmp_path / "trace"
    child = f"from socket import *; {ATTEMPTS[attempt]}"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"

    process = subprocess.Popen([*watched(trace), sys.executable, "-c", parent])
    process.wait()

    assert len(abroad(trace, process.pid)) == 1


def test_the_running_service_calls_nobody(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    service = Service().start(under=watched(trace))
    try:
        service.wait_for(200)
        unwatched = [process for process in service.processes() if not is_watched(process.pid)]
        for text in ("hello", "who lives near me", "i want to die", "asdf"):
            service.send(text=text)
        person = Conversation(service)
        for choice in ("scheme.start", *(f"enquiry.{chosen}" for chosen in STRAIGHT)):
            person.choose(choice)
        time.sleep(2)
    finally:
        service.stop()

    assert not unwatched
    seen = {call.port for call in calls(trace, service.process.pid)}
    assert {service.ports["engine"], service.ports["actions"]} <= seen
    assert not abroad(trace, service.process.pid)


def test_a_training_calls_nobody(tmp_path: Path) -> None:
    process = train(tmp_path, "ShortTraining")

    assert process.returncode == 0, (tmp_path / "train.log").read_text()
    assert not abroad(tmp_path / "trace", process.pid)


def test_a_failing_training_calls_nobody(tmp_path: Path) -> None:
    """Rasa reports mistakes to an outside host unless it is told not to."""
    process = train(tmp_path, "BrokenTraining")

    assert process.returncode
    assert "LookupError: broken" in (tmp_path / "train.log").read_text()
    assert not abroad(tmp_path / "trace", process.pid)


TRAIN = """
from pathlib import Path
from bot import train
folder = Path({folder!r})
train.CONFIG, train.ENGLISH, train.LOG = folder / "config.yml", folder / "english", folder / "train.log"
train.MODEL, train.STAMP = folder / "signpost.tar.gz", folder / "made-from"
train.train()
"""


def train(folder: Path, importer: str) -> subprocess.Popen:
    """Our training with another importer and without what make sets, watched to its end.

    What it makes stays in `folder`.
    """
    config = yaml.safe_load((ROOT / "config.yml").read_text())
    config["importers"] = [{"name": f"tests.dialogue.short_training.{importer}"}]
    (folder / "config.yml").write_text(yaml.safe_dump(config))
    bare = {name: value for name, value in os.environ.items() if not name.startswith("RASA_")}
    process = subprocess.Popen(
        [*watched(folder / "trace"), sys.executable, "-c", TRAIN.format(folder=str(folder))],
        cwd=ROOT, env={**bare, "RASA_CACHE_DIRECTORY": str(folder)}, stderr=subprocess.DEVNULL,
    )
    process.wait()
    return process
