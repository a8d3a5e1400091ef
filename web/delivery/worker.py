"""Delivers enquiries: takes what is due, sends it, and writes down what came of it."""

from __future__ import annotations

import os
import secrets
import socket
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from nacl.exceptions import CryptoError
from sqlalchemy.exc import IntegrityError

from web.delivery import outbox
from web.delivery.alerts import Alerts
from web.delivery.outcomes import ACCEPTED, FAILED, NOT_LET_IN, UNREADABLE, Outcome, Reply, outcome_of
from web.delivery.schedule import Schedule
from web.delivery.states import NotAllowed
from web.delivery.watch import Round, tell_of_stuck
from web.store import audit
from web.store.clock import Clock, now
from web.store.engine import Store
from web.store.errors import KeysMissing
from web.store.seals import Keys

Send = Callable[[str, bytes], Reply]  # a submission id and a payload
ERRORS_IN_A_ROW = 5  # of one enquiry, after which a person must look


class Worker:
    """One of perhaps several. `routes` are what each route sends with: "first", "second".

    A step that is cut short is repeated under the same submission id, which the receiver knows.
    """

    def __init__(
        self,
        store: Store,
        keys: Keys,
        routes: dict[str, Send],
        alerts: Alerts,
        schedule: Schedule | None = None,
        clock: Clock = now,
        is_production: bool = False,
    ) -> None:
        self._store, self._keys, self._routes, self._alerts = store, keys, routes, alerts
        self._schedule, self._clock = schedule or Schedule(), clock
        self._is_production = is_production
        self._errors: Counter[int] = Counter()
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"[:64]

    def step(self) -> bool:
        """Deliver one enquiry, if one is due; False if none is.

        What it raises is tried again once the lease has ended. An enquiry that raises again and again
        is left to a person, since its hours must not run out unseen.
        """
        row = self.claim()
        if row is None:
            return False
        try:
            self.settle(row, *self.deliver(row))
        except Exception:
            self._errors[row.place] += 1
            if self._errors[row.place] < ERRORS_IN_A_ROW:
                raise
            self.settle(row, FAILED, None, None)
        del self._errors[row.place]
        return True

    def claim(self) -> Any:
        at = self._clock()
        lease_until = at + timedelta(seconds=self._schedule.lease)
        try:
            with self._store.session() as session:
                routes, is_production = self._routes, self._is_production
                return outbox.claim(session, at, self.name, lease_until, routes, is_production)
        except NotAllowed:  # another worker was quicker
            return None

    def deliver(self, row: Any) -> tuple[Outcome, str | None, Reply | None]:
        try:
            with self._store.session() as session:
                body = outbox.opened(session, self._keys, row.submission_id)
        except (KeysMissing, CryptoError):
            return UNREADABLE, None, None
        reply = self._routes[row.route](row.submission_id, body)
        return *outcome_of(reply), reply

    def settle(self, row: Any, outcome: Outcome, force_reference: str | None, reply: Reply | None) -> None:
        """Write down what came of it. A lease that has ended is no longer ours to settle."""
        at = self._clock()
        note = f"{outcome.name} {reply}" if reply else outcome.name
        state, changes = outcome.state, {}
        if state == "retry_wait":
            state, changes = self._retry(row, reply, at)
        is_news = outcome.alert or state == "dead_letter"
        if is_news:
            changes["untold"] = note
        try:
            with self._store.session() as session:
                if outcome is ACCEPTED:
                    outbox.accept(session, row, at, self.name, note, force_reference)
                else:
                    outbox.move(session, row, state, at, self.name, note, **changes)
                if outcome is NOT_LET_IN:
                    outbox.pause(session, row.route, at, note)
        except NotAllowed:
            with self._store.session() as session:
                audit.append(session, row.submission_id, at, self.name, "lease_lost", note)
            return
        except IntegrityError:  # another process paused the same route: once more
            return self.settle(row, outcome, force_reference, reply)
        if is_news:
            tell_of_stuck(self._store, Round(self._alerts, at))

    def _retry(self, row: Any, reply: Reply | None, at: datetime) -> tuple[str, dict[str, Any]]:
        ends = row.tried_since + timedelta(seconds=self._schedule.budget)
        if at >= ends:
            return "dead_letter", {}
        asked = min(reply.retry_after, self._schedule.longest_asked) if reply else 0.0
        wait = max(self._schedule.wait(row.attempts), asked)
        return "retry_wait", {"due_at": min(ends, at + timedelta(seconds=wait))}
