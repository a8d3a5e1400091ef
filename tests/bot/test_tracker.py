"""Trackers that need not play their events again are those that Rasa would have made."""

import json
from collections.abc import Iterator
from random import Random

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    LoopInterrupted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.stores.redis import RedisStore
from bot.tracker import duplicate, lately, revived, written

DOMAIN = Domain.from_dict(
    {
        "intents": ["ask", "start", "choose"],
        "actions": ["answer"],
        "slots": {"area": {"type": "text", "mappings": [{"type": "custom"}]}},
        "forms": {"form": {"required_slots": ["area"]}},
    }
)
LISTEN = "action_listen"


def said(intent: str) -> Iterator[Event]:
    yield ActionExecuted(LISTEN)
    yield UserUttered("", {"name": intent, "confidence": 1.0}, parse_data={"intent": {"name": intent}})


def conversation(seed: int, turns: int) -> list[Event]:
    """Questions, a form that is begun, answered, interrupted and left, as chance has it."""
    chance, events, is_open = Random(seed), [], False
    for turn in range(turns):
        intent = chance.choice(["ask", "start", "choose"])
        events += said(intent)
        if intent == "ask":
            events += [ActionExecutionRejected("form")] if is_open else []
            events += [ActionExecuted("answer"), BotUttered("", {"custom": {"turn": turn}})]
            events += [LoopInterrupted(True), ActionExecuted("form")] if is_open else []
        else:
            events.append(ActionExecuted("form"))
            events += [] if is_open else [ActiveLoop("form")]
            is_open = chance.random() < 0.6
            events.append(SlotSet("area", f"{turn}"))
            events += [] if is_open else [ActiveLoop(None), ActionExecuted("answer")]
    return [*events, ActionExecuted(LISTEN)] if chance.random() < 0.5 else events


def tracker_of(events: list[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("ann", events, DOMAIN.slots)


@pytest.mark.parametrize("seed", range(30))
def test_a_duplicate_is_what_rasa_copies(seed: int) -> None:
    tracker = tracker_of(conversation(seed, 12))
    ours, theirs = duplicate(tracker).current_state(), DialogueStateTracker.copy(tracker).current_state()
    assert ours == theirs


def test_what_happens_to_a_duplicate_does_not_happen_to_the_conversation() -> None:
    tracker = tracker_of([*said("start"), ActionExecuted("form"), ActiveLoop("form")])
    twin = duplicate(tracker)
    twin.update(SlotSet("area", "north"))
    twin.update(ActionExecutionRejected("form"))
    assert (twin.get_slot("area"), twin.is_active_loop_rejected) == ("north", True)
    assert (tracker.get_slot("area"), tracker.is_active_loop_rejected) == (None, False)
    assert len(twin.events) == len(tracker.events) + 2


def test_copying_plays_no_event_again() -> None:
    class Once(SlotSet):
        played = 0

        def apply_to(self, tracker: DialogueStateTracker) -> None:
            Once.played += 1

    tracker = duplicate(tracker_of([Once("area", "north")]))
    tracker.copy().copy()
    assert Once.played == 1


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("states", [1, 3, 6])
def test_the_latest_states_are_those_of_the_whole_conversation(seed: int, states: int) -> None:
    tracker = tracker_of(conversation(seed, 20))
    late = lately(tracker, states)
    assert late.past_states(DOMAIN)[-states:] == tracker.past_states(DOMAIN)[-states:]


def test_few_events_of_a_long_conversation_are_needed() -> None:
    turn = [*said("ask"), ActionExecuted("answer"), BotUttered("", {})]
    assert len(lately(tracker_of(turn * 60), 3).events) < 4 * len(turn)


@pytest.mark.parametrize("seed", range(30))
def test_a_conversation_from_a_store_is_the_one_that_was_kept(seed: int) -> None:
    tracker = tracker_of(conversation(seed, 12))
    kept = RedisStore.serialise_tracker(tracker)
    empty = DialogueStateTracker("ann", DOMAIN.slots)
    theirs = DialogueStateTracker("ann", DOMAIN.slots)
    theirs.recreate_from_dialogue(tracker_of(conversation(seed, 12)).as_dialogue())
    ours = revived(empty, kept)
    assert ours.current_slot_values() == theirs.current_slot_values()
    assert ours.active_loop == theirs.active_loop
    assert [e.as_dict() for e in ours.events] == json.loads(kept)["events"]
    short = revived(DialogueStateTracker("ann", DOMAIN.slots), written(tracker))
    assert short.current_slot_values() == theirs.current_slot_values()
    assert short.past_states(DOMAIN) == theirs.past_states(DOMAIN)
    assert [e.as_dict() for e in short.events] == json.loads(kept)["events"]


def test_what_else_a_message_may_have_meant_is_kept_for_the_next_one_alone() -> None:
    def meant(other: str) -> UserUttered:
        parsed = {"intent": {"name": "ask"}, "intent_ranking": [{"name": other, "confidence": 0.3}]}
        return UserUttered("", parsed["intent"], parse_data=parsed)

    said = tracker_of([ActionExecuted(LISTEN), meant("before"), ActionExecuted(LISTEN), meant("lately")])
    kept = revived(DialogueStateTracker("ann", DOMAIN.slots), written(said))
    assert kept.latest_message.parse_data["intent_ranking"][0]["name"] == "lately"
    assert "before" not in written(said)
