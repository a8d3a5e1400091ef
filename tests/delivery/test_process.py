"""`signpost deliver` as a process of its own, with the settings that a force would give it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.receiver import Answer, Receiver
from tests.store.examples import CANARY, Desk
from web.settings import ROOT
from web.store.clock import now

pytestmark = [pytest.mark.slow, pytest.mark.alone]


class Delivery:
    """The process. `settings` are SIGNPOST_ names in lower case."""

    def __init__(self, desk: Desk, **settings: str) -> None:
        self.output = desk.settings.var / "deliver.log"
        names = {"var": str(desk.settings.var), "force": "example-cymru", **settings}
        self.env = {**os.environ, **{f"SIGNPOST_{name.upper()}": value for name, value in names.items()}}

    def __enter__(self) -> Delivery:
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "web", "deliver"],
                cwd=ROOT,
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0, self.output.read_text()


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def webhook(receiver: Receiver) -> dict[str, str]:
    keys = f"{KEY}:{SECRET.decode()}"
    return {"destination": "webhook", "webhook": receiver.address, "webhook_keys": keys}


def test_it_delivers_and_is_silent(desk: Desk, receiver: Receiver, webhook: dict[str, str]) -> None:
    desk.clock.at = now()
    reference = desk.send()
    with Delivery(desk, **webhook) as delivery:
        until(lambda: len(receiver.accepted()) == 1)
        until(lambda: Between(desk, receiver.address).row(reference).state == "accepted")
    assert delivery.output.read_text() == ""


def test_it_tells_by_reference_alone_what_it_cannot_deliver(desk, receiver, webhook) -> None:
    desk.clock.at = now()
    reference = desk.send()
    receiver.answer = Answer(200, b"<html>", accepts=False)
    told = desk.settings.var / "told.json"
    with Delivery(desk, **webhook, alert=f"tee {told}") as delivery:
        until(told.exists)
        until(lambda: reference in delivery.output.read_text())
    log = delivery.output.read_text() + told.read_text()
    assert "needs_attention" in log
    assert CANARY not in log


def test_an_inbox_is_watched_and_purged(desk: Desk, receiver: Receiver) -> None:
    desk.clock.at = now()
    desk.clock.on(hours=-5)
    reference = desk.send()
    told = desk.settings.var / "told.json"
    with Delivery(desk, duty_alert=f"tee {told}"):
        until(told.exists)
    assert reference in told.read_text()
    assert Between(desk, receiver.address).row(reference).state == "queued"


def test_a_wrong_setting_is_told_and_not_tried_again(desk: Desk, tmp_path: Path) -> None:
    with_webhook = Delivery(desk, destination="webhook")
    told = subprocess.run(
        [sys.executable, "-m", "web", "deliver"],
        cwd=ROOT,
        env=with_webhook.env,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 78
    assert "SIGNPOST_WEBHOOK:" in told.stderr
