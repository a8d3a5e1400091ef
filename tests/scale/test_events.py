"""What a message broker is told: topics by the hour, no word, nobody's key; and no turn waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator

import aio_pika
import pytest

from bot.events import MOST_WAITING, QUEUE, Events
from bot.turn import sender_id
from tests.dialogue.test_privacy import CANARIES
from tests.servers import PASSWORD, RabbitServer, until
from tests.service import Conversation, Service

pytestmark = [pytest.mark.slow, pytest.mark.alone]
FIELDS = {"topics", "kinds", "force", "language", "hour"}
# Beside the body. The library numbers messages by chance, and calls no type "None".
PROPERTIES = {"content_type", "delivery_mode", "message_id", "type"}
OF_THE_BROKER = {"routing_key", "delivery_tag", "body_size"}


def turn(topic: str) -> dict:
    kind = "safety" if topic.startswith("safety.") else "answer"
    return {"conversation": "key", "replies": [{"kind": kind, "topic": topic}]}


@contextlib.asynccontextmanager
async def publishing(address: str) -> AsyncIterator[Events]:
    events = Events(address, "example")
    task = asyncio.create_task(events.publish())
    yield events
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def arrive(rabbit: RabbitServer, wanted: list[str]) -> list[str]:
    """The topics that come, each once, as soon as all that are wanted have come."""
    topics: dict[str, None] = {}
    for _ in range(1200):
        with contextlib.suppress(aio_pika.exceptions.AMQPError, OSError):  # no queue yet, or no broker
            told = [found["body"]["topics"] for found in await rabbit.take(QUEUE)]
            topics.update(dict.fromkeys(topic for one in told for topic in one))
        if set(wanted) <= set(topics):
            return [*topics]
        await asyncio.sleep(0.1)
    raise AssertionError(topics)


def test_a_broker_that_was_killed_gets_what_it_missed(rabbit: RabbitServer, caplog) -> None:
    """It may get it twice: what it had not yet written down when it was killed."""

    async def play() -> list[str]:
        async with publishing(rabbit.address) as events:
            events.tell(turn("scheme.cost"), "en")
            await arrive(rabbit, ["scheme.cost"])
            rabbit.kill()
            events.tell(turn("scheme.what"), "en")
            events.tell(turn("help.all"), "cy")
            await asyncio.sleep(1)
            await asyncio.to_thread(rabbit.start)
            return await arrive(rabbit, ["scheme.what", "help.all"])

    assert asyncio.run(play())[-2:] == ["scheme.what", "help.all"]
    assert PASSWORD not in caplog.text


def test_what_has_no_room_is_dropped_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    events = Events("amqp://127.0.0.1:9/", "example")
    for _ in range(MOST_WAITING + 3):
        events.tell(turn("scheme.cost"), "en")
    assert events.dropped == 3

    async def a_moment() -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(events.publish(), 1)

    with caplog.at_level(logging.WARNING, "bot.events"):
        asyncio.run(a_moment())
    assert caplog.records[0].dropped == 3


def test_the_running_service_tells_topics_and_nothing_else(service: Service, rabbit: RabbitServer) -> None:
    rabbit.taken(QUEUE)
    person = Conversation(service)
    for canary in CANARIES:
        person.say(f"is {canary} on the register, he lives with my son {canary}")
    person.say("What is Childline?")
    person.say("i think my neighbour is touching my daughter")
    told: list[dict] = []
    until(lambda: told.extend(rabbit.taken(QUEUE)) or len(told) == len(CANARIES) + 2, 60)
    for one in told:
        assert set(one["body"]) == FIELDS
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:00Z", one["body"]["hour"])
        assert (one["body"]["force"], one["body"]["language"]) == ("example", "en")
        assert {name for name, value in one["properties"].items() if value} <= PROPERTIES | OF_THE_BROKER
    topics = [one["body"]["topics"] for one in told]
    assert ["help.childline"] in topics
    assert ["safety"] in topics
    assert not [name for found in topics for name in found if name.startswith("safety.")]
    files = b"".join(file.read_bytes() for file in rabbit.folder.rglob("*") if file.is_file())
    everything = str(told).encode() + files
    for word in (*CANARIES, person.key, sender_id(person.key), "touching"):
        assert word.encode() not in everything


def test_without_a_broker_the_service_answers_all_the_same(service: Service, rabbit: RabbitServer) -> None:
    rabbit.kill()
    try:
        person = Conversation(service)
        for _ in range(4):  # each engine
            assert person.say("What is Childline?")["replies"][0]["topic"] == "help.childline"
    finally:
        rabbit.start()
    assert PASSWORD not in service.logs()
