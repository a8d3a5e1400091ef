"""What a conversation's tracker tells: what was shown, offered and said to whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Dict, List, Optional

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

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
    said: List[Dict[str, Any]] = []
    answering = False
    for event in tracker.events:
        if isinstance(event, UserUttered):
            answering = event.message_id == message_id
        elif answering and isinstance(event, BotUttered):
            said.append(event.data["custom"])
    return said


def turns_taken(tracker: DialogueStateTracker) -> int:
    """How many messages and choices there were."""
    return sum(isinstance(event, UserUttered) for event in tracker.events)
