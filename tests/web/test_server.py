"""The website behind its real server, waitress, over real sockets."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import waitress

from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble
from web.serve import options
from web.settings import Settings


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with EngineDouble() as engine:
        settings = Settings(port=0, threads=8)
        server = waitress.create_server(create_test_app(engine), **options(settings))
        thread = threading.Thread(target=run, args=(server,))
        thread.start()
        yield server.effective_port
        server.close()
        thread.join()


def run(server: Any) -> None:
    with contextlib.suppress(OSError):  # its socket was closed under it, to end the test
        server.run()


def post(port: int, body: bytes, path: str = "/api/v1/messages", kind: str = "application/json"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", path, body, {"Content-Type": kind})
    return connection.getresponse()


def test_a_turn_from_end_to_end(port: int) -> None:
    response = post(port, b'{"text": "topic:scheme.what"}')
    assert response.status == 200
    assert json.load(response)["replies"][0]["topic"] == "scheme.what"
    assert response.headers["Server"] is None


@pytest.mark.parametrize("size", [1_100_000, 4_000_000])
def test_a_body_that_is_too_large_is_told_in_our_words(port: int, size: int) -> None:
    response = post(port, json.dumps({"text": "a" * size}).encode())
    assert response.status == 413
    assert json.load(response)["contacts"][0]["id"] == "emergency_999"


def test_danger_in_a_text_of_almost_a_megabyte(port: int) -> None:
    response = post(port, json.dumps({"text": "a" * 1_000_000 + " help now"}).encode())
    assert response.status == 200
    assert json.load(response)["pinned"]["topic"] == "safety.immediate_danger"


def test_nothing_sent_is_written_to_disk(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(f"tempfile.{name}", fail)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", fail, raising=False)
    text = b"topic:scheme.what " + b"a" * 900_000
    assert post(port, json.dumps({"text": text.decode()}).encode()).status == 413
    form = "application/x-www-form-urlencoded"
    assert post(port, b"text=" + text, "/", form).status == 200
    part = b'--x\r\nContent-Disposition: form-data; name="text"; filename="f"\r\n\r\n' + text
    response = post(port, part + b"\r\n--x--\r\n", "/", "multipart/form-data; boundary=x")
    assert response.status == 200


def test_many_at_once_each_get_their_own_answer(port: int) -> None:
    topics = ["scheme.what", "help.all", "concern.individual", "scheme.how_to_apply"] * 10
    answers: dict[int, str] = {}

    def ask(number: int, topic: str) -> None:
        response = post(port, json.dumps({"text": f"topic:{topic}"}).encode())
        answers[number] = json.load(response)["replies"][0]["topic"]

    threads = [threading.Thread(target=ask, args=pair) for pair in enumerate(topics)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [answers[number] for number in range(len(topics))] == topics
