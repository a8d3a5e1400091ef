"""What the service makes of a line: the door, the pipeline and the arbiter, as in a first turn."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge import Library, load
from bot.nlu.arbiter import UNCLEAR
from bot.screening import Screener
from bot.train import MODEL

NEAREST = 3


@dataclass(frozen=True)
class Understood:
    """The first reply's topic, the choices offered with it, and how sure the ranking was."""

    topic: str
    offered: tuple[str, ...]
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    by_screen: bool

    def within_reach(self, right: tuple[str, ...]) -> bool:
        return bool({self.topic, *self.offered} & set(right))


class Understanding:
    """The trained model with the screen before it, in this process."""

    @cached_property
    def library(self) -> Library:
        return load()

    @cached_property
    def _screener(self) -> Screener:
        return Screener.load(names=True)

    @cached_property
    def _processor(self):
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.WARNING)  # unconfigured, it prints every message
        return Agent.load(str(MODEL)).processor

    def understand_all(self, texts: list[str]) -> list[Understood]:
        return asyncio.run(self._understand_all(texts))

    async def _understand_all(self, texts: list[str]) -> list[Understood]:
        return [await self._understand(text) for text in texts]

    async def _understand(self, text: str) -> Understood:
        from rasa.core.channels.channel import UserMessage

        found = self._screener.screen_text(text)
        for finding in found.findings:
            if finding.strength == "decisive":
                return self._reply(finding.topic, 1.0, (), by_screen=True)
        if not found.clean.strip():
            return self._reply(UNCLEAR, 1.0, (), by_screen=True)
        hints = [{"topic": f.topic, "strength": f.strength} for f in found.findings]
        message = UserMessage(found.masked.text, sender_id="evaluation", metadata={"hints": hints})
        parsed = await self._processor.parse_message(message)
        ranking = tuple((e["name"], e["confidence"]) for e in parsed["intent_ranking"])
        return self._reply(parsed["intent"]["name"], ranking[0][1], ranking, by_screen=False)

    def _reply(
        self, topic: str, confidence: float, ranking: tuple[tuple[str, float], ...], by_screen: bool
    ) -> Understood:
        if topic == UNCLEAR and ranking:
            offered = [name for name, _ in ranking if not name.startswith("chat.")][:NEAREST]
        else:
            offered = self.library.topics[topic].next
        return Understood(topic, tuple(offered), confidence, ranking, by_screen)
