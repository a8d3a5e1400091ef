"""Looks at how long enquiries wait: alarms at 15, 60 and 240 minutes, the second route at 60."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from web.delivery.alerts import Alerts
from web.delivery.outbox import entries, move
from web.delivery.schedule import DUTY_CONTACT, SECOND_ROUTE, alarm_after
from web.delivery.states import REROUTABLE, NotAllowed
from web.store.engine import Store
from web.store.tables import outbox


def watch(store: Store, alerts: Alerts, at: datetime, has_second_route: bool) -> None:
    """Turn to the second route what the first did not take, and raise each alarm that is due, once.

    An alarm that reaches nobody is raised again at the next look. Raises Unavailable.
    """
    if has_second_route:
        reroute(store, at)
    with store.session() as session:
        waiting = entries(session, outbox.c.state != "accepted")
    for row in waiting:
        age = at - row.submitted_at
        alarm = alarm_after(age)
        if alarm <= row.alarm:
            continue
        minutes = age // timedelta(minutes=1)
        if not alerts.tell(row.reference, row.state, minutes, "waiting", duty=alarm >= DUTY_CONTACT):
            return  # nor would the next one; delivery must not wait for it
        with store.session() as session:
            session.execute(update(outbox).where(outbox.c.place == row.place).values(alarm=alarm))


def reroute(store: Store, at: datetime) -> None:
    """Send what is older than 60 minutes by the second route, under the same submission id.

    The first route is then done with: nothing more is sent by it.
    """
    with store.session() as session:
        stuck = entries(session, outbox.c.route == "first", outbox.c.state.in_(REROUTABLE))
    for row in stuck:
        if at - row.submitted_at < timedelta(minutes=SECOND_ROUTE):
            continue
        fresh = {"route": "second", "attempts": 0, "due_at": at}
        try:
            with store.session() as session:
                move(session, row, "queued", at, "watch", "second route", **fresh)
        except NotAllowed:  # it has moved meanwhile; the next look will see
            continue
