"""Where the screen finds danger the answer is 200 with the safety card, whatever else is wrong."""

from __future__ import annotations

import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.doubles import create_test_app, library
from tests.web.engine_double import FAILURES, EngineDouble
from tests.web.test_messages_api import assert_problem

DANGER = "help now"
CARD = "safety.immediate_danger"
BREAKDOWNS = [*FAILURES, "slow", "drips", "hangs up", "loading", "not_offered", "busy"]
OUTAGES = [name for name in BREAKDOWNS if name not in ("not_offered", "busy")]


def assert_card(response: TestResponse, conversation: str | None, topic: str = CARD) -> dict[str, Any]:
    assert response.status_code == 200
    body = response.get_json()
    assert body["replies"][0]["kind"] == "safety"
    assert body["replies"][0]["topic"] == topic
    assert body["replies"][0]["contacts"]
    assert body["pinned"]["topic"] == topic
    assert body["conversation"] == conversation
    return body


@pytest.mark.parametrize("behaviour", OUTAGES)
@pytest.mark.usefixtures("impatient")
def test_without_danger_a_broken_engine_is_told(send, engine: EngineDouble, behaviour: str) -> None:
    engine.behaviour = behaviour
    state = "loading" if behaviour == "loading" else "down"
    response = send(conversation="k", text="topic:scheme.what")
    body = assert_problem(response, 503, state)
    assert (body["state"], body["conversation"]) == (state, "k")
    assert int(response.headers["Retry-After"]) > 0
    assert "canary" not in response.text


@pytest.mark.parametrize("message", [{"text": DANGER}, {"choice": CARD}], ids=["text", "choice"])
@pytest.mark.parametrize("key", [None, "k"])
@pytest.mark.parametrize("behaviour", BREAKDOWNS)
@pytest.mark.usefixtures("impatient")
def test_danger_is_answered_whatever_the_engine_does(send, engine, behaviour, key, message) -> None:
    engine.behaviour = behaviour
    assert_card(send(conversation=key, **message), conversation=key)


def test_danger_is_answered_without_any_engine(without_engine: FlaskClient) -> None:
    response = without_engine.post("/api/v1/messages", json={"text": DANGER})
    assert assert_card(response, None)["notice"] == "preview"


def test_steps_follow_the_card_as_a_second_reply(without_engine: FlaskClient) -> None:
    response = without_engine.post("/api/v1/messages", json={"text": "child told"})
    body = assert_card(response, None, "safety.child_told_me")
    assert [reply["topic"] for reply in body["replies"]] == ["safety.child_told_me"] * 2


def test_a_dead_key_is_no_obstacle(send) -> None:
    body = send(conversation="dead", text=DANGER).get_json()
    assert (body["notice"], body["replies"][0]["topic"]) == ("expired", CARD)


UNUSABLE = [{"conversation": "k" * 201}, {"conversation": ""}, {"message_id": "x"}, {"message_id": "9" * 999}]


@pytest.mark.parametrize("ids", UNUSABLE, ids=str)
@pytest.mark.parametrize("behaviour", ["answers", "fails"])
def test_neither_is_a_key_or_an_id_that_is_none(client: FlaskClient, engine, ids, behaviour: str) -> None:
    engine.behaviour = behaviour
    body = client.post("/api/v1/messages", json={"text": DANGER, **ids}).get_json()
    assert body["replies"][0]["topic"] == CARD
    page = client.post("/", data={"text": DANGER, **ids})
    assert library().text("replies", "fixed_line") in page.text


