"""What later turns still ask of those before them: who said what, without the events that Rasa made of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Dict, List, Optional, TypedDict

from rasa.shared.core.events import BotUttered, Event, UserUttered


class Turn(TypedDict):
    """One message or choice: its id, what it said beside its topic, and the payloads of its answer."""

    id: Optional[str]
    entities: List[Dict[str, Any]]
    said: List[Dict[str, Any]]


class Earlier(BotUttered):
    """One event in place of those of earlier turns. Like a reply it bears what was shown."""

    type_name = "earlier"

    def __init__(self, turns: List[Turn], timestamp: Optional[float] = None) -> None:
        shown = [reply for turn in turns for said in turn["said"] for reply in said.get("replies", [])]
        super().__init__(data={"custom": {"replies": shown}}, timestamp=timestamp)
        self.turns = turns

    def as_dict(self) -> Dict[str, Any]:
        return {"event": self.type_name, "timestamp": self.timestamp, "turns": self.turns}

    @classmethod
    def _from_parameters(cls, parameters: Dict[str, Any]) -> Earlier:
        return cls(parameters["turns"], parameters.get("timestamp"))


def turns_of(events: Iterable[Event]) -> List[Turn]:
    """Every turn of these events, the first one first."""
    turns: List[Turn] = []
    for event in events:
        if isinstance(event, Earlier):
            turns += event.turns
        elif isinstance(event, UserUttered):
            turns.append({"id": event.message_id, "entities": event.entities, "said": []})
        elif isinstance(event, BotUttered) and turns:
            turns[-1]["said"].append(event.data.get("custom") or {})
    return turns
