"""Which engine a call goes to: what came of the earlier ones decides."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from threading import Lock

from urllib3.exceptions import HTTPError, ReadTimeoutError

SECONDS_AWAY = 5.0  # an engine that did not answer is asked last for so long


class Balance:
    """The calls of one website to its engines, by address, for all threads."""

    def __init__(self) -> None:
        self._calls = count()
        self._in_hand: Counter[str] = Counter()  # calls under way
        self._counting = Lock()
        self._away: dict[str, float] = {}  # until when, in seconds of time.monotonic()
        self._standing_still: set[str] = set()  # took the last call and did not answer in time
        self._answered: dict[str, float] = {}  # when it last did, by time.monotonic()

    def in_turn(self, addresses: Sequence[str]) -> list[str]:
        """Every engine: those with the fewest calls in hand first, those that were away last.

        Simply taking turns would give one that fell behind as much as the others until nobody gets an
        answer of it in time.
        """
        now, first = time.monotonic(), next(self._calls) % len(addresses)
        order = [*addresses[first:], *addresses[:first]]
        return sorted(order, key=lambda address: (self._away.get(address, 0.0) > now, self._in_hand[address]))

    def stand_still(self, addresses: Sequence[str]) -> bool:
        """Whether each of them took its last call and did not answer in time."""
        return not {*addresses} - self._standing_still

    @contextmanager
    def call(self, address: str) -> Iterator[None]:
        """Counts a call while it is under way, and notes whether it was answered."""
        begun = time.monotonic()
        self._count(address, 1)
        try:
            yield
        except HTTPError as error:
            self._note_failure(address, error, begun)
            raise
        else:
            self._away.pop(address, None)
            self._standing_still.discard(address)
            self._answered[address] = time.monotonic()
        finally:
            self._count(address, -1)

    def _count(self, address: str, by: int) -> None:
        with self._counting:
            self._in_hand[address] += by

    def _note_failure(self, address: str, error: HTTPError, begun: float) -> None:
        is_late = isinstance(error, ReadTimeoutError)
        if is_late and self._answered.get(address, 0.0) > begun:
            return  # it is busy: others were answered meanwhile, and a second engine has as much to do
        self._away[address] = time.monotonic() + SECONDS_AWAY
        if is_late:
            self._standing_still.add(address)
        else:
            self._standing_still.discard(address)
