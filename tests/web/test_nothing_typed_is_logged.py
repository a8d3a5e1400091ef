"""Canaries: words that are looked for in every log, address, header and engine message."""

from __future__ import annotations

import logging

import pytest

from tests.web.engine_double import FAILURES, EngineDouble
from web import errors
from web.problems import describe

WORDS = "canary-zebra"
NAME = "Darren Testname"
PHONE = "07700 900123"
KEY = "canary-key-quagga"
VISITOR = "192.0.2.199"
CANARIES = (WORDS, NAME, "Testname", PHONE, KEY, VISITOR)


@pytest.fixture
def all_logs(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def assert_clean(logs: pytest.LogCaptureFixture) -> None:
    for record in logs.records:
        told = f"{record.getMessage()} {vars(record)}"
        assert not [canary for canary in CANARIES if canary in told], record.name


@pytest.mark.parametrize(
    "behaviour", ["answers", "not_offered", "busy", "loading", "slow", "hangs up", *FAILURES]
)
@pytest.mark.parametrize("danger", ["", "help now "])
@pytest.mark.usefixtures("impatient")
def test_no_canary_in_any_log(client, engine, all_logs, behaviour: str, danger: str) -> None:
    engine.behaviour = behaviour
    text = f"{danger}topic:scheme.what {WORDS} {NAME} {PHONE}"
    visitor = {"environ_base": {"REMOTE_ADDR": VISITOR}}
    responses = [
        client.post("/api/v1/messages", json={"conversation": KEY, "text": text}, **visitor),
        client.post("/api/v1/messages", json={"conversation": KEY, "text": text, "x": 1}, **visitor),
        client.post("/api/v1/messages", data=text, **visitor),
        client.post("/", data={"conversation": KEY, "text": text}, **visitor),
        client.post("/api/v1/conversations/end", json={"conversation": KEY}, **visitor),
        client.post("/exit", data={"conversation": KEY}, **visitor),
    ]
    assert all_logs.records  # the logs are really being read
    assert_clean(all_logs)
    for response in responses:
        assert not [c for c in CANARIES if c in str(response.headers)]
        assert NAME not in response.text or "<textarea" in response.text


def test_no_canary_after_a_failure_in_telling_of_a_problem(app, all_logs, monkeypatch) -> None:
    """Flask itself would name the address then."""
    monkeypatch.setattr(app, "testing", False)

    def fail_once(*_: object) -> None:
        monkeypatch.setattr(errors, "describe", describe)
        raise ValueError(WORDS)

    monkeypatch.setattr(errors, "describe", fail_once)
    assert app.test_client().get(f"/{WORDS}").status_code == 500
    assert "a request failed" in all_logs.text
    assert_clean(all_logs)


def test_no_canary_after_a_failure_of_ours(app, all_logs, monkeypatch) -> None:
    monkeypatch.setattr(app, "testing", False)

    def fail(text: str) -> None:
        raise ValueError(f"cannot screen {text!r}")

    monkeypatch.setattr(app.extensions["signpost"].door._screener, "screen_text", fail)
    sent = {"conversation": KEY, "text": f"{WORDS} {NAME}"}
    client = app.test_client()
    for response in (client.post("/api/v1/messages", json=sent), client.post("/", data=sent)):
        assert response.status_code == 500
        assert not [canary for canary in CANARIES if canary in response.text]
    assert {vars(record).get("error") for record in all_logs.records} >= {"ValueError"}
    assert_clean(all_logs)


def test_names_and_numbers_never_reach_the_engine(client, engine: EngineDouble) -> None:
    for text in (f"{NAME} {PHONE}", f"help now {NAME} {PHONE}", f"perhaps hurt {NAME} {PHONE}"):
        client.post("/api/v1/messages", json={"text": text})
    assert len(engine.turns) == 3
    assert NAME not in str(engine.received)
    assert PHONE not in str(engine.received)


def test_no_address_of_ours_takes_anything_typed(client, engine: EngineDouble) -> None:
    client.get(f"/?text={WORDS}&conversation={KEY}")
    client.get(f"/?choice=safety.child_self&text={WORDS}")
    assert not engine.turns
    page = client.post("/", data={"conversation": KEY, "text": "topic:scheme.what"})
    addresses = [part.split('"')[0] for part in page.text.split('href="')[1:]]
    addresses += [part.split('"')[0] for part in page.text.split('action="')[1:]]
    assert addresses
    assert not [address for address in addresses if "key" in address]
