"""The way out: /exit ends the conversation, clears the browser and leads to a neutral site."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Event

import pytest
from flask.testing import FlaskClient

from tests.servers import until
from tests.web.applicant import Applicant
from tests.web.doubles import create_test_app, library
from tests.web.engine_double import EngineDouble
from web.leave import Erasers

# These tests leave erasing under way, so each has an engine of its own.


@pytest.fixture
def engine() -> Iterator[EngineDouble]:
    with EngineDouble() as double:
        yield double


@pytest.fixture
def client(engine: EngineDouble) -> FlaskClient:
    return create_test_app(engine, engine_timeout=0.4).test_client()


NEUTRAL = library().force.neutral_exit


def test_leaving_by_form_ends_the_conversation(client: FlaskClient, engine: EngineDouble) -> None:
    key = client.post("/api/v1/messages", json={"text": "a"}).get_json()["conversation"]
    assert key in engine.conversations
    response = client.post("/exit", data={"conversation": key})
    assert (response.status_code, response.headers["Location"]) == (303, NEUTRAL)
    assert not engine.conversations


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("data", [None, {"conversation": ""}, {"conversation": "unknown"}])
def test_leaving_always_works(client: FlaskClient, method: str, data) -> None:
    response = client.open("/exit", method=method, data=data)
    assert (response.status_code, response.headers["Location"]) == (303, NEUTRAL)
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.data == b""


@pytest.mark.parametrize("body", [b"conversation=\xff\xfe", b"%", b"\x00", b"conversation=" + b"k" * 2000])
def test_leaving_works_with_any_nonsense(client: FlaskClient, body: bytes) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""):
        assert client.post("/exit", data=body, content_type=kind).status_code == 303


def test_the_link_carries_no_key(client: FlaskClient, engine: EngineDouble) -> None:
    client.get("/exit?conversation=k")
    assert engine.received == []


@pytest.mark.parametrize("behaviour", ["slow", "fails", "hangs up"])
def test_a_broken_engine_holds_nobody_back(engine: EngineDouble, behaviour: str) -> None:
    client = create_test_app(engine, engine_timeout=5).test_client()
    engine.behaviour = behaviour
    began = time.monotonic()
    assert client.post("/exit", data={"conversation": "k"}).status_code == 303
    assert time.monotonic() - began < 3


def test_erasing_is_tried_again_behind_their_back(client, engine, monkeypatch) -> None:
    monkeypatch.setattr("web.leave.PAUSES", (0, 0.5))
    key = client.post("/api/v1/messages", json={"text": "a"}).get_json()["conversation"]
    engine.behaviour = "fails"
    client.post("/exit", data={"conversation": key})
    engine.behaviour = "answers"
    until(lambda: not engine.conversations)


@pytest.fixture
def gate() -> Iterator[Event]:
    """Holds up what waits for it until the test opens it, or ends."""
    gate = Event()
    yield gate
    gate.set()


def test_a_draft_is_erased_though_no_conversation_can_be(tmp_path, monkeypatch, gate: Event) -> None:
    app = create_test_app(None, var=tmp_path)
    monkeypatch.setattr(app.extensions["signpost"].engine, "end", lambda _: gate.wait(60))
    for _ in range(5):
        app.test_client().post("/exit", data={"conversation": "k"})
    applicant = Applicant(app)
    applicant.start()
    applicant.client.get("/exit")
    until(lambda: applicant.drafts_kept() == 0)


def test_only_so_many_wait_to_be_erased(monkeypatch, gate: Event) -> None:
    """A flood of them would fill the memory, while an engine hangs."""
    monkeypatch.setattr("web.leave.SECONDS_TO_WAIT", 0)
    monkeypatch.setattr("web.leave.MOST_WAITING", 6)
    erasers, erased = Erasers("test"), []
    for number in range(8):
        erasers.erase(lambda number=number: gate.wait(60) and erased.append(number))
    gate.set()
    until(lambda: len(erased) == 6)
    assert sorted(erased) == list(range(6))


def test_only_listed_sites_are_led_to() -> None:
    for site in ("https://example.com/", "http://www.bbc.co.uk/", "https://www.bbc.co.uk.example.com"):
        with pytest.raises(ValueError, match="SIGNPOST_NEUTRAL_SITES"):
            create_test_app(neutral_exit=site)
    app = create_test_app(neutral_exit="http://127.0.0.1:8123/weather", neutral_sites="http://127.0.0.1:8123")
    response = app.test_client().get("/exit")
    assert response.headers["Location"] == "http://127.0.0.1:8123/weather"
    assert "form-action 'self' http://127.0.0.1:8123;" in response.headers["Content-Security-Policy"]
