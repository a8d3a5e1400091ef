"""What a conversation's tracker tells: what was shown, offered and said to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Dict, List, Optional

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.earlier import turns_of
from bot.knowledge.reading import DATA, read_yaml
from bot.young import UNDER_18

START = frozenset(choice["topic"] for choice in read_yaml(DATA / "start.yml"))
NOT_UNDERSTOOD = {"chat.unclear", "chat.out_of_scope"}
ANSWERS = {"answer", "safety", "handover"}


def shown(tracker: DialogueStateTracker) -> Iterator[Dict[str, Any]]:
    """Every reply of the conversation so far, as the engine decided it."""
    for event in tracker.events:
        if isinstance(event, BotUttered):
            yield from (event.data.get("custom") or {}).get("replies", [])


def answered(tracker: DialogueStateTracker) -> Optional[str]:
    """The topic of the last answer given; None before the first."""
    return next((ref["topic"] for ref in reversed([*shown(tracker)]) if ref["kind"] in ANSWERS), None)


def not_understood(tracker: DialogueStateTracker) -> bool:
    """Whether the last reply asked back, or sent the person elsewhere."""
    last = [*shown(tracker)][-1:]
    return any(ref["topic"] in NOT_UNDERSTOOD for ref in last)


def told_an_age(tracker: DialogueStateTracker) -> bool:
    """Whether the person said to be under 18, rather than a card told us."""
    return any(
        entity.get("entity") == UNDER_18 and entity.get("value")
        for turn in turns_of(tracker.events)
        for entity in turn["entities"]
    )


def recognised(tracker: DialogueStateTracker, topics: Collection[str]) -> bool:
    """Whether one of these was shown in this conversation, or is what the last message is about."""
    meant = tracker.latest_message.intent.get("name") if tracker.latest_message else None
    return meant in topics or any(ref["topic"] in topics for ref in shown(tracker))


def signs_of_age(tracker: Optional[DialogueStateTracker]) -> List[str]:
    """What this conversation knows of the age of the person, as the screen's signs say it."""
    return [UNDER_18] if tracker is not None and tracker.get_slot(UNDER_18) else []


def missed_before(tracker: DialogueStateTracker) -> bool:
    """Whether the message before this one was not understood, either."""
    turns = [event for event in tracker.events if isinstance(event, UserUttered)]
    if len(turns) < 2:
        return False
    said = said_to(tracker, turns[-2].message_id)
    return any(reply["topic"] in NOT_UNDERSTOOD for payload in said for reply in payload["replies"])


def offered(tracker: Optional[DialogueStateTracker]) -> set[str]:
    """The first screen's choices, and all that this conversation was offered."""
    return START | {c for ref in (shown(tracker) if tracker else []) for c in ref["choices"]}


def said_to(tracker: DialogueStateTracker, message_id: str) -> List[Dict[str, Any]]:
    """What was said in answer to the message with this id; empty if it is new."""
    return [said for turn in turns_of(tracker.events) if turn["id"] == message_id for said in turn["said"]]


def turns_taken(tracker: DialogueStateTracker) -> int:
    """How many messages and choices there were."""
    return len(turns_of(tracker.events))
