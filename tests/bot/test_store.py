"""Conversations are forgotten: when idle, when old, when asked."""

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from bot import store
from bot.store import ForgettingStore

MINUTE = 60.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def conversations(clock: Clock) -> ForgettingStore:
    return ForgettingStore(Domain.empty(), clock=clock)


def save(conversations: ForgettingStore, sender: str) -> None:
    tracker = DialogueStateTracker.from_events(sender, [ActionExecuted("action_listen")])
    asyncio.run(conversations.save(tracker))


def is_kept(conversations: ForgettingStore, sender: str) -> bool:
    return asyncio.run(conversations.retrieve(sender)) is not None


def test_a_conversation_is_kept_while_messages_come(conversations, clock):
    for clock.now in (0, 19 * MINUTE, 38 * MINUTE):
        save(conversations, "ann")
    assert is_kept(conversations, "ann")


def test_it_is_forgotten_after_twenty_idle_minutes(conversations, clock):
    save(conversations, "ann")
    clock.now = 20 * MINUTE + 1
    assert not is_kept(conversations, "ann")
    assert not conversations.store


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
    store.erase("ann")
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
