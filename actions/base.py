"""The base of every action: whatever happens in it, the person hears something."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot import logs
from bot.knowledge.references import ReplyRef
from bot.young import UNDER_18

logger = logging.getLogger(__name__)


class SafeAction(Action, ABC):
    """An action that says one thing. If it fails, it says that the service has a problem.

    An exception must not leave `run`: the SDK would answer with the whole conversation,
    and Rasa would write that into its log.
    """

    @abstractmethod
    def name(self) -> str:
        """The action's name in the domain."""

    @abstractmethod
    def replies(self, tracker: Tracker) -> list[ReplyRef]:
        """What this action decides to say."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        begun = time.perf_counter()
        try:
            replies = self.replies(tracker)
            logger.info("an action was run", extra={"milliseconds": logs.milliseconds_since(begun)})
        except Exception as error:
            logger.error("an action failed", extra={"action": self.name(), **logs.kind_of(error)})
            replies = [ReplyRef(kind="fallback", topic=None)]
        dispatcher.utter_message(
            json_message={
                "replies": [reply.dict() for reply in replies],
                "pinned": tracker.get_slot("pinned"),
                "under_18": tracker.get_slot(UNDER_18),
            }
        )
        return []
