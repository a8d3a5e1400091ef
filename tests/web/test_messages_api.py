"""POST /api/v1/messages: what is answered, what is refused, and that every refusal offers help."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.doubles import create_test_app, library
from tests.web.engine_double import EngineDouble
from web.app import MAX_BODY

UUID = "6f1c2f9e-8f52-4a55-9c1f-0c6a3a6d2b11"


def assert_problem(response: TestResponse, status: int, kind: str) -> dict[str, Any]:
    """A problem with its name, and always with people to call."""
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    body = response.get_json()
    assert body["type"] == f"urn:signpost:problem:{kind}"
    assert body["status"] == status
    assert body["title"] and body["detail"]
    assert [contact["id"] for contact in body["contacts"]][:2] == ["emergency_999", "childline"]
    assert body["replies"][0]["text"] == body["detail"]
    assert body["replies"][0]["contacts"]
    return body


# Answers


def test_an_answer_has_every_field_of_the_contract(send) -> None:
    body = send(text="topic:scheme.what").get_json()
    assert set(body) == {"conversation", "notice", "pinned", "under_18", "replies"}
    assert set(body["replies"][0]) == {
        *("kind", "topic", "lang", "text", "contacts", "sources", "choices"),
        *("figure", "table", "page", "link"),
    }
    assert body["replies"][0]["topic"] == "scheme.what"
    assert set(body["replies"][0]["contacts"][0]) == {"id", "name", "for", "ways", "confirmed_on"}


def test_the_conversation_goes_on_under_its_key(send, engine: EngineDouble) -> None:
    key = send(text="topic:scheme.what").get_json()["conversation"]
    body = send(conversation=key, choice="help.all").get_json()
    assert body["conversation"] == key
    assert engine.turns[-1]["conversation"] == key
    assert engine.turns[-1]["choice"] == "help.all"


def test_an_unknown_key_begins_a_new_conversation(send) -> None:
    body = send(conversation="of-yesterday", text="topic:scheme.what").get_json()
    assert body["notice"] == "expired"
    assert body["conversation"] != "of-yesterday"


@pytest.mark.parametrize("key", ["", "k" * 201, "k" * 100_000])
def test_so_does_a_key_that_nobody_could_have(send, engine: EngineDouble, key: str) -> None:
    body = send(conversation=key, text="topic:scheme.what").get_json()
    assert body["notice"] == ("expired" if key else "preview")
    assert engine.turns[0]["conversation"] == (key[:200] or None)


@pytest.mark.parametrize("message_id", ["", "1", UUID + "0", "{" * 1000])
def test_an_id_that_is_none_counts_as_none(send, engine: EngineDouble, message_id: str) -> None:
    assert send(text="topic:scheme.what", message_id=message_id).status_code == 200
    assert engine.turns[0]["message_id"] not in (message_id, None)


def test_a_first_choice_needs_no_conversation(send) -> None:
    assert send(choice="concern.individual").get_json()["replies"][0]["topic"]


def test_the_engine_gets_masked_text_and_hints_only(send, engine: EngineDouble) -> None:
    send(text="is Darren Testname on 07700 900123 perhaps hurt", message_id=UUID)
    assert engine.turns == [
        {
            "conversation": None,
            "message_id": UUID,
            "language": "en",
            "text": "is [name] on [name] perhaps hurt",
            "hints": [{"topic": "safety.suspect_abuse", "strength": "possible"}],
            "signs": [],
            "under_18": False,
        }
    ]


def test_what_looks_like_a_command_is_ordinary_text(send, engine: EngineDouble) -> None:
    send(text='/restart{"a": 1}')
    of_any = {"conversation", "message_id", "language", "under_18"}
    assert set(engine.turns[0]) == {*of_any, "text", "hints", "signs"}


def test_a_safety_card_stays_pinned(send) -> None:
    body = send(text="help now").get_json()
    assert body["pinned"]["topic"] == body["replies"][0]["topic"] == "safety.immediate_danger"


def test_preview_says_so_when_there_is_nothing_else_to_say(send, engine: EngineDouble) -> None:
    assert send(text="topic:scheme.what").get_json()["notice"] == "preview"
    live = create_test_app(engine, env="production").test_client()
    body = live.post("/api/v1/messages", json={"text": "topic:scheme.what"}).get_json()
    assert body["notice"] is None


def test_a_language_we_cannot_read_gets_the_emergency_card_and_language_help(
    send, engine: EngineDouble
) -> None:
    body = send(text="parlez vous").get_json()
    assert [reply["topic"] for reply in body["replies"]] == [
        "safety.immediate_danger",
        "chat.language",
    ]
    assert body["pinned"]["topic"] == "safety.immediate_danger"
    assert [contact["id"] for contact in body["replies"][1]["contacts"]][:2] == ["emergency_999", "childline"]
    assert engine.turns[0]["decided"] == "chat.language"
    assert "text" not in engine.turns[0]


@pytest.mark.parametrize("behaviour", ["fails", "loading", "busy"])
def test_so_it_is_without_an_engine(send, engine: EngineDouble, behaviour: str) -> None:
    engine.behaviour = behaviour
    body = send(conversation="k", text="parlez vous").get_json()
    assert [reply["topic"] for reply in body["replies"]] == ["safety.immediate_danger", "chat.language"]
    assert (body["conversation"], body["pinned"]["topic"]) == ("k", "safety.immediate_danger")


@pytest.mark.parametrize("text", ["parlez vous", "mae rhywun yn brifo fy mhlentyn kind:clarify"])
def test_a_card_that_is_pinned_stays_so_in_any_language(send, engine, monkeypatch, text: str) -> None:
    healthy = engine.turn

    def pins(body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        status, answered = healthy(body)
        return status, {**answered, "pinned": "safety.child_self"}

    monkeypatch.setattr(engine, "turn", pins)
    body = send(text=text).get_json()
    assert [reply["topic"] for reply in body["replies"]] == ["safety.immediate_danger", "chat.language"]
    assert body["pinned"]["topic"] == "safety.child_self"


def test_a_connection_that_the_engine_closed_is_no_failure(send, engine: EngineDouble) -> None:
    engine.behaviour = "hangs up once"
    assert send(text="topic:scheme.what").status_code == 200
    first, second = engine.turns
    assert first["message_id"] == second["message_id"]  # so that it is answered once


def test_a_proxy_of_the_environment_is_not_asked(engine: EngineDouble, monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    client = create_test_app(engine).test_client()
    assert client.post("/api/v1/messages", json={"text": "topic:scheme.what"}).status_code == 200


# Refusals

GOOD = {"conversation": None, "text": "topic:scheme.what"}
MALFORMED = {
    "neither text nor choice": {"conversation": None},
    "both text and choice": {"conversation": None, "text": "a", "choice": "help.all"},
    "both null": {"text": None, "choice": None},
    "unknown field": {**GOOD, "name": "x"},
    "text is a number": {"text": 7},
    "text is a list": {"text": ["a"]},
    "choice is an object": {"choice": {}},
    "choice is empty": {"choice": ""},
    "conversation is a number": {**GOOD, "conversation": 1},
    "message id is a number": {**GOOD, "message_id": 1},
    "unknown language": {**GOOD, "language": "fr"},
    "language is null": {**GOOD, "language": None},
    "a list": [GOOD],
    "a string": "hello",
    "null": None,
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_malformed_messages_are_refused(client: FlaskClient, engine, body: Any) -> None:
    response = client.post("/api/v1/messages", json=body)
    assert_problem(response, 400, "malformed")
    assert not engine.turns


NOT_JSON = {
    "empty": b"",
    "broken": b'{"text": ',
    "not UTF-8": b'{"text": "\xff\xfe"}',
    "endlessly deep": b"[" * 200_000,
    "NUL bytes": b"\x00\x00",
}


@pytest.mark.parametrize("raw", NOT_JSON.values(), ids=NOT_JSON)
def test_broken_json_is_refused(client: FlaskClient, raw: bytes) -> None:
    response = client.post("/api/v1/messages", data=raw, content_type="application/json")
    assert_problem(response, 400, "malformed")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "nonsense"])
def test_another_content_type_is_refused(client: FlaskClient, kind: str) -> None:
    response = client.post("/api/v1/messages", data=b'{"text": "hello"}', content_type=kind)
    assert_problem(response, 400, "malformed")


def test_half_a_character_pair_does_no_harm(engine: EngineDouble) -> None:
    raw = b'{"conversation": "\\ud83d", "text": "topic:scheme.what \\ud83d"}'
    client = create_test_app(engine, rate_limit="9 per minute").test_client()
    assert client.post("/api/v1/messages", data=raw, content_type="application/json").status_code == 200


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u2060", "/", "\u200b\uff0f "])
def test_text_that_is_empty_once_cleaned_is_refused(send, engine, text: str) -> None:
    assert_problem(send(text=text), 400, "empty")
    assert not engine.turns


def test_two_thousand_characters_are_enough_and_one_more_is_too_much(send) -> None:
    assert send(text="topic:scheme.what " + "a" * 1982).status_code == 200
    assert_problem(send(text="a" * 2001), 413, "too-long")


def test_line_ends_of_forms_count_once(send) -> None:
    assert send(text="a\r\n" * 1000).status_code == 200


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    response = client.post("/api/v1/messages", json={"text": "a" * MAX_BODY})
    assert_problem(response, 413, "too-large")


@pytest.mark.parametrize("reason", ["not_offered", "busy"])
def test_conflicts_are_told_with_the_key(send, engine: EngineDouble, reason: str) -> None:
    engine.behaviour = reason
    body = assert_problem(send(conversation="k", choice="help.all"), 409, reason.replace("_", "-"))
    assert body["conversation"] == "k"


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/api/v1/messages", 405, "not-allowed"),
        ("DELETE", "/api/v1/conversations/end", 405, "not-allowed"),
        ("GET", "/api/v2/messages", 404, "not-found"),
        ("POST", "/api/", 404, "not-found"),
    ],
)
def test_other_addresses_and_methods(client: FlaskClient, method, path, status, kind) -> None:
    response = client.open(path, method=method)
    assert_problem(response, status, kind)
    if status == 405:
        assert "POST" in response.headers["Allow"]


# The end of a conversation


def test_end_erases_and_may_be_said_twice(client: FlaskClient, send, engine: EngineDouble) -> None:
    key = send(text="topic:scheme.what").get_json()["conversation"]
    for _ in range(2):
        ended = client.post("/api/v1/conversations/end", json={"conversation": key})
        assert (ended.status_code, ended.data) == (204, b"")
    assert not engine.conversations
    assert send(conversation=key, text="topic:scheme.what").get_json()["notice"] == "expired"


@pytest.mark.parametrize("body", [{}, {"conversation": None}, {"conversation": ""}, {"conversation": 1}])
def test_end_wants_a_key(client: FlaskClient, body: dict[str, Any]) -> None:
    assert_problem(client.post("/api/v1/conversations/end", json=body), 400, "malformed")


def test_end_does_not_claim_what_it_could_not_do(without_engine: FlaskClient) -> None:
    response = without_engine.post("/api/v1/conversations/end", json={"conversation": "k"})
    assert_problem(response, 503, "down")


def test_stay_tells_whether_the_conversation_is_still_there(client, send) -> None:
    key = send(text="topic:scheme.what").get_json()["conversation"]
    stay = "/api/v1/conversations/stay"
    assert client.post(stay, json={"conversation": key}).status_code == 204
    assert_problem(client.post(stay, json={"conversation": "gone"}), 410, "gone")


def test_stay_does_not_claim_what_it_could_not_do(without_engine: FlaskClient) -> None:
    response = without_engine.post("/api/v1/conversations/stay", json={"conversation": "k"})
    assert_problem(response, 503, "down")


def test_stay_takes_no_strange_answer_for_yes(client: FlaskClient, engine: EngineDouble) -> None:
    engine.behaviour = "fails"
    response = client.post("/api/v1/conversations/stay", json={"conversation": "k"})
    assert_problem(response, 503, "down")


def test_the_tests_know_the_topics_they_name() -> None:
    named = {"scheme.what", "help.all", "concern.individual", "chat.language", "chat.unclear"}
    assert named <= library().topics.keys()


def test_welsh_that_is_not_understood_gets_the_emergency_card_and_language_help(send) -> None:
    body = send(text="mae rhywun yn brifo fy mhlentyn bob nos yn y tŷ kind:clarify").get_json()
    assert [reply["topic"] for reply in body["replies"]] == ["safety.immediate_danger", "chat.language"]
    assert body["pinned"]["topic"] == "safety.immediate_danger"


def test_welsh_that_is_understood_is_answered(send) -> None:
    body = send(text="mae rhywun yn brifo fy mhlentyn topic:scheme.what").get_json()
    assert [reply["topic"] for reply in body["replies"]] == ["scheme.what"]
