"""One message of a conversation at a time, without Rasa's one-second wait between looks."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, AsyncGenerator, Dict, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore, LockStore
from redis import Redis
from redis.exceptions import LockError, RedisError
from redis.lock import Lock

WAIT_SECONDS = 0.05
SECONDS_FOR_REDIS = 1.0
LIFE = 1.5  # seconds; the lock of an engine that was killed is free after them


@dataclass
class Held:
    """A lock in Redis and what shows that it is ours, for whoever writes under it.

    `read` is for the store: nobody else writes the conversation meanwhile, so it is read once.
    """

    name: str
    token: str
    read: Dict[str, Any] = field(default_factory=dict)


held: ContextVar[Optional[Held]] = ContextVar("held", default=None)  # by the turn that is running


class MemoryLocks(InMemoryLockStore):
    """Rasa's in-memory lock store, looking twenty times a second whose turn it is."""

    def __init__(self, endpoint_config: Any = None) -> None:
        super().__init__()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = WAIT_SECONDS,
    ) -> AsyncGenerator[TicketLock, None]:
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as lock:
            yield lock


class RedisLocks(LockStore):
    """The locks of redis-py, for several engines. Rasa's own hand out one ticket twice: they read and
    write it in two steps.

    A lock lives for a moment only, and anew as long as its engine does: where that is killed in the middle
    of a turn, another one can still answer in time. Who stood still and lost it is not told here: what is
    written shows the token of `held`, and is refused (bot/stores/redis.py).
    """

    def __init__(self, endpoint_config: Any) -> None:
        self._redis = Redis.from_url(
            endpoint_config.url,
            socket_timeout=SECONDS_FOR_REDIS, socket_connect_timeout=SECONDS_FOR_REDIS,
        )

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LIFE,
        wait_time_in_seconds: float = WAIT_SECONDS,
    ) -> AsyncGenerator[TicketLock, None]:
        lock = self._redis.lock(f"signpost:lock:{conversation_id}", timeout=lock_lifetime)
        while not lock.acquire(blocking=False):
            await asyncio.sleep(wait_time_in_seconds)
        kept = asyncio.create_task(_keep(lock))
        held.set(Held(lock.name, lock.local.token.decode()))
        try:
            yield TicketLock(conversation_id)
        finally:
            held.set(None)
            kept.cancel()
            with suppress(LockError):  # the engine stood still for longer; another may hold it now
                lock.release()


async def _keep(lock: Lock) -> None:
    with suppress(RedisError):  # it is lost; whoever held it cannot write any more
        while True:
            await asyncio.sleep(lock.timeout / 3)
            lock.reacquire()
