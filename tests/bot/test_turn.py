"""What a turn may be, and what was said to it before."""

import pytest
from pydantic import ValidationError
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.history import is_young, offered, said_to
from bot.turn import TurnRequest, sender_id


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"text": "hello", "choice": "scheme.start"},
        {"decided": "safety.survivor", "choice": "scheme.start"},
        {"text": "hello", "sender": "somebody else"},
        {"text": "hello", "language": "xx"},
    ],
)
def test_a_turn_is_something_typed_or_a_choice(asked):
    with pytest.raises(ValidationError):
        TurnRequest(**asked)


def test_what_the_screen_is_sure_of_may_come_with_its_text_or_without():
    assert TurnRequest(decided="safety.survivor", text="hello").text == "hello"
    assert TurnRequest(decided="safety.survivor").text is None


def test_rasa_never_sees_the_key_of_a_conversation():
    assert "secret-key" not in sender_id("secret-key")
    assert sender_id("secret-key") == sender_id("secret-key") != sender_id("other-key")


def said(topic: str, choices: list[str]) -> BotUttered:
    replies = [{"kind": "answer", "topic": topic, "part": "answer", "choices": choices}]
    return BotUttered(data={"custom": {"replies": replies, "pinned": None}})


@pytest.fixture
def tracker() -> DialogueStateTracker:
    return DialogueStateTracker.from_events(
        "ann",
        [
            ActionExecuted("action_listen"),
            UserUttered(text="", message_id="first"), said("scheme.cost", ["scheme.start"]),
            UserUttered(text="", message_id="second"), said("scheme.what", ["scheme.grounds"]),
        ],
    )


def test_a_message_already_answered_gets_the_same_again(tracker):
    assert said_to(tracker, "first")[0]["replies"][0]["topic"] == "scheme.cost"
    assert said_to(tracker, "second")[0]["replies"][0]["topic"] == "scheme.what"
    assert said_to(tracker, "third") == []


def test_every_choice_of_the_conversation_stays_open_and_no_other(tracker):
    open_now = offered(tracker)
    assert {"scheme.start", "scheme.grounds", "safety.child_self"} <= open_now
    assert "scheme.identity" not in open_now


def test_a_child_who_was_heard_stays_a_child(tracker):
    assert not is_young(None) and not is_young(tracker)
    tracker.update(said("safety.child_self", []))
    tracker.update(said("scheme.cost", []))
    assert is_young(tracker)
