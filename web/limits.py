"""How many messages a visitor may send. Nobody's address is kept: only a salted hash, for a minute."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import request
from limits import parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from web.problems import Problem

MEMORY = "memory://"


class Limits:
    """Counts messages by visitor and by conversation."""

    def __init__(self, rate: str, store: str = MEMORY, salt: str = "") -> None:
        """`rate` in words ("15 per minute"), or "off".

        Several websites that count in one `store` (redis://...) need one `salt`; one alone makes its own.
        """
        self._salt = salt.encode() if salt and store != MEMORY else secrets.token_bytes(32)
        self._rate = None if rate == "off" else parse(rate)
        self._shared = MovingWindowRateLimiter(storage_from_string(store, wrap_exceptions=True))
        self._own = MovingWindowRateLimiter(storage_from_string(MEMORY))

    def count(self, conversation: str | None) -> None:
        """Count one message; raises the Problem if it is one too many."""
        if self._rate is None:
            return
        keys = [self._visitor()]
        if conversation:
            keys.append(self._hash(f"conversation {conversation}"))
        # All are counted before any is judged, so that one key cannot shield the other.
        if not all([self._hit(key) for key in keys]):
            raise Problem("too_many")

    def _hit(self, key: str) -> bool:
        try:
            return self._shared.hit(self._rate, key)
        except StorageError:  # nobody goes without an answer because a counter is away
            return self._own.hit(self._rate, key)

    def _visitor(self) -> str:
        return self._hash(f"visitor {request.remote_addr}")

    def _hash(self, value: str) -> str:
        return hmac.new(self._salt, value.encode(), hashlib.sha256).hexdigest()
