"""What waits for the broker when an engine stops."""

import asyncio
import time
from types import SimpleNamespace

from bot.events import MOST_WAITING, Events

TURN = {"replies": [{"kind": "answer", "topic": "scheme.cost"}]}


def test_an_engine_that_stops_sends_first_what_waits():
    sent = []

    async def publish(message, **_):
        await asyncio.sleep(0.01)
        sent.append(message)

    async def stop(events: Events) -> None:
        for _ in range(3):
            events.tell(TURN, "en")
        channel = SimpleNamespace(default_exchange=SimpleNamespace(publish=publish))
        sending = asyncio.create_task(events._send_all(channel))
        await events.all_sent(30)
        sending.cancel()

    asyncio.run(stop(Events("amqp://127.0.0.1/", "example")))
    assert len(sent) == 3


def test_a_broker_that_is_away_does_not_hold_it_up():
    events = Events("amqp://127.0.0.1/", "example")
    begun = time.monotonic()

    async def stop() -> None:
        events.tell(TURN, "en")
        await events.all_sent(0.1)

    asyncio.run(stop())
    assert 0.1 <= time.monotonic() - begun < 5


def test_what_had_no_room_while_the_broker_was_away_is_counted():
    events = Events("amqp://127.0.0.1/", "example")
    for _ in range(MOST_WAITING + 3):
        events.tell(TURN, "en")
    assert events.dropped == 3
