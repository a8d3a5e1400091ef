"""Telling somebody that an enquiry waits."""

from __future__ import annotations

import json
import logging
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from web.delivery.alerts import Alerts

TOLD = {"reference": "K7M-4RX-P9T", "state": "retry_wait", "minutes": 16, "reason": "waiting"}


class Listener:
    """Takes what is posted to it, and answers with `status`."""

    def __init__(self) -> None:
        self.status, self.told = 200, []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                listener.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(listener.status)
                self.send_header("Location", "/")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def listener():
    listener = Listener()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()


def test_an_address_gets_the_reference_and_the_age_and_nothing_else(listener: Listener) -> None:
    assert Alerts(listener.address).tell(**TOLD)
    assert listener.told == [TOLD]


@pytest.mark.parametrize("status", [500, 404, 302])
def test_an_address_that_does_not_take_it_counts_as_nobody(listener: Listener, caplog, status: int) -> None:
    listener.status = status
    assert not Alerts(listener.address).tell(**TOLD)
    assert "reached nobody" in caplog.text


def test_an_address_that_drips_its_headers_is_not_waited_for(dripping: str, monkeypatch) -> None:
    monkeypatch.setattr("web.delivery.alerts.SECONDS", 0.5)
    begun = time.monotonic()
    assert not Alerts(dripping).tell(**TOLD)
    assert time.monotonic() - begun < 5


def test_a_command_gets_it_on_standard_input(tmp_path: Path) -> None:
    assert Alerts(f"tee {tmp_path / 'told.json'}").tell(**TOLD)
    assert json.loads((tmp_path / "told.json").read_text()) == TOLD


@pytest.mark.parametrize("command", ["false", "/no/such/command", "an 'open quote", "http://127.0.0.1:9/"])
def test_what_cannot_be_told_counts_as_nobody(caplog, command: str) -> None:
    assert not Alerts(command).tell(**TOLD)
    assert "reached nobody" in caplog.text


def test_the_duty_contact_is_another_where_there_is_one(tmp_path: Path) -> None:
    operator, duty = tmp_path / "operator", tmp_path / "duty"
    alerts = Alerts(f"tee {operator}", f"tee {duty}")
    alerts.tell(**TOLD)
    assert operator.exists()
    assert not duty.exists()
    alerts.tell(**TOLD, duty=True)
    assert duty.exists()


def test_the_log_always_has_the_reference(caplog) -> None:
    caplog.set_level(logging.WARNING)
    assert Alerts("").tell(**TOLD)
    (told,) = caplog.records
    assert (told.reference, told.minutes) == ("K7M-4RX-P9T", 16)
