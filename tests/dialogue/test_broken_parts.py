"""The engine or the action server answers wrongly, late or not at all: help comes within three seconds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.dialogue.broken_actions import BREAKAGES
from tests.dialogue.test_faults import (
    assert_an_ordinary_question_gets_the_emergency_contacts,
    assert_danger_is_answered,
    at_the_last_question,
    timed,
)
from tests.service import ROOT, Service, free_port, running
from tests.web.engine_double import FAILURES, SECRET, EngineDouble

pytestmark = [pytest.mark.slow, pytest.mark.alone]
ELSEWHERE = "127.0.0.2"  # what is there, `signpost run` does not start itself


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineDouble]:
    with EngineDouble(ELSEWHERE) as engine:
        yield engine


@pytest.fixture(scope="module")
def website(engine: EngineDouble) -> Iterator[Service]:
    """The real website, with an engine that can misbehave."""
    with running(SIGNPOST_ENGINE=engine.address, SIGNPOST_ENGINE_SECRET=SECRET) as service:
        yield service


@pytest.mark.parametrize("behaviour", [*FAILURES, "slow", "drips", "hangs up", "loading", "broken"])
def test_an_engine_that_misbehaves(website: Service, engine: EngineDouble, behaviour: str) -> None:
    engine.behaviour = behaviour
    try:
        assert_an_ordinary_question_gets_the_emergency_contacts(website)
        assert_danger_is_answered(website)
        page = website.http.post(website.address, data={"text": "how long does it take"}, timeout=10)
        assert page.status_code == 200 and "canary" not in page.text
        assert "tel:999" in page.text and "tel:08001111" in page.text
    finally:
        engine.reset()


@pytest.fixture(scope="module")
def breakage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that says how the action server misbehaves."""
    return tmp_path_factory.mktemp("actions") / "breakage"


@pytest.fixture(scope="module")
def service(breakage: Path) -> Iterator[Service]:
    """The real service with a real action server that runs broken actions."""
    port = free_port()
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "tests.dialogue.broken_actions"]
    server = subprocess.Popen(
        [*command, "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "SANIC_HOST": ELSEWHERE, "BREAKAGE": str(breakage)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with running(SIGNPOST_ACTIONS=f"http://{ELSEWHERE}:{port}", SIGNPOST_ENGINE_SECRET=SECRET) as service:
            wait_for(f"http://{ELSEWHERE}:{port}/health")
            yield service
    finally:
        server.kill()
        server.wait()


def wait_for(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            return requests.get(address, timeout=5).raise_for_status()
        except requests.ConnectionError:
            assert time.monotonic() < until, f"nothing answers at {address}"
            time.sleep(0.1)


@pytest.mark.parametrize("broken", BREAKAGES)
def test_an_action_server_that_misbehaves(service: Service, breakage: Path, broken: str) -> None:
    breakage.write_text(broken)
    last = at_the_last_question(service)
    refused = timed(service, **last)
    assert refused.status_code == 503
    assert [contact["id"] for contact in refused.json()["contacts"]][:2] == ["emergency_999", "childline"]
    assert "canary" not in refused.text
    assert timed(service, text="what is childline").status_code == 200
    assert_danger_is_answered(service)
    assert "canary" not in service.logs()
