"""Conversations in the memory of one engine: nothing to install, nothing on disk."""

from __future__ import annotations

import time
from typing import Any, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.stores.forgetting import IDLE_SECONDS, OLDEST_SECONDS, Forgetting
from bot.tracker import duplicate, shortened


class MemoryStore(Forgetting, InMemoryTrackerStore):
    """Rasa's in-memory store with our limits. `clock` gives seconds; tests put their own in.

    It keeps trackers, not their text: Rasa's writes and reads all of a conversation four times a turn.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: Optional[EventBroker] = None,
        idle_seconds: float = IDLE_SECONDS,
        oldest_seconds: float = OLDEST_SECONDS,
        clock: Any = time.monotonic,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._idle, self._oldest, self._clock = idle_seconds, oldest_seconds, clock
        self._begun: dict[str, float] = {}
        self._touched: dict[str, float] = {}
        self.known_here()

    async def save(self, tracker: DialogueStateTracker) -> None:
        now = self._clock()
        self._begun.setdefault(tracker.sender_id, now)
        self._touched[tracker.sender_id] = now
        self.store[tracker.sender_id] = duplicate(shortened(tracker))

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        self.sweep()
        kept = self.store.get(sender_id)
        return kept and duplicate(kept)

    def sweep(self) -> None:
        now = self._clock()
        for sender, touched in list(self._touched.items()):
            if now - touched > self._idle or now - self._begun[sender] > self._oldest:
                self.erase(sender)

    def touch(self, sender_id: str) -> bool:
        self.sweep()
        if sender_id in self._touched:
            self._touched[sender_id] = self._clock()
        return sender_id in self._touched

    def erase(self, sender_id: str) -> None:
        for table in (self.store, self._begun, self._touched):
            table.pop(sender_id, None)
