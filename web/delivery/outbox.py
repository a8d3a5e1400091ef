"""The queue in the database: claiming, moving from state to state, each move with its audit entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from web.delivery.states import MOVES, RETRIABLE, SENDABLE, STUCK, NotAllowed, shown
from web.store import audit
from web.store.references import PREVIEW, as_drawn
from web.store.seals import Keys
from web.store.tables import enquiries, outbox, pauses, tombstones
from web.store.tallies import add

LATE = timedelta(hours=1)  # nobody could try it, so that these hours do not count as trying
KNOWN = (enquiries.c.reference, enquiries.c.force, enquiries.c.submitted_at)


def entries(session: Session, *conditions: Any, limit: int | None = None) -> list[Any]:
    """Rows of the queue with what is known of their enquiry, first in first."""
    joined = select(outbox, *KNOWN).join(enquiries, enquiries.c.submission_id == outbox.c.submission_id)
    return session.execute(joined.where(*conditions).order_by(outbox.c.place).limit(limit)).all()


def entry(session: Session, reference: str) -> Any:
    """The row of one enquiry, also as somebody types it. Raises NotAllowed for an unknown reference."""
    found = entries(session, enquiries.c.reference == as_drawn(reference))
    if not found:
        raise NotAllowed(f"There is no enquiry {reference} here (perhaps it was purged)")
    return found[0]


def move(
    session: Session, row: Any, state: str, at: datetime, actor: str, note: str = "", **changes: Any
) -> None:
    """From the state of `row` to another. Raises NotAllowed; then nothing is changed."""
    if state not in MOVES[row.state]:
        raise NotAllowed(f"{row.reference} is {shown(row.state)}: it cannot become {shown(state)}")
    as_read = (
        outbox.c.place == row.place,
        outbox.c.state == row.state,
        outbox.c.attempts == row.attempts,
    )
    left = {"worker": None, "lease_until": None} if row.state == "delivering" else {}
    values = {**left, "state": state, **changes}
    if not session.execute(update(outbox).where(*as_read).values(values)).rowcount:
        raise NotAllowed(f"{row.reference} was moved by another process")
    audit.append(session, row.submission_id, at, actor, state, note)


def accept(
    session: Session, row: Any, at: datetime, actor: str, note: str, force_reference: str | None
) -> None:
    """Received by the force: from now on the days of retention run. Raises NotAllowed."""
    known = {"accepted_at": at, "force_reference": force_reference}
    move(session, row, "accepted", at, actor, note, **known)
    mine = tombstones.c.submission_id == row.submission_id
    session.execute(update(tombstones).where(mine).values(known))
    add(session, row.force, at, {"accepted_by_force": 1})


def free(session: Session, at: datetime, actor: str) -> None:
    """Take back what a worker has held for longer than its lease: it died, or it cannot settle it."""
    for row in entries(session, outbox.c.state == "delivering", outbox.c.lease_until < at):
        move(session, row, "queued", at, actor, "the lease ended", due_at=row.lease_until)


def claim(
    session: Session,
    at: datetime,
    worker: str,
    lease_until: datetime,
    routes: Iterable[str],
    is_production: bool = False,
) -> Any:
    """The next row that is due on one of `routes`, now leased to `worker`; None if there is none.

    In production a test is never due.
    """
    free(session, at, worker)
    usable = set(routes) - paused(session)
    due = [outbox.c.state.in_(SENDABLE), outbox.c.due_at <= at, outbox.c.route.in_(usable)]
    if is_production:
        due.append(enquiries.c.reference.not_like(f"{PREVIEW}%"))
    found = entries(session, *due, limit=1)
    if not found:
        return None
    (row,) = found
    is_fresh = row.tried_since is None or at - row.due_at > LATE
    leased = {
        "worker": worker,
        "lease_until": lease_until,
        "attempts": row.attempts + 1,
        "tried_since": at if is_fresh else row.tried_since,
    }
    move(session, row, "delivering", at, worker, f"{row.route} route", **leased)
    return entries(session, outbox.c.place == row.place)[0]


def opened(session: Session, keys: Keys, submission_id: str) -> bytes:
    """The payload of an enquiry. Raises KeysMissing, or CryptoError where it was changed."""
    mine = enquiries.c.submission_id == submission_id
    key_id, sealed = session.execute(select(enquiries.c.key_id, enquiries.c.sealed).where(mine)).one()
    return keys.open(key_id, sealed)


def pause(session: Session, route: str, at: datetime, reason: str) -> None:
    """Send nothing more by this route until somebody has mended it."""
    if route not in paused(session):
        session.execute(pauses.insert().values(route=route, since=at, reason=reason))


def paused(session: Session) -> set[str]:
    return set(session.execute(select(pauses.c.route)).scalars())


def requeue(session: Session, row: Any, at: datetime, actor: str, has_second_route: bool = True) -> None:
    """Try again what is stuck or waits; if its route was paused, that is over. Raises NotAllowed.

    What a second route left behind that is no longer set goes by the first.
    """
    if row.state not in RETRIABLE:
        raise NotAllowed(f"{row.reference} is {shown(row.state)}: that cannot be queued again")
    if row.state == "dead_letter":  # which a person takes in hand, and gives back
        for state in ("manual_handover", "needs_attention"):
            move(session, row, state, at, actor)
            row = entry(session, row.reference)
    fresh = {"due_at": at, "attempts": 0, "tried_since": None, "untold": None}
    route = row.route if has_second_route else "first"
    move(session, row, "queued", at, actor, "queued again", route=route, **fresh)
    session.execute(delete(pauses).where(pauses.c.route == route))


def requeue_all(session: Session, at: datetime, actor: str, has_second_route: bool = True) -> int:
    """Try again all that can be, and send by every route, also where nothing that is stuck is left on it."""
    left_behind = and_(outbox.c.state == "queued", outbox.c.route == "second", not has_second_route)
    rows = entries(session, or_(outbox.c.state.in_((*STUCK, "retry_wait")), left_behind))
    for row in rows:
        requeue(session, row, at, actor, has_second_route)
    session.execute(delete(pauses))
    return len(rows)
