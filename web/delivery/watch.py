"""Looks at how long enquiries wait: alarms at 15, 60 and every 240 minutes, the second route at 60."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from web.delivery.alerts import Alerts
from web.delivery.outbox import entries, free, move
from web.delivery.schedule import DUTY_CONTACT, OPERATOR, SECOND_ROUTE, alarm_after
from web.delivery.states import REROUTABLE, STUCK, NotAllowed
from web.store import audit
from web.store.engine import Store
from web.store.tables import outbox
from web.submission.envelope import FIRST_CHECKS

FOR_DELIVERY = timedelta(minutes=5)  # in which delivery itself tells: then the website does


class Round:
    """One look. Whoever could not be told is not tried again in it, since delivery must not wait.

    `later`: alarms are not due before so much later, since they are somebody else's to raise.
    """

    def __init__(self, alerts: Alerts, at: datetime, later: timedelta = timedelta()) -> None:
        self.at = at
        self._alerts, self._later = alerts, later
        self._unreached: set[bool] = set()  # True for the duty contact, False for the operator

    def reaches(self, row: Any, reason: str, duty: bool = False) -> bool:
        """Whether whom it concerns was told of `row`."""
        if duty not in self._unreached:
            minutes = (self.at - row.submitted_at) // timedelta(minutes=1)
            if self._alerts.tell(row.reference, row.state, minutes, reason, duty):
                return True
            self._unreached.add(duty)
        return False

    def alarm(self, row: Any, reason: str = "waiting") -> int:
        """Raise the alarm that is due; gives which one somebody was told by, in minutes, or 0.

        The last comes again until somebody takes the enquiry, and once its first checks are overdue
        until the force has it. Where it reaches nobody it stays due, and the operator is told instead.
        """
        age = self.at - self._later - row.submitted_at
        due = alarm_after(age)
        is_last = due == DUTY_CONTACT
        is_in_hand = row.state == "manual_handover" and age < FIRST_CHECKS
        is_again = is_last and not is_in_hand and self._was_silent(row, DUTY_CONTACT)
        if due <= row.alarm and not is_again:
            return 0
        if self.reaches(row, reason, duty=is_last):
            return due
        stands_in = is_last and self._was_silent(row, OPERATOR)
        return SECOND_ROUTE if stands_in and self.reaches(row, "the duty contact was not reached") else 0

    def _was_silent(self, row: Any, minutes: int) -> bool:
        return row.alarmed_at is None or self.at - self._later - row.alarmed_at >= timedelta(minutes=minutes)


def watch(store: Store, alerts: Alerts, at: datetime, has_second_route: bool) -> None:
    """Turn to the second route what the first did not take, and raise every alarm that is due.

    What reaches nobody is told again at the next look. Raises Unavailable.
    """
    if has_second_route:
        reroute(store, at)
    this = Round(alerts, at)
    tell_of_stuck(store, this)
    _raise_alarms(store, this)


def stand_in(store: Store, alerts: Alerts, at: datetime) -> None:
    """The website's own look: raise what delivery should have raised and, dead or never started, has not."""
    _raise_alarms(store, Round(alerts, at, later=FOR_DELIVERY))


def _raise_alarms(store: Store, this: Round) -> None:
    with store.session() as session:
        waiting = [(row, _why(session, row)) for row in entries(session, outbox.c.state != "accepted")]
    for row, reason in waiting:
        if alarm := this.alarm(row, reason):
            _keep(store, row, alarm=alarm, alarmed_at=this.at)


def _why(session: Session, row: Any) -> str:
    """Why it waits, with what the last try met. Of others the note may be an operator's own words."""
    if row.state != "retry_wait":
        return "waiting"
    return f"waiting: {audit.trail(session, row.submission_id)[-1].note}"


def tell_of_stuck(store: Store, this: Round) -> None:
    """Tell the operator what nothing more will happen to by itself, until that was told."""
    with store.session() as session:
        stuck = entries(session, outbox.c.state.in_(STUCK), outbox.c.untold.is_not(None))
    for row in stuck:
        if this.reaches(row, row.untold):
            _keep(store, row, untold=None)


def _keep(store: Store, row: Any, **told: Any) -> None:
    with store.session() as session:
        session.execute(update(outbox).where(outbox.c.place == row.place).values(told))


def reroute(store: Store, at: datetime) -> None:
    """Send what is older than 60 minutes by the second route, under the same submission id.

    The first route is then done with: nothing more is sent by it.
    """
    with suppress(NotAllowed), store.session() as session:  # else a worker has taken it back just now
        free(session, at, "watch")
    with store.session() as session:
        stuck = entries(session, outbox.c.route == "first", outbox.c.state.in_(REROUTABLE))
    for row in stuck:
        if at - row.submitted_at < timedelta(minutes=SECOND_ROUTE):
            continue
        fresh = {"route": "second", "attempts": 0, "tried_since": None, "due_at": at}
        try:
            with store.session() as session:
                move(session, row, "queued", at, "watch", "second route", **fresh)
        except NotAllowed:  # it has moved meanwhile; the next look will see
            continue
