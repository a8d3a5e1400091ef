"""The reply generator: which reply of data/ stands for what was understood. It writes no text."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.history import missed_before, shown
from bot.knowledge import Library, load
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import safety_references

UNCLEAR = "chat.unclear"
NEAREST = 3


class Replies(NaturalLanguageGenerator):
    """Answers, safety cards, clarify and fallback, decided from the tracker alone."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None,
                 domain: Optional[Domain] = None) -> None:
        self._library: Library = load()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **_: Any
    ) -> Dict[str, Any]:
        """The turn's replies, as `{"custom": {"replies": [...], "pinned": topic or None}}`."""
        topic = tracker.latest_message.intent["name"]
        replies = [reply.dict() for reply in self.references(topic, tracker)]
        return {"custom": {"replies": replies, "pinned": tracker.get_slot("pinned")}}

    def references(self, topic: str, tracker: DialogueStateTracker) -> List[ReplyRef]:
        if topic == UNCLEAR:
            return [self._not_sure(tracker)]
        content = self._library.topics[topic]
        choices = self._offer(content.next, tracker)
        if not content.is_safety:
            return [ReplyRef(kind=content.kind, topic=topic, choices=choices)]
        if any(ref["topic"] == topic and ref["kind"] == "safety" for ref in shown(tracker)):
            return [ReplyRef(kind="safety", topic=topic, part="repeat", choices=choices)]
        return safety_references(self._library, topic, choices)

    def _not_sure(self, tracker: DialogueStateTracker) -> ReplyRef:
        """The first miss offers the nearest topics; a second one in a row goes to people."""
        ranking = tracker.latest_message.parse_data.get("intent_ranking") or []
        nearest = [entry["name"] for entry in ranking if not entry["name"].startswith("chat.")]
        choices = self._offer(nearest, tracker)[:NEAREST]
        if choices and not missed_before(tracker):
            return ReplyRef(kind="clarify", topic=UNCLEAR, choices=[*choices, "chat.human"])
        return ReplyRef(
            kind="fallback",
            topic=UNCLEAR,
            part="second_miss",
            choices=self._offer(self._library.topics[UNCLEAR].next, tracker),
        )

    def _offer(self, topics: List[str], tracker: DialogueStateTracker) -> List[str]:
        """The topics without the scheme's, where the form is not to be offered."""
        if not tracker.get_slot("no_form"):
            return list(topics)
        return [topic for topic in topics if not topic.startswith("scheme.")] or ["chat.human"]
