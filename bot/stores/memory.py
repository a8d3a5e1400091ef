"""Conversations in memory, forgotten when idle, when old, and when asked."""

from __future__ import annotations

import time
from typing import Any, Optional
from weakref import WeakSet

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

IDLE_SECONDS = 20 * 60
OLDEST_SECONDS = 60 * 60

# Rasa wraps its store in one that hides our methods, so each store makes itself known here.
_stores: WeakSet[ForgettingStore] = WeakSet()


class ForgettingStore(InMemoryTrackerStore):
    """Rasa's in-memory store with two limits: 20 minutes without a message, 60 minutes in all.

    `clock` gives seconds; tests put their own in.
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
        _stores.add(self)

    async def save(self, tracker: DialogueStateTracker) -> None:
        now = self._clock()
        self._begun.setdefault(tracker.sender_id, now)
        self._touched[tracker.sender_id] = now
        await super().save(tracker)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        self.sweep()
        return await super().retrieve(sender_id)

    def sweep(self) -> None:
        """Forget every conversation past one of its limits."""
        now = self._clock()
        for sender, touched in list(self._touched.items()):
            if now - touched > self._idle or now - self._begun[sender] > self._oldest:
                self.erase(sender)

    def touch(self, sender_id: str) -> bool:
        """Begin the idle time anew; False where the conversation has ended."""
        self.sweep()
        if sender_id in self._touched:
            self._touched[sender_id] = self._clock()
        return sender_id in self._touched

    def erase(self, sender_id: str) -> None:
        """Forget one conversation; one that is not there is no error."""
        for table in (self.store, self._begun, self._touched):
            table.pop(sender_id, None)


def erase(sender_id: str) -> None:
    """Forget a conversation in every store of this process."""
    for store in list(_stores):
        store.erase(sender_id)


def touch(sender_id: str) -> bool:
    """Begin a conversation's idle time anew; False where no store has it."""
    return any([store.touch(sender_id) for store in list(_stores)])


def sweep() -> None:
    """Forget what is past its limits in every store of this process."""
    for store in list(_stores):
        store.sweep()


def exists() -> bool:
    """Whether a forgetting store is in use. Rasa puts its own in silently if ours cannot load."""
    return bool(_stores)
