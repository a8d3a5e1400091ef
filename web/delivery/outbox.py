"""The queue in the database: claiming, moving from state to state, each move with its audit entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from web.delivery.states import MOVES, RETRIABLE, SENDABLE, NotAllowed
from web.store import audit
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
    """The row of one enquiry. Raises NotAllowed for an unknown reference."""
    found = entries(session, enquiries.c.reference == reference)
    if not found:
        raise NotAllowed(f"There is no enquiry {reference} here (perhaps it was purged)")
    return found[0]


def move(
    session: Session, row: Any, state: str, at: datetime, actor: str, note: str = "", **changes: Any
) -> None:
    """From the state of `row` to another. Raises NotAllowed; then nothing is changed."""
    if state not in MOVES[row.state]:
        raise NotAllowed(f"{row.reference} is {row.state}: it cannot become {state}")
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


def claim(session: Session, at: datetime, worker: str, lease_until: datetime, routes: Iterable[str]) -> Any:
    """The next row that is due on one of `routes`, now leased to `worker`; None if there is none."""
    for row in entries(session, outbox.c.state == "delivering", outbox.c.lease_until < at):
        move(session, row, "queued", at, worker, "the lease ended", due_at=row.lease_until)
    usable = set(routes) - paused(session)
    due = (outbox.c.state.in_(SENDABLE), outbox.c.due_at <= at, outbox.c.route.in_(usable))
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


def requeue(session: Session, row: Any, at: datetime, actor: str) -> None:
    """Try again what was stuck; if its route was paused, that is over. Raises NotAllowed."""
    if row.state not in RETRIABLE:
        raise NotAllowed(f"{row.reference} is {row.state}: that cannot be queued again")
    move(session, row, "queued", at, actor, "queued again", due_at=at, attempts=0, tried_since=None)
    session.execute(delete(pauses).where(pauses.c.route == row.route))


def requeue_all(session: Session, at: datetime, actor: str) -> int:
    """Try again all that can be, and send by every route, also where nothing that is stuck is left on it."""
    rows = entries(session, outbox.c.state.in_(RETRIABLE))
    for row in rows:
        requeue(session, row, at, actor)
    session.execute(delete(pauses))
    return len(rows)
