"""Where a website keeps small sealed notes for an hour: in memory, and for several websites in Redis."""

from __future__ import annotations

import time
from collections import OrderedDict
from contextlib import suppress
from threading import Lock

KEPT = 60 * 60  # seconds: no conversation lasts longer
MOST = 20_000  # notes in memory; the oldest make way
# Of a Redis: one that stands still, or a network that drops what is sent, would keep everybody waiting.
WAITS = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}  # seconds
PREFIX = "signpost:sent:"


class InMemory:
    def __init__(self) -> None:
        self._notes: OrderedDict[str, tuple[float, bytes]] = OrderedDict()  # oldest first
        self._lock = Lock()

    def put(self, name: str, note: bytes) -> None:
        with self._lock:
            self._notes[name] = (time.monotonic(), note)
            self._notes.move_to_end(name)
            self._forget()

    def get(self, name: str) -> bytes | None:
        with self._lock:
            self._forget()
            return self._notes[name][1] if name in self._notes else None

    def _forget(self) -> None:
        while self._notes:
            name, (at, _) = next(iter(self._notes.items()))
            if len(self._notes) <= MOST and time.monotonic() - at <= KEPT:
                return
            del self._notes[name]


class InRedis:
    """Nobody goes without an answer because it is away: then it keeps nothing, and knows nothing."""

    def __init__(self, address: str) -> None:
        # Takes a second to import, and one website alone does without.
        from redis import Redis, RedisError

        self._redis = Redis.from_url(address, **WAITS)
        self._away = RedisError

    def put(self, name: str, note: bytes) -> None:
        with suppress(self._away):
            self._redis.set(PREFIX + name, note, ex=KEPT)

    def get(self, name: str) -> bytes | None:
        with suppress(self._away):
            return self._redis.get(PREFIX + name)
        return None
