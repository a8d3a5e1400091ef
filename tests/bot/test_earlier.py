"""A long conversation is kept short, and whoever asks it hears what the whole one would say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.history import (
    answered,
    missed_before,
    offered,
    recognised,
    said_to,
    shown,
    told_an_age,
    turns_taken,
)
from bot.tracker import LATEST, duplicate, revived, shortened, written
from bot.young import UNDER_18
from tests.bot.test_tracker import DOMAIN, LISTEN, conversation, tracker_of

TOPICS = ("safety.survivor", "scheme.cost", "chat.unclear", "help.childline")


def turn(number: int) -> Iterator[Event]:
    """The third one tells an age; answers, a card and misses take turns."""
    topic = TOPICS[number % len(TOPICS)]
    reply = {"kind": "answer", "topic": topic, "part": "answer", "choices": [f"choice.{number}"]}
    yield ActionExecuted(LISTEN)
    age = [{"entity": UNDER_18, "value": True}] if number == 3 else []
    yield UserUttered("", {"name": topic}, age, parse_data={}, message_id=f"id-{number}")
    yield ActionExecuted("utter_answer")
    yield BotUttered("", {"custom": {"replies": [reply], "set_aside": False}})


def told(turns: int, keep=lambda tracker: tracker) -> DialogueStateTracker:
    """A conversation of so many turns, put into a store and taken out again after each by `keep`."""
    tracker = DialogueStateTracker("ann", [])
    for number in range(turns):
        for event in turn(number):
            tracker.update(event)
        tracker = keep(tracker)
    return tracker


def through_memory(tracker: DialogueStateTracker) -> DialogueStateTracker:
    return duplicate(shortened(tracker))


def through_text(tracker: DialogueStateTracker) -> DialogueStateTracker:
    empty = DialogueStateTracker(tracker.sender_id, tracker.slots.values())
    return revived(empty, written(shortened(tracker)))


@pytest.fixture(params=[through_memory, through_text])
def keep(request):
    return request.param


@pytest.mark.parametrize("turns", [1, LATEST, LATEST + 1, 40])
def test_history_is_that_of_the_whole_conversation(turns: int, keep) -> None:
    whole, kept = told(turns), told(turns, keep)
    for asked in (turns_taken, offered, answered, missed_before, told_an_age):
        assert asked(kept) == asked(whole), asked
    assert [*shown(kept)] == [*shown(whole)]
    assert recognised(kept, ["safety.survivor"])
    for number in range(turns):
        assert said_to(kept, f"id-{number}") == said_to(whole, f"id-{number}") != []
    assert said_to(kept, "new") == []


@pytest.mark.parametrize("seed", range(60))
def test_the_dialogue_goes_on_as_in_the_whole_conversation(seed: int, keep) -> None:
    events = conversation(seed, 40)
    kept = tracker_of([])
    for event in events:
        if isinstance(event, ActionExecuted) and event.action_name == LISTEN:
            kept = keep(kept)
        kept.update(event)
    whole = tracker_of(events)
    assert kept.current_slot_values() == whole.current_slot_values()
    for of_the_form in ("active_loop_name", "is_active_loop_rejected", "is_active_loop_interrupted"):
        assert getattr(kept, of_the_form) == getattr(whole, of_the_form)
    assert kept.latest_action_name == whole.latest_action_name
    assert kept.past_states(DOMAIN)[-3:] == whole.past_states(DOMAIN)[-3:]


def test_a_long_conversation_is_kept_in_few_events(keep) -> None:
    assert len(told(100, keep).events) <= len(told(LATEST).events) + 1
    assert told(LATEST).events == told(LATEST, through_memory).events


def test_what_is_kept_of_an_earlier_turn_is_short() -> None:
    fifty, hundred = (len(written(shortened(told(turns)))) for turns in (50, 100))
    assert hundred - fifty < 50 * 250


def test_an_empty_conversation_stays_as_it_is(keep) -> None:
    assert not keep(DialogueStateTracker("ann", Domain.empty().slots)).events
