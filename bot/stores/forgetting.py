"""What every store of conversations has: limits, and a way to be told to forget."""

from __future__ import annotations

from abc import ABC, abstractmethod
from weakref import WeakSet

IDLE_SECONDS = 20 * 60
OLDEST_SECONDS = 60 * 60

# Rasa wraps its store in one that hides our methods, so each store makes itself known here.
_stores: WeakSet[Forgetting] = WeakSet()


class Forgetting(ABC):
    """20 minutes without a message, 60 minutes in all; then a conversation is gone.

    `failures` counts what the engine below could not do: Rasa would go on with a store in memory that
    never forgets, so whoever asked for a turn must look at it.
    """

    failures = 0

    def known_here(self) -> None:
        """Let erase(), touch() and sweep() of this module reach this store."""
        _stores.add(self)

    @abstractmethod
    def erase(self, sender_id: str) -> None:
        """Forget one conversation; one that is not there is no error."""

    @abstractmethod
    def touch(self, sender_id: str) -> bool:
        """Begin the idle time anew; False where the conversation has ended."""

    def look(self) -> None:  # noqa: B027  # what is in our own memory is always there
        """Raise where what keeps the conversations cannot be reached."""

    @abstractmethod
    def sweep(self) -> None:
        """Forget every conversation past one of its limits."""


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


def look() -> None:
    """Raise where a store of this process cannot be reached now."""
    for store in list(_stores):
        store.look()


def exists() -> bool:
    """Whether a forgetting store is in use. Rasa puts its own in silently if ours cannot load."""
    return bool(_stores)


def failures() -> int:
    """How often a store of this process could not be reached so far."""
    return sum(store.failures for store in list(_stores))
