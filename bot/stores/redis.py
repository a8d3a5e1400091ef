"""Conversations in Redis, for several engines behind one address. Redis itself forgets them."""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import RedisTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from redis import Redis, RedisError
from redis.exceptions import LockNotOwnedError

from bot.locks import held
from bot.stores.forgetting import IDLE_SECONDS, OLDEST_SECONDS, Forgetting
from bot.tracker import duplicate, revived, shortened, written

SECONDS_TO_WAIT = 1.0  # a store that hangs must not hold up every conversation

# Keys: the conversation, when it began, its lock. Values: its events, milliseconds that it may be idle and
# old, and the token that the lock must have. In one step, or the lock could be lost after the look at it.
SAVE = """
if ARGV[4] ~= '' and redis.call('get', KEYS[3]) ~= ARGV[4] then return 0 end
redis.call('set', KEYS[2], '', 'PX', ARGV[3], 'NX')
local life = math.min(tonumber(ARGV[2]), redis.call('pttl', KEYS[2]))
if life > 0 then redis.call('set', KEYS[1], ARGV[1], 'PX', life) end
return 1
"""


class RedisStore(Forgetting, RedisTrackerStore):
    """Rasa's Redis store, where every key has a life: the idle time, but never past the hour.

    `host` is an address such as redis://127.0.0.1:6379/0. Beside each conversation stands a key that
    lives for the hour from its first turn; what is left of it caps the life of the conversation.
    """

    def __init__(
        self,
        domain: Domain,
        host: str,
        event_broker: Optional[EventBroker] = None,
        idle_seconds: float = IDLE_SECONDS,
        oldest_seconds: float = OLDEST_SECONDS,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker=event_broker, key_prefix="signpost")
        self.red = Redis.from_url(
            host, decode_responses=True,
            socket_timeout=SECONDS_TO_WAIT, socket_connect_timeout=SECONDS_TO_WAIT,
        )
        self._save = self.red.register_script(SAVE)
        self._idle, self._oldest = round(idle_seconds * 1000), round(oldest_seconds * 1000)
        self.known_here()

    async def save(self, tracker: DialogueStateTracker, timeout: Optional[float] = None) -> None:
        """The whole tracker: the conversation's lock is held, so there is nothing to merge with.

        An engine that stood still has lost the lock, and another may have answered meanwhile, or erased
        the conversation: then this raises LockNotOwnedError, and what is kept stays as it is.
        """
        sender, lock = tracker.sender_id, held.get()
        keys = [self._key(sender), self._begun(sender), lock.name if lock else ""]
        values = [written(shortened(tracker)), self._idle, self._oldest, lock.token if lock else ""]
        try:
            if lock:
                lock.read.pop(sender, None)
            if not self._save(keys, values):
                raise LockNotOwnedError("the engine stood still for longer than its lock lives")
        except RedisError:
            self.failures += 1
            raise

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Read once a turn: under its lock nobody else may write it."""
        read = lock.read if (lock := held.get()) else {}
        if sender_id not in read:
            try:
                kept = self.red.get(self._key(sender_id))
            except RedisError:
                self.failures += 1
                raise
            if not kept:
                return None
            read[sender_id] = revived(self.init_tracker(sender_id), kept)
        return duplicate(read[sender_id])

    def touch(self, sender_id: str) -> bool:
        life = self._life(self._begun(sender_id))
        return life > 0 and bool(self.red.pexpire(self._key(sender_id), life))

    def erase(self, sender_id: str) -> None:
        self.red.delete(self._key(sender_id), self._begun(sender_id))

    def look(self) -> None:
        self.red.ping()

    def sweep(self) -> None:
        """Nothing to do: Redis drops what has outlived its time."""

    def _key(self, sender_id: str) -> str:
        return self.key_prefix + sender_id

    def _begun(self, sender_id: str) -> str:
        return f"{self.key_prefix}begun:{sender_id}"

    def _life(self, begun: str) -> int:
        """Milliseconds that a conversation may still be kept without a message."""
        return min(self._idle, self.red.pttl(begun))
