"""What the service makes of a line: the door, the pipeline and the replies, as in a played turn."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Optional

from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.importer import NO_FORM
from bot.knowledge.references import ReplyRef
from bot.knowledge.topics import Topic, read_topics
from bot.nlu.arbiter import UNCLEAR
from bot.replies import Replies
from bot.screening import Screener
from bot.train import MODEL
from bot.young import FOR_THE_YOUNG, UNDER_18


@dataclass(frozen=True)
class Understood:
    """The topics replied to, first things first, the choices offered with them, and the ranking."""

    topics: tuple[str, ...]
    offered: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]
    by_screen: bool
    hints: tuple[str, ...]  # dangers that the screen thought possible
    signs: tuple[str, ...]  # what else it noticed

    @property
    def topic(self) -> str:
        return self.topics[0]

    def within_reach(self, right: tuple[str, ...]) -> bool:
        return bool({*self.topics, *self.offered} & set(right))


class Understanding:
    """The trained model with the screen before it, in this process."""

    @cached_property
    def topics(self) -> dict[str, Topic]:
        return read_topics()

    @cached_property
    def _replies(self) -> Replies:
        return Replies()

    @cached_property
    def _screener(self) -> Screener:
        return Screener.load(names=True)

    @cached_property
    def _processor(self):
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.WARNING)  # unconfigured, it prints every message
        return Agent.load(str(MODEL)).processor

    def understand_all(self, texts: Iterable[str]) -> list[Understood]:
        """Each as the first message of a conversation."""
        return asyncio.run(self._all([(None, text) for text in texts]))

    def understand_after(self, turns: Iterable[tuple[str, str]]) -> list[Understood]:
        """Each (topic, text) as said after the question of that topic was asked and answered."""
        return asyncio.run(self._all(list(turns)))

    async def _all(self, turns: list[tuple[Optional[str], str]]) -> list[Understood]:
        return [await self._take(before, text) for before, text in turns]

    async def _take(self, before: Optional[str], text: str) -> Understood:
        tracker = DialogueStateTracker("evaluation", self._processor.domain.slots)
        if before:
            asked = await self._parse(self.topics[before].ask, None)
            said = ReplyRef(kind=self.topics[before].kind, topic=before).dict()
            tracker.update(_uttered({**asked, "intent": {"name": before, "confidence": 1.0}}))
            tracker.update(BotUttered(data={"custom": {"replies": [said]}}))
        parsed = await self._parse(text, tracker)
        tracker.update(_uttered(parsed))
        topic = parsed["intent"]["name"]
        under_18 = UNDER_18 in parsed["signs"] or topic in FOR_THE_YOUNG
        tracker.update(SlotSet(UNDER_18, under_18))
        tracker.update(SlotSet("no_form", under_18 or topic in NO_FORM))
        references = self._replies.references(topic, tracker)
        return Understood(
            topics=tuple(dict.fromkeys(ref.topic for ref in references)),
            offered=tuple(choice for ref in references for choice in ref.choices),
            ranking=tuple((e["name"], e["confidence"]) for e in parsed["intent_ranking"]),
            by_screen=parsed["by_screen"],
            hints=parsed["hints"],
            signs=parsed["signs"],
        )

    async def _parse(self, text: str, tracker: Optional[DialogueStateTracker]) -> dict[str, Any]:
        """As the channel has it parsed: the screen first, then the pipeline."""
        from rasa.core.channels.channel import UserMessage

        found = self._screener.screen_text(text)
        if not found.clean.strip():
            nothing = {"intent_ranking": [], "also": [], "by_name": False, "hints": (), "signs": ()}
            return {"intent": {"name": UNCLEAR}, "by_screen": True, **nothing}
        hints = [{"topic": f.topic, "strength": f.strength} for f in found.findings]
        metadata = {"hints": hints, "signs": found.signs, "decided": found.decisive}
        message = UserMessage(found.masked.text, sender_id="evaluation", metadata=metadata)
        parsed = await self._processor.parse_message(message, tracker)
        told = tuple(f.topic for f in found.findings)
        return {**parsed, "by_screen": bool(found.decisive), "hints": told, "signs": tuple(found.signs)}


def _uttered(parsed: dict[str, Any]) -> UserUttered:
    return UserUttered(text="", intent=parsed["intent"], parse_data=parsed)
