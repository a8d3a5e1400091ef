"""Conversations are forgotten, in every engine: when idle, when old, when asked."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from weakref import WeakSet

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from redis.exceptions import ConnectionError, LockNotOwnedError

from bot.earlier import turns_of
from bot.locks import RedisLocks
from bot.stores import forgetting
from bot.stores.forgetting import Forgetting
from bot.stores.memory import MemoryStore
from bot.stores.redis import RedisStore
from bot.stores.sql import SQLStore
from bot.tracker import LATEST
from tests.servers import RedisServer
from tests.service import free_port

MINUTE = 60.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def stores_of_this_test_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier test left behind must not be counted, whenever it is collected."""
    monkeypatch.setattr(forgetting, "_stores", WeakSet())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def redis_address(redis: RedisServer) -> str:
    return redis.address.removesuffix("0") + "1"  # a database of ours alone


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def conversations(request, clock: Clock, tmp_path: Path) -> Forgetting:
    if request.param == "memory":
        return MemoryStore(Domain.empty(), clock=clock)
    if request.param == "sqlite":
        return SQLStore(Domain.empty(), host=f"sqlite:///{tmp_path / 'talk.db'}", clock=clock)
    return SQLStore(Domain.empty(), host=request.getfixturevalue("postgres").fresh("talk"), clock=clock)


def save(conversations: Forgetting, sender: str) -> None:
    tracker = DialogueStateTracker.from_events(sender, [ActionExecuted("action_listen")])
    asyncio.run(conversations.save(tracker))


def is_kept(conversations: Forgetting, sender: str) -> bool:
    return asyncio.run(conversations.retrieve(sender)) is not None


def test_a_conversation_is_kept_while_messages_come(conversations, clock):
    for clock.now in (0, 19 * MINUTE, 38 * MINUTE):
        save(conversations, "ann")
    assert is_kept(conversations, "ann")


def test_it_is_forgotten_after_twenty_idle_minutes(conversations, clock):
    save(conversations, "ann")
    clock.now = 20 * MINUTE + 1
    assert not is_kept(conversations, "ann")
    assert "ann" not in list(asyncio.run(conversations.keys()))


def test_it_is_forgotten_after_an_hour_however_busy(conversations, clock):
    for minute in range(0, 61, 10):
        clock.now = minute * MINUTE
        save(conversations, "ann")
    clock.now = 60 * MINUTE + 1
    assert not is_kept(conversations, "ann")


def test_staying_begins_the_idle_time_anew_but_not_the_hour(conversations, clock):
    save(conversations, "ann")
    for minute in (15, 30, 45, 59):
        clock.now = minute * MINUTE
        assert conversations.touch("ann")
    clock.now = 61 * MINUTE
    assert not conversations.touch("ann")


def test_erasing_forgets_at_once_and_in_every_store(conversations):
    save(conversations, "ann")
    save(conversations, "ben")
    forgetting.erase("ann")
    assert not is_kept(conversations, "ann")
    assert is_kept(conversations, "ben")


def test_erasing_what_is_not_there_is_no_error(conversations):
    conversations.erase("nobody")


def test_a_conversation_begun_again_gets_its_full_hour(conversations, clock):
    save(conversations, "ann")
    clock.now = 59 * MINUTE
    conversations.erase("ann")
    save(conversations, "ann")
    clock.now = 75 * MINUTE
    assert is_kept(conversations, "ann")


def test_a_long_conversation_is_kept_short_and_whole(conversations):
    async def talk() -> DialogueStateTracker:
        for number in range(3 * LATEST):
            tracker = await conversations.get_or_create_tracker("ann")
            tracker.update(UserUttered("", {"name": "ask"}, message_id=f"{number}"))
            tracker.update(ActionExecuted("action_listen"))
            await conversations.save(tracker)
        return await conversations.retrieve("ann")

    kept = asyncio.run(talk()).events
    assert [turn["id"] for turn in turns_of(kept)] == [f"{number}" for number in range(3 * LATEST)]
    assert sum(isinstance(event, UserUttered) for event in kept) == LATEST


