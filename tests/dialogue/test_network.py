"""No process tries to reach another machine: watched from outside, from the first system call on."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.dialogue.test_guided_path import STRAIGHT
from tests.service import ROOT, Conversation, Service

pytestmark = pytest.mark.slow
LOCAL = re.compile(r'127\.\d+\.\d+\.\d+|"::1"|"::ffff:127\.')
ADDRESS = re.compile(r"sa_family=AF_INET6?,.*?(?:inet_addr\(|inet_pton\(AF_INET6, )(\"[^\"]+\")")


def calls_abroad(trace: Path) -> list[str]:
    """Every connect or send to an address that is not this machine's. DNS look-ups count, too."""
    return [
        line
        for line in trace.read_text(errors="replace").splitlines()
        if (found := ADDRESS.search(line)) and not LOCAL.search(found[1])
    ]


def watched(trace: Path) -> list[str]:
    return ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace)]


def test_the_watcher_sees_an_attempt(tmp_path):
    attempt = "import socket; s = socket.socket(); s.settimeout(0.2); s.connect_ex(('192.0.2.1', 9))"
    subprocess.run([*watched(tmp_path / "trace"), sys.executable, "-c", attempt], check=False)
    assert calls_abroad(tmp_path / "trace")


def test_the_running_service_calls_nobody(tmp_path):
    service = Service().start()
    tracer = subprocess.Popen([*watched(tmp_path / "trace"), "-p", str(service.process.pid)])
    try:
        service.wait_for(200, within=300)
        for text in ("hello", "who lives near me", "i want to die", "asdf"):
            service.send(text=text)
        person = Conversation(service)
        for choice in ("scheme.start", *(f"enquiry.{chosen}" for chosen in STRAIGHT)):
            person.choose(choice)
        time.sleep(2)
    finally:
        service.stop()
        tracer.wait(30)
    assert not calls_abroad(tmp_path / "trace")


def test_a_failing_training_calls_nobody(tmp_path):
    """Rasa reports errors to an outside host unless it is told not to."""
    broken = tmp_path / "config.yml"
    broken.write_text("recipe: default.v1\nlanguage: en\npolicies:\n- name: NoSuchPolicy\n")
    rasa = Path(sys.executable).with_name("rasa")
    done = subprocess.run(
        [*watched(tmp_path / "trace"), str(rasa), "train", "--config", str(broken),
         "--domain", "bot/domain.yml", "--data", "bot/rules.yml", "--out", str(tmp_path)],
        cwd=ROOT, capture_output=True,
    )
    assert done.returncode
    assert not calls_abroad(tmp_path / "trace")
