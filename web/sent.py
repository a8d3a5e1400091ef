"""Which messages forms have sent, so that a form that comes again opens nothing that was left.

Without the script each answer is a page, and Back and then Reload send its form anew, with the typed words.
Of a message its id is kept as a salted hash, and its conversation's key sealed: only the id opens it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import TYPE_CHECKING, NamedTuple

from web.engine import Engine
from web.kept import InMemory, InRedis
from web.limits import MEMORY
from web.problems import EngineDown

if TYPE_CHECKING:
    from nacl.secret import SecretBox

JUST_NOW = 60  # seconds in which a second click or a shaky line may send a form again


class Before(NamedTuple):
    """An earlier coming of the same form."""

    conversation: str  # its key; empty where there was none
    at: float

    def is_over(self, engine: Engine) -> bool:
        """Whether its conversation is gone. Where nobody can say, so it is unless it came just now."""
        try:
            if self.conversation:
                return not engine.stay(self.conversation)
        except EngineDown:
            pass
        return time.time() - self.at > JUST_NOW


class Sent:
    """Remembers for an hour; several websites do so together, where they count together (web/limits.py)."""

    def __init__(self, store: str = MEMORY, salt: str = "") -> None:
        is_shared = store.startswith(("redis://", "rediss://"))
        self._stores = [InRedis(store), InMemory()] if is_shared else [InMemory()]
        self._salt = salt.encode() if salt and is_shared else secrets.token_bytes(32)

    def note(self, message_id: str, conversation: str | None) -> None:
        """This message came, and belongs to the conversation of that key."""
        note = self._box(message_id).encrypt(f"{time.time():.3f} {conversation or ''}".encode())
        for store in self._stores:
            store.put(self._hash("name", message_id).hex(), note)

    def before(self, message_id: str) -> Before | None:
        """When this message came last; None where it is new, or that was over an hour ago."""
        name = self._hash("name", message_id).hex()
        note = next(filter(None, (store.get(name) for store in self._stores)), None)
        if note is None:
            return None
        at, _, conversation = self._box(message_id).decrypt(note).decode().partition(" ")
        return Before(conversation, float(at))

    def _box(self, message_id: str) -> SecretBox:
        from nacl.secret import SecretBox  # the first page does without

        return SecretBox(self._hash("key", message_id))

    def _hash(self, what: str, message_id: str) -> bytes:
        return hmac.new(self._salt, f"{what} {message_id}".encode(), hashlib.sha256).digest()