def test_a_database_file_does_not_hold_what_was_erased(tmp_path):
    store = SQLStore(Domain.empty(), host=f"sqlite:///{tmp_path / 'talk.db'}")
    save(store, "canary-of-this-test")
    assert b"canary-of-this-test" in (tmp_path / "talk.db").read_bytes()
    store.erase("canary-of-this-test")
    assert b"canary-of-this-test" not in (tmp_path / "talk.db").read_bytes()


def test_in_redis_a_conversation_outlives_neither_its_idle_time_nor_its_hour(redis_address):
    store = RedisStore(Domain.empty(), redis_address, idle_seconds=0.4, oldest_seconds=1.0)
    save(store, "ann")
    assert is_kept(store, "ann")
    for _ in range(3):  # staying begins the idle time anew
        time.sleep(0.25)
        assert store.touch("ann")
    time.sleep(0.3)  # the whole time is over, whatever was touched
    assert not is_kept(store, "ann")
    assert not store.touch("ann")
    assert not store.red.keys("*")


def test_in_redis_an_idle_conversation_is_gone(redis_address):
    store = RedisStore(Domain.empty(), redis_address, idle_seconds=0.2, oldest_seconds=60)
    save(store, "ann")
    time.sleep(0.3)
    assert not is_kept(store, "ann")


def test_in_redis_erasing_leaves_no_key(redis_address):
    store = RedisStore(Domain.empty(), redis_address)
    save(store, "ann")
    forgetting.erase("ann")
    assert not store.red.keys("*ann*")


def test_two_engines_share_conversations_in_redis(redis_address):
    save(RedisStore(Domain.empty(), redis_address), "ann")
    assert is_kept(RedisStore(Domain.empty(), redis_address), "ann")


def test_a_store_that_cannot_be_reached_is_counted(tmp_path):
    store = RedisStore(Domain.empty(), f"redis://127.0.0.1:{free_port()}/0")
    with pytest.raises(ConnectionError):
        save(store, "ann")
    assert forgetting.failures() == 1


def test_in_redis_one_message_at_a_time_is_answered_whichever_engine_gets_it(redis_address):
    engines = [RedisLocks(EndpointConfig(url=redis_address)) for _ in range(2)]
    inside, most = 0, 0

    async def answer(number: int) -> None:
        nonlocal inside, most
        async with engines[number % 2].lock("ann"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.02)
            inside -= 1

    async def all_at_once() -> None:
        await asyncio.gather(*(answer(number) for number in range(8)))

    asyncio.run(all_at_once())
    assert most == 1


def test_in_redis_the_lock_of_a_killed_engine_frees_itself(redis_address):
    locks = RedisLocks(EndpointConfig(url=redis_address))

    async def die_holding_it() -> None:
        await locks.lock("ben", lock_lifetime=0.3).__aenter__()

    async def wait_for_it() -> float:
        begun = time.monotonic()
        async with locks.lock("ben"):
            return time.monotonic() - begun

    asyncio.run(die_holding_it())
    assert asyncio.run(wait_for_it()) < 1


