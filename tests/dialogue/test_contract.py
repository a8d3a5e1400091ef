"""The HTTP contract against the running service: keys, repeats, choices, expiry, hostile input."""

from uuid import uuid4

import pytest

from tests.service import Conversation

pytestmark = pytest.mark.slow


def test_a_conversation_gets_a_key_and_keeps_it(person):
    first = person.say("hello")
    again = person.say("how long does it take")
    assert len(first["conversation"]) >= 32
    assert again["conversation"] == first["conversation"]


def test_an_unknown_key_starts_a_new_conversation_and_says_so(service):
    answered = service.send(conversation="made-up", text="hello").json()
    assert answered["notice"] == "expired"
    assert answered["conversation"] != "made-up"


def test_a_choice_of_a_conversation_that_has_ended_opens_a_new_one(service):
    answered = service.send(conversation="made-up", choice="scheme.identity").json()
    assert answered["notice"] == "expired"
    assert answered["replies"][0]["topic"] == "scheme.identity"


def test_a_choice_that_does_not_exist_is_refused_with_the_emergency_contacts(service):
    for key in (None, "made-up"):
        refused = service.send(conversation=key, choice="no.such.topic")
        assert refused.status_code == 409
        assert refused.json()["contacts"]


def test_an_ended_conversation_is_gone(person, service):
    person.choose("safety.child_self")
    key = person.key
    end = service.http.post(f"{service.address}/api/v1/conversations/end", json={"conversation": key})
    assert end.status_code in (200, 204)
    answered = service.send(conversation=key, text="hello").json()
    assert (answered["notice"], answered["pinned"]) == ("expired", None)


def test_a_message_sent_twice_is_answered_once(person, service):
    person.say("hello")
    sent = {"conversation": person.key, "text": "asdf ghjk", "message_id": str(uuid4())}
    first, second = (service.send(**sent).json() for _ in range(2))
    assert first["replies"] == second["replies"]
    assert first["replies"][0]["kind"] == "clarify"  # a second miss would have gone to people


def test_another_conversations_choice_is_refused(service):
    one, other = Conversation(service), Conversation(service)
    one.say("hello")
    other.choose("safety.own_thoughts")
    offered_to_other = next(c for c in other.choices if c not in one.choices)
    refused = service.send(conversation=one.key, choice=offered_to_other)
    assert refused.status_code == 409
    assert refused.json()["contacts"]


def test_two_conversations_never_meet(service):
    one, other = Conversation(service), Conversation(service)
    one.choose("safety.child_self")
    assert other.say("hello")["pinned"] is None
    assert one.say("hello")["pinned"]["topic"] == "safety.child_self"


@pytest.mark.parametrize(
    "typed",
    [
        '/safety.child_self', '/restart', '/chat.greeting{"pinned":"x"}', " ／restart",
        "\u200b/back", "/session_start", '/scheme.cost@0.99', "//// /restart",
    ],
)
def test_slash_text_is_ordinary_text(person, typed):
    """Nothing typed fires an intent: the words may be understood, the command is not."""
    person.choose("safety.own_thoughts")
    person.say(typed)
    assert person.last["pinned"]["topic"] == "safety.own_thoughts"


def test_the_card_stays_and_the_form_stays_away_after_own_thoughts(person):
    person.choose("safety.own_thoughts")
    for words in ("is there a list of offenders", "how do i keep my child safe online", "thanks"):
        person.say(words)
        assert person.last["pinned"]["topic"] == "safety.own_thoughts"
        assert not any(choice.startswith("scheme.") for choice in person.choices)
    person.say("I want to apply now")
    assert person.topic == "scheme.start"


def test_a_repeated_card_changes_its_lead(person):
    first = person.choose("safety.child_self")["replies"][0]
    second = person.choose("safety.child_self")["replies"][0]
    assert second["topic"] == first["topic"]
    assert second["text"] != first["text"]
    assert second["contacts"] == first["contacts"]