@pytest.mark.parametrize("length", [2_001, 100_000])
@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_danger_anywhere_in_a_text_that_is_too_long(send, engine, length: int, place: str) -> None:
    at = {"start": 0, "middle": length // 2, "end": length}[place]
    response = send(text="a" * at + f" {DANGER} " + "a" * (length - at))
    assert response.get_json()["replies"][0]["topic"] == CARD
    assert engine.turns[0]["decided"] == CARD
    assert "text" not in engine.turns[0]


def test_danger_is_answered_when_there_are_too_many_messages(engine: EngineDouble) -> None:
    client = create_test_app(engine, rate_limit="2 per minute").test_client()
    key = {"conversation": "k"}
    for _ in range(3):
        response = client.post("/api/v1/messages", json={"text": "topic:scheme.what", **key})
    assert_problem(response, 429, "too-many")
    asked = len(engine.turns)
    for said in ({"text": DANGER}, {"text": DANGER + 3000 * " long"}, {"choice": CARD}):
        assert_card(client.post("/api/v1/messages", json={**said, **key}), "k")
    assert len(engine.turns) == asked


def test_danger_is_answered_in_maintenance(engine: EngineDouble) -> None:
    client = create_test_app(engine, maintenance=True).test_client()
    response = client.post("/api/v1/messages", json={"text": "topic:scheme.what"})
    assert assert_problem(response, 503, "maintenance")["state"] == "maintenance"
    assert_card(client.post("/api/v1/messages", json={"text": DANGER}), None)
    assert not engine.turns


def test_until_names_can_be_masked_no_text_goes_to_the_engine_but_danger_is_answered(engine) -> None:
    client = create_test_app(engine, door_is_open=False).test_client()
    response = client.post("/api/v1/messages", json={"text": "who is Darren Testname"})
    assert_problem(response, 503, "loading")
    assert not engine.turns
    danger = client.post("/api/v1/messages", json={"text": f"{DANGER} Darren Testname"}).get_json()
    assert danger["replies"][0]["topic"] == CARD
    assert engine.turns[0]["decided"] == CARD
    assert "text" not in engine.turns[0]
    choice = client.post("/api/v1/messages", json={"choice": "help.all"})
    assert choice.status_code == 200


@pytest.mark.parametrize("behaviour", [*OUTAGES, "busy"])
@pytest.mark.usefixtures("impatient")
def test_possible_danger_counts_when_no_engine_can_weigh_it(send, engine, behaviour: str) -> None:
    engine.behaviour = behaviour
    assert_card(send(text="perhaps hurt"), None, "safety.suspect_abuse")


def test_possible_danger_in_a_text_that_is_too_long_can_be_cut_and_sent_again(send) -> None:
    assert_problem(send(text="perhaps hurt " + "a" * 2000), 413, "too-long")


def test_a_fault_of_our_own_is_no_obstacle(client, send, monkeypatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(client.application.extensions["signpost"].limits, "count", fail)
    assert_card(send(text=DANGER), None)


def test_an_engine_that_does_not_heed_the_screen_is_overruled(send, engine, monkeypatch) -> None:
    healthy = engine.turn
    monkeypatch.setattr(engine, "turn", lambda body: healthy({**body, "decided": "scheme.what"}))
    assert send(text=DANGER).get_json()["replies"][0]["topic"] == CARD


def test_no_one_waits_longer_than_the_limit(engine: EngineDouble) -> None:
    client = create_test_app(engine, engine_timeout=0.5).test_client()
    for behaviour in ("slow", "drips"):
        engine.behaviour = behaviour
        began = time.monotonic()
        client.post("/api/v1/messages", json={"text": "topic:scheme.what"})
        assert time.monotonic() - began < 3  # the engine would take 5


@pytest.mark.parametrize(
    "text", ["topic:scheme.what im 13", "im 13 and want to die", f"im 13 {DANGER} " + "a" * 2000]
)
def test_what_the_screen_noticed_of_the_writer_always_goes_along(send, engine, text: str) -> None:
    send(text=text)
    assert engine.turns[-1]["signs"] == ["young", "under_18"]


@pytest.mark.parametrize(("text", "topic"), [
    ("my boyfriend hits me", "safety.domestic_abuse"),
    ("my boyfriend hits me and i cant tell my mum", "safety.child_self"),
    ("im 13 and my boyfriend hits me", "safety.child_self"),
])
def test_without_any_engine_too_the_young_get_what_is_made_for_the_young(
    without_engine: FlaskClient, text: str, topic: str
) -> None:
    assert_card(without_engine.post("/api/v1/messages", json={"text": text}), None, topic)


def contacts_of(card: dict[str, Any]) -> list[str]:
    return [contact["id"] for contact in card["contacts"]]


@pytest.mark.parametrize(
    ("text", "second"), [("want to die", "samaritans"), ("im 13 and want to die", "childline")]
)
def test_childline_stands_second_for_whoever_is_under_18(without_engine, text: str, second: str) -> None:
    body = without_engine.post("/api/v1/messages", json={"text": text}).get_json()
    for card in (body["replies"][0], body["pinned"]):
        assert contacts_of(card)[:2] == ["emergency_999", second]


def test_so_it_does_where_the_engine_knows_it_from_before(send, engine, monkeypatch) -> None:
    healthy = engine.turn
    monkeypatch.setattr(engine, "turn", lambda body: (200, {**healthy(body)[1], "under_18": True}))
    body = send(text="want to die").get_json()
    for card in (body["replies"][0], body["pinned"]):
        assert contacts_of(card)[:2] == ["emergency_999", "childline"]


AGE_TOLD = {"under_18": True}


@pytest.mark.parametrize(("message", "topic"), [
    ({"text": "my boyfriend hits me"}, "safety.child_self"),
    ({"choice": "safety.own_thoughts"}, "safety.young_person_thoughts"),
    ({"text": "want to die"}, "safety.suicide_self_harm"),
])
def test_who_told_an_age_before_is_still_under_18_when_the_engine_is_away(
    without_engine, message: dict[str, str], topic: str
) -> None:
    told = {"text": "im 13 and my boyfriend hits me"}
    first = without_engine.post("/api/v1/messages", json=told).get_json()
    assert first["under_18"] is True
    told = {"under_18": first["under_18"], **message}
    body = assert_card(without_engine.post("/api/v1/messages", json=told), None, topic)
    assert "childline" in contacts_of(body["replies"][0])[:2]
    assert body["under_18"] is True


def test_an_engine_that_comes_back_is_told_of_the_age(send, engine) -> None:
    send(text="topic:scheme.what", **AGE_TOLD)
    send(choice="help.all", **AGE_TOLD)
    send(choice="help.all")
    assert [turn["under_18"] for turn in engine.turns] == [True, True, False]


def test_what_the_engine_knows_of_the_age_counts_from_then_on(send) -> None:
    """A mother whom a card was mistaken in has said so, and may ask as others do."""
    taken_back = send(text="topic:scheme.what", **AGE_TOLD).get_json()
    assert taken_back["under_18"] is False
    assert send(text="topic:scheme.what im 13").get_json()["under_18"] is True


@pytest.mark.parametrize("nonsense", [None, "", "no", 7, [], {"a": 1}])
def test_an_age_that_is_none_is_no_obstacle(send, nonsense: object) -> None:
    body = send(text=DANGER, under_18=nonsense).get_json()
    assert (body["replies"][0]["topic"], body["under_18"]) == (CARD, False)


def test_an_engine_that_weighed_the_danger_and_set_it_aside_is_heeded(client, engine, monkeypatch) -> None:
    healthy = engine.turn
    weighed = {"set_aside": True}
    monkeypatch.setattr(
        engine, "turn", lambda body: (200, {**healthy({**body, "decided": "scheme.what"})[1], **weighed})
    )
    body = client.post("/api/v1/messages", json={"text": DANGER}).get_json()
    assert (body["replies"][0]["topic"], body["pinned"]) == ("scheme.what", None)
    assert body["conversation"].startswith("key-")
