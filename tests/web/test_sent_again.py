"""A form sent again, as Back and then Reload do: answered once, and nothing of a chat that was left."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.servers import RedisServer
from tests.web.doubles import library
from tests.web.engine_double import EngineDouble
from tests.web.test_chat_page import fields
from web import kept, sent
from web.sent import Sent

Form = Callable[[], TestResponse]
TYPED = "topic:scheme.what a typed word"


@pytest.fixture
def first(client: FlaskClient) -> Form:
    """Sends the first message of a chat, the same each time."""
    message = {"conversation": "", "text": TYPED, "message_id": str(uuid4())}
    return lambda: client.post("/", data=message)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        now, tick = time.time() + seconds, time.monotonic() + seconds
        monkeypatch.setattr(time, "time", lambda: now)
        monkeypatch.setattr(time, "monotonic", lambda: tick)

    return wait


def assert_closed(response: TestResponse) -> None:
    assert (response.status_code, response.headers["Location"]) == (303, "/ended")
    assert "typed word" not in response.text


@pytest.mark.parametrize("way", ["/exit", "/start-again"])
def test_after_leaving_every_form_of_the_chat_leads_to_a_closed_page(client, engine, first, way: str) -> None:
    [key] = set(fields(first(), "conversation"))
    second = {"conversation": key, "text": "help now", "message_id": str(uuid4())}
    assert library().text("replies", "fixed_line") in client.post("/", data=second).text
    client.post(way, data={"conversation": key})

    assert_closed(first())
    assert_closed(client.post("/", data=second))
    assert not engine.conversations


def test_a_second_click_stays_in_the_conversation(engine: EngineDouble, first: Form) -> None:
    keys = [set(fields(first(), "conversation")) for _ in range(2)]
    assert keys[0] == keys[1] == engine.conversations
    assert engine.turns[0]["message_id"] == engine.turns[1]["message_id"]


def test_what_ended_by_itself_is_not_begun_anew(engine: EngineDouble, first: Form) -> None:
    first()
    engine.conversations.clear()
    assert_closed(first())


def test_other_words_under_the_same_id_are_another_message(client: FlaskClient, engine: EngineDouble) -> None:
    """All forms of a page bear one id: somebody goes back a page and writes something else."""
    client.post("/", data={"text": "topic:scheme.cost", "message_id": str(UUID(int=7))})
    client.post("/", data={"text": "topic:scheme.what", "message_id": str(UUID(int=7))})
    ids = [turn["message_id"] for turn in engine.turns[-2:]]
    assert len({*ids}) == 2


def test_a_new_message_after_the_end_begins_a_new_conversation(client, engine, first: Form) -> None:
    [key] = set(fields(first(), "conversation"))
    engine.conversations.clear()
    page = client.post("/", data={"conversation": key, "text": TYPED, "message_id": str(uuid4())})
    assert library().text("page", "notice_expired") in page.text


# Where nothing was answered the page holds the typed words, which nobody else may get to see by Reload.
# Whoever wants to try again presses Send on that page: it is a form of its own.
WITHOUT_ONE = {
    "a language": f"parlez {TYPED}",
    "danger": "help now",
    "too long": "typed word " * 200,
    "nothing answered": TYPED,
}


@pytest.mark.parametrize("text", WITHOUT_ONE.values(), ids=WITHOUT_ONE)
def test_where_there_was_no_conversation_a_second_click_is_answered_and_a_later_one_is_not(
    without_engine: FlaskClient, later, text: str
) -> None:
    message = {"text": text, "message_id": str(uuid4())}
    assert [without_engine.post("/", data=message).status_code for _ in range(2)] == [200, 200]
    later(sent.JUST_NOW + 1)
    assert_closed(without_engine.post("/", data=message))


@pytest.mark.usefixtures("impatient")
def test_where_no_engine_can_say_it_counts_as_gone(engine: EngineDouble, first: Form, later) -> None:
    first()
    engine.behaviour = "fails"
    later(sent.JUST_NOW + 1)
    assert_closed(first())


def test_the_script_asks_for_a_turn_again_as_before(client: FlaskClient, engine: EngineDouble) -> None:
    message = {"text": TYPED, "message_id": str(uuid4())}
    for _ in range(2):
        turn = client.post("/", data=message, headers={"X-Signpost-Part": "turn"})
        assert turn.status_code == 200
        engine.conversations.clear()


def test_neither_id_nor_key_can_be_read_and_all_is_forgotten_after_an_hour(later) -> None:
    remembers = Sent()
    remembers.note("id-canary", "key-canary")
    notes = remembers._stores[0]._notes
    assert "canary" not in repr(notes)
    assert remembers.before("id-canary").conversation == "key-canary"
    assert Sent().before("id-canary") is None
    later(kept.KEPT + 1)
    assert remembers.before("id-canary") is None
    assert not notes


def test_in_memory_the_oldest_make_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    remembers = Sent()
    for number in range(5):
        remembers.note(f"id{number}", "k")
    known = [number for number in range(5) if remembers.before(f"id{number}")]
    assert known == [2, 3, 4]


def test_several_websites_remember_together(redis: RedisServer) -> None:
    one, other = (Sent(redis.address, "one salt") for _ in range(2))
    one.note("id-canary", "key-canary")
    assert other.before("id-canary").conversation == "key-canary"
    assert b"canary" not in redis.everything()
    assert 0 < redis.client.ttl(redis.client.keys(f"{kept.PREFIX}*")[0]) <= kept.KEPT


def test_a_store_that_is_away_turns_nobody_away() -> None:
    alone: Any = Sent("redis://127.0.0.1:9/0", "salt")
    alone.note("id", "k")
    assert alone.before("id").conversation == "k"
