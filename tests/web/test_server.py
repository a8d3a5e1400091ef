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
from web.app import MAX_BODY
from web.serve import MAX_READ, options
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


@pytest.mark.parametrize("size", [MAX_BODY, MAX_READ - 1000])
def test_a_body_that_is_too_large_is_told_in_our_words(port: int, size: int) -> None:
    response = post(port, json.dumps({"text": "a" * size}).encode())
    assert response.status == 413
    assert json.load(response)["contacts"][0]["id"] == "emergency_999"


@pytest.mark.parametrize(
    ("letter", "escaped"), [("a", False), ("\U0001f600", False), ("\u0448", True)], ids=["one", "four", "six"]
)
def test_danger_behind_a_hundred_thousand_characters_of_any_script(port: int, letter: str, escaped) -> None:
    """Whatever number of bytes each of them has."""
    text = {"text": letter * 100_000 + " help now"}
    response = post(port, json.dumps(text, ensure_ascii=escaped).encode())
    assert response.status == 200
    assert json.load(response)["pinned"]["topic"] == "safety.immediate_danger"


def test_nothing_sent_is_written_to_disk(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(f"tempfile.{name}", fail)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", fail, raising=False)
    text = b"topic:scheme.what " + b"a" * 400_000
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