class TestAnEngineThatStoodStill:
    """Its lock has lapsed, and another engine has answered meanwhile: what it has in hand is too old."""

    @pytest.fixture
    def engines(self, redis_address) -> list[tuple[RedisLocks, RedisStore]]:
        return [
            (RedisLocks(EndpointConfig(url=redis_address)), RedisStore(Domain.empty(), redis_address))
            for _ in range(2)
        ]

    @staticmethod
    async def turn(
        engine: tuple[RedisLocks, RedisStore], meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        locks, store = engine
        async with locks.lock("dan", lock_lifetime=0.2):
            tracker = await store.get_or_create_tracker("dan")
            tracker.update(ActionExecuted("action_listen"))
            meanwhile()
            await store.save(tracker)

    def test_it_cannot_write_over_what_was_answered_meanwhile(self, engines) -> None:
        first, second = engines

        def meanwhile() -> None:
            time.sleep(0.3)  # the whole process: nobody renews the lock
            other = Thread(target=lambda: asyncio.run(self.turn(second)))
            other.start()
            other.join()
            told.append(second[1].red.get("signpost:tracker:dan"))

        told: list[str] = []
        with pytest.raises(LockNotOwnedError):
            asyncio.run(self.turn(first, meanwhile))
        assert first[1].red.get("signpost:tracker:dan") == told[0] is not None
        assert forgetting.failures() == 1  # so that the person is not told of a turn nobody keeps

    def test_it_does_not_bring_back_what_was_erased_meanwhile(self, engines) -> None:
        first, second = engines

        def meanwhile() -> None:
            time.sleep(0.3)
            second[1].erase("dan")

        with pytest.raises(LockNotOwnedError):
            asyncio.run(self.turn(first, meanwhile))
        assert not is_kept(second[1], "dan")


def test_in_redis_a_long_conversation_is_kept_short_and_whole(redis_address):
    test_a_long_conversation_is_kept_short_and_whole(RedisStore(Domain.empty(), redis_address))


def test_in_redis_a_conversation_is_read_once_under_its_lock(redis_address):
    locks, store = RedisLocks(EndpointConfig(url=redis_address)), RedisStore(Domain.empty(), redis_address)
    save(store, "eve")

    async def turn() -> int:
        async with locks.lock("eve"):
            before = store.red.info("commandstats")["cmdstat_get"]["calls"]
            first, second = [await store.retrieve("eve") for _ in range(2)]
            first.update(ActionExecuted("action_listen"))
            assert len(second.events) == 1  # each is a tracker of its own
            read = store.red.info("commandstats")["cmdstat_get"]["calls"] - before
            await store.save(first)
            assert len((await store.retrieve("eve")).events) == 2
            return read

    assert asyncio.run(turn()) == 1
    assert len(asyncio.run(store.retrieve("eve")).events) == 2


def test_a_store_that_is_away_is_noticed(redis_address, tmp_path):
    MemoryStore(Domain.empty()).look()
    SQLStore(Domain.empty(), host=f"sqlite:///{tmp_path / 'talk.db'}").look()
    RedisStore(Domain.empty(), redis_address).look()
    with pytest.raises(ConnectionError):
        RedisStore(Domain.empty(), f"redis://127.0.0.1:{free_port()}/0").look()


def test_in_redis_a_lock_is_held_as_long_as_its_turn_takes(redis_address):
    locks = RedisLocks(EndpointConfig(url=redis_address))
    order = []

    async def turn(name: str, seconds: float) -> None:
        async with locks.lock("cat", lock_lifetime=0.2):
            order.append(f"{name} begins")
            await asyncio.sleep(seconds)
            order.append(f"{name} ends")

    async def both() -> None:
        first = asyncio.create_task(turn("long", 0.7))
        await asyncio.sleep(0.05)
        await asyncio.gather(first, turn("short", 0))

    asyncio.run(both())
    assert order == ["long begins", "long ends", "short begins", "short ends"]


@pytest.mark.slow
def test_in_a_database_server_no_row_is_left_of_what_was_forgotten(postgres, clock):
    url = postgres.fresh("talk")
    store = SQLStore(Domain.empty(), host=url, clock=clock)

    def rows() -> set[tuple[str]]:
        return {
            row
            for table in ("events", "conversation_lives")
            for row in postgres.execute(f"SELECT sender_id FROM {table}", "talk")
        }

    save(store, "ann")
    clock.now = 15 * MINUTE
    save(store, "ben")
    save(store, "cat")
    assert rows() == {("ann",), ("ben",), ("cat",)}
    store.erase("cat")
    assert rows() == {("ann",), ("ben",)}
    clock.now = 21 * MINUTE
    store.sweep()
    assert rows() == {("ben",)}
