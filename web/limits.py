"""How many messages a visitor may send. Nobody's address is kept: only a hash that dies with us."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import Flask, request
from flask_limiter import Limiter
from limits import parse

from web.problems import Problem


class Limits:
    """Counts messages by visitor and by conversation, in memory."""

    def __init__(self, app: Flask, rate: str) -> None:
        """`rate` in words ("15 per minute"), or "off"."""
        self._salt = secrets.token_bytes(32)
        self._rate = None if rate == "off" else parse(rate)
        self._limiter = Limiter(self._visitor, app=app, storage_uri="memory://", strategy="moving-window")

    def count(self, conversation: str | None) -> None:
        """Count one message; raises the Problem if it is one too many."""
        if self._rate is None:
            return
        keys = [self._visitor()]
        if conversation:
            keys.append(self._hash(f"conversation {conversation}"))
        # All are counted before any is judged, so that one key cannot shield the other.
        if not all([self._limiter.limiter.hit(self._rate, key) for key in keys]):
            raise Problem("too_many")

    def _visitor(self) -> str:
        return self._hash(f"visitor {request.remote_addr}")

    def _hash(self, value: str) -> str:
        return hmac.new(self._salt, value.encode(), hashlib.sha256).hexdigest()
