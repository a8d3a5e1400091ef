"""How many messages a visitor may send. Nobody's address is kept: only a salted hash, for a minute."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from ipaddress import ip_address, ip_network

from flask import request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from web.kept import WAITS
from web.problems import Problem

MEMORY = "memory://"
SECONDS_AWAY = 5.0  # a store that did not answer is left alone for so long
NEIGHBOURS = 10  # people who may well share one address: a school, a refuge, a mobile network


class Limits:
    """Counts the messages of a conversation, and all that comes from one address."""

    def __init__(self, rate: str, store: str = MEMORY, salt: str = "") -> None:
        """`rate` in words ("15 per minute"), or "off".

        Several websites that count in one `store` (redis://...) need one `salt`; one alone makes its own.
        """
        self._salt = salt.encode() if salt and store != MEMORY else secrets.token_bytes(32)
        one = None if rate == "off" else parse(rate)
        self._rate = one
        self._rate_of_all = one and type(one)(one.amount * NEIGHBOURS, one.multiples)
        waits = WAITS if store.startswith(("redis://", "rediss://")) else {}
        self._shared = MovingWindowRateLimiter(storage_from_string(store, wrap_exceptions=True, **waits))
        self._own = MovingWindowRateLimiter(storage_from_string(MEMORY))
        self._away_until = 0.0  # by time.monotonic()

    def count(self, conversation: str | None) -> None:
        """Count one message; raises the Problem if it is one too many."""
        if self._rate is None:
            return
        counted = [(self._rate_of_all, self._visitor())]
        if conversation:
            counted.append((self._rate, self._hash(f"conversation {conversation}")))
        # All are counted before any is judged, so that one cannot shield the other.
        if not all([self._hit(rate, key) for rate, key in counted]):
            raise Problem("too_many")

    def refusal(self, conversation: str | None) -> Exception | None:
        """Count one message; why it is refused, if it is: danger in it is answered all the same."""
        try:
            self.count(conversation)
        except Exception as error:
            return error
        return None

    def _hit(self, rate: RateLimitItem, key: str) -> bool:
        if time.monotonic() >= self._away_until:
            try:
                return self._shared.hit(rate, key)
            except StorageError:  # nobody goes without an answer because a counter is away
                self._away_until = time.monotonic() + SECONDS_AWAY
        return self._own.hit(rate, key)

    def _visitor(self) -> str:
        """The network address; of IPv6 the half that a household or a phone is given."""
        address = request.remote_addr or "unknown"
        try:
            known = ip_address(address.partition("%")[0])
        except ValueError:  # a proxy's own way to write it, with a port perhaps: counted as it stands
            return self._hash(f"visitor {address}")
        known = getattr(known, "ipv4_mapped", None) or known
        of_one_line = 64 if known.version == 6 else 32
        return self._hash(f"visitor {ip_network((str(known), of_one_line), strict=False)}")

    def _hash(self, value: str) -> str:
        return hmac.new(self._salt, value.encode(), hashlib.sha256).hexdigest()
