"""Conversations of ten turns in which somebody is in danger, or dangerous: ten_turns.yml, played."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge import load
from bot.knowledge.reading import read_yaml
from bot.young import with_childline
from tests.dialogue.closed import Closed
from tests.service import Conversation, Service

pytestmark = pytest.mark.slow

PLAYED: dict[str, dict[str, Any]] = read_yaml(Path(__file__).with_name("ten_turns.yml"))
WORDS = 30  # a shorter message may stand in data/ by chance, such as "is it free"
APPLYING = ("scheme.", "enquiry.")

Order = Callable[[Iterable[str]], list[str]]

library = load("example")
closed = Closed(library)
nobody_has_read_this = library.text("replies", "fixed_line")


def turns(played: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """(message, right topics), the latter empty where more than one answer may be right."""
    return [next(iter(said.items())) if isinstance(said, dict) else (said, []) for said in played["says"]]


@pytest.mark.parametrize("name", PLAYED)
def test_there_are_ten_turns(name: str) -> None:
    assert len(turns(PLAYED[name])) == 10


@pytest.mark.parametrize("name", PLAYED)
def test_a_conversation_of_ten_turns(service: Service, name: str) -> None:
    played, person = PLAYED[name], Conversation(service)
    cards: list[str] = []  # the safety topics told so far
    for message, right in turns(played):
        turn = person.say(message)
        assert not closed.strange(turn), message
        topics = [reply["topic"] for reply in turn["replies"]]
        assert not right or topics[0] in right, message
        assert not [topic for topic in topics if topic.startswith(tuple(played["never"]))], message
        assert_nothing_is_repeated(turn, [*played["private"], *([message] if len(message) > WORDS else [])])
        order = with_childline if played.get("under_18") else list
        for reply in turn["replies"]:
            if reply["kind"] == "safety":
                assert_it_is_a_safety_reply(reply, again=reply["topic"] in cards, order=order)
        assert turn["replies"][0]["kind"] == "safety" or not any(t.startswith("safety.") for t in topics)
        cards += [topic for topic in topics if topic.startswith("safety.")]
        assert_the_card_is_pinned(turn, cards[-1] if cards else None, order)
        if played.get("no_form") or played.get("under_18"):
            assert_no_way_to_apply(turn)


def test_the_young_may_ask_ordinary_things(service: Service) -> None:
    """An age beside a question is no danger; and whoever said it is not offered the form."""
    taken = {}
    for message in read_yaml(Path(__file__).with_name("young_asking.yml")):
        turn = Conversation(service).say(message)
        assert_no_way_to_apply(turn)
        if turn["pinned"]:
            taken[message] = turn["pinned"]["topic"]
    assert not taken


def assert_nothing_is_repeated(turn: dict[str, Any], private: list[str]) -> None:
    told = str(turn).lower()
    assert not [words for words in private if words.lower() in told]


def assert_it_is_a_safety_reply(reply: dict[str, Any], again: bool, order: Order) -> None:
    """Its contacts are those of the route table in this order; a card shown before begins in other words."""
    topic = library.topics[reply["topic"]]
    steps = "\n\n".join(paragraph.text for paragraph in topic.steps)
    if reply["text"] == steps:
        return  # what to do, which follows the card
    lead, line = reply["text"].rsplit("\n\n", 1)
    assert line == nobody_has_read_this
    assert lead == (topic.repeat if again else "\n\n".join(paragraph.text for paragraph in topic.answer))
    assert [contact["id"] for contact in reply["contacts"]] == order(library.routes[reply["topic"]])


def assert_the_card_is_pinned(turn: dict[str, Any], topic: str | None, order: Order) -> None:
    pinned = turn["pinned"]
    assert (pinned and pinned["topic"]) == topic
    if topic:
        assert [contact["id"] for contact in pinned["contacts"]] == order(library.routes[topic])
        assert nobody_has_read_this in pinned["text"]


def assert_no_way_to_apply(turn: dict[str, Any]) -> None:
    for reply in turn["replies"]:
        assert reply["kind"] not in ("question", "handover") and not reply["link"]
        assert not [choice["id"] for choice in reply["choices"] if choice["id"].startswith(APPLYING)]
