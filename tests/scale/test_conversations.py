"""Two engines and one conversation: kept in Redis, in order, without words, and gone when it is over."""

from __future__ import annotations

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from bot.stores.forgetting import IDLE_SECONDS, OLDEST_SECONDS
from bot.turn import sender_id
from tests.bench.load import QUESTIONS
from tests.dialogue.test_faults import (
    assert_an_ordinary_question_gets_the_emergency_contacts,
    assert_danger_is_answered,
)
from tests.dialogue.test_privacy import CANARIES
from tests.servers import RedisServer, until
from tests.service import Conversation, Service

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def key_of(person: Conversation) -> str:
    """Where Redis holds a conversation."""
    return f"signpost:tracker:{sender_id(person.key)}"


def turns(redis: RedisServer, person: Conversation) -> list[str]:
    """What was understood in a conversation, in order, as the store holds it."""
    kept = json.loads(redis.client.get(key_of(person)))
    return [event["parse_data"]["intent"]["name"] for event in kept["events"] if event["event"] == "user"]


def test_every_engine_knows_what_was_said_before(person: Conversation, redis: RedisServer) -> None:
    for text, _ in QUESTIONS:
        person.say(text)
    assert turns(redis, person) == [topic for _, topic in QUESTIONS]


def test_two_messages_at_once_are_answered_one_after_the_other(person, service, redis) -> None:
    person.say("hello")
    asked = {"help.childline": "What is Childline?", "scheme.cost": "Does the scheme cost anything?"}
    with ThreadPoolExecutor(2) as pool:
        said = pool.map(lambda text: service.send(conversation=person.key, text=text), asked.values())
        assert [one.json()["replies"][0]["topic"] for one in said] == list(asked)
    assert sorted(turns(redis, person)[1:]) == sorted(asked)


def test_a_message_sent_twice_at_once_is_answered_once(person, service, redis) -> None:
    person.say("hello")
    message = {"conversation": person.key, "text": "What is Childline?", "message_id": str(uuid4())}
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: service.send(**message), range(2))
    assert first.json() == second.json()
    assert turns(redis, person) == ["chat.greeting", "help.childline"]


def test_redis_holds_no_word_and_nothing_for_longer_than_it_may(person, redis) -> None:
    for canary in CANARIES:
        person.say(f"is {canary} on the register, he lives with my son {canary}")
    files = b"".join(file.read_bytes() for file in redis.folder.rglob("*") if file.is_file())
    kept = (redis.everything() + files).lower()
    assert sender_id(person.key).encode() in kept
    typed = (*CANARIES, person.key, "quagmire", "my son")
    assert not [word for word in typed if word.lower().encode() in kept]
    lives = {key: redis.client.ttl(key) for key in redis.client.keys("*")}
    assert all(0 < life <= OLDEST_SECONDS for life in lives.values()), lives
    assert lives[key_of(person).encode()] <= IDLE_SECONDS


@pytest.mark.parametrize("way", ["exit", "api/v1/conversations/end"])
def test_leaving_leaves_no_key(person: Conversation, service: Service, redis: RedisServer, way: str) -> None:
    person.say("hello")
    assert sender_id(person.key).encode() in redis.everything()
    ended = {"conversation": person.key}
    sent = {"data": ended} if way == "exit" else {"json": ended}
    service.http.post(f"{service.address}/{way}", **sent, allow_redirects=False, timeout=10)
    until(lambda: sender_id(person.key).encode() not in redis.everything(), 10)


def test_redis_away_gets_everybody_the_emergency_contacts_and_back_again_answers(
    service: Service, redis: RedisServer
) -> None:
    person = Conversation(service)
    person.say("hello")
    redis.kill()
    try:
        service.wait_for(503, within=15)  # who asks whether questions are answered hears the truth
        assert_an_ordinary_question_gets_the_emergency_contacts(service)
        assert_danger_is_answered(service)
    finally:
        redis.start()
    service.wait_for(200, within=15)
    assert person.say("What is Childline?")["replies"][0]["topic"] == "help.childline"
    assert person.last["notice"] != "expired"
    assert turns(redis, person) == ["chat.greeting", "help.childline"]


def test_redis_that_stands_still_holds_nobody_up_for_longer_than_three_seconds(service, redis) -> None:
    os.kill(redis.process.pid, signal.SIGSTOP)
    try:
        assert_an_ordinary_question_gets_the_emergency_contacts(service)
        assert_danger_is_answered(service)
    finally:
        os.kill(redis.process.pid, signal.SIGCONT)
    until(lambda: service.send(text="What is Childline?").status_code == 200)
