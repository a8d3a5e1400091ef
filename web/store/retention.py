"""Erases what has served its purpose, and writes down that it did. Nothing undelivered is ever erased."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from web.store import audit
from web.store.engine import Store
from web.store.references import PREVIEW
from web.store.tables import audit as trail
from web.store.tables import enquiries, events, handovers, outbox, purges, tombstones

TOMBSTONES_KEPT = timedelta(days=365)


def purge(store: Store, at: datetime, retention_days: int) -> int:
    """Erase enquiries so many days after the force received them; gives how many. Raises Unavailable."""
    received = outbox.c.accepted_at <= at - timedelta(days=retention_days)
    with store.session() as session:
        old = list(session.execute(select(outbox.c.submission_id).where(received)).scalars())
        for submission_id in old:
            for table in (outbox, enquiries):
                session.execute(delete(table).where(table.c.submission_id == submission_id))
            mine = tombstones.c.submission_id == submission_id
            session.execute(update(tombstones).where(mine).values(purged_at=at))
            audit.append(session, submission_id, at, "retention", "purged")
        write_down(session, at, "enquiries", f"{retention_days} days after received", len(old))
        _purge_tombstones(session, at)
    return len(old)


def _purge_tombstones(session: Session, at: datetime) -> None:
    ended = tombstones.c.purged_at < at - TOMBSTONES_KEPT
    old = list(session.execute(select(tombstones.c.submission_id).where(ended)).scalars())
    for submission_id in old:
        for table in (tombstones, trail):
            session.execute(delete(table).where(table.c.submission_id == submission_id))
    write_down(session, at, "tombstones", "12 months after purged", len(old))


def tests_are_kept(session: Session) -> bool:
    """Whether there are enquiries of a preview: no force must get them."""
    return bool(session.execute(select(enquiries.c.reference).where(_is_test(enquiries)).limit(1)).all())


def drop_tests(session: Session, at: datetime) -> tuple[int, bool]:
    """Erase all that a preview left: its enquiries, with their trails, and the counts so far.

    Gives how many enquiries, and whether the counts went too: where real enquiries were sent, they stay.
    """
    tests = list(session.execute(select(tombstones.c.submission_id).where(_is_test(tombstones))).scalars())
    for submission_id in tests:
        for table in (outbox, enquiries, tombstones, trail):
            session.execute(delete(table).where(table.c.submission_id == submission_id))
    write_down(session, at, "enquiries", "tests of a preview", len(tests))
    if session.execute(select(tombstones.c.reference).limit(1)).all():
        return len(tests), False
    counts = session.execute(delete(events)).rowcount
    write_down(session, at, "counts", "of a preview", counts)
    return len(tests), True


def _is_test(table: Table) -> ColumnElement[bool]:
    return table.c.reference.like(f"{PREVIEW}%")


def sweep_handovers(session: Session, at: datetime) -> None:
    """Forget the ways to the form that nobody followed in time."""
    session.execute(delete(handovers).where(handovers.c.expires_at < at))


def write_down(session: Session, at: datetime, what: str, rule: str, count: int) -> None:
    """The purge log: what was erased, by which rule, and how many."""
    if count:
        session.execute(insert(purges).values(at=at, what=what, rule=rule, count=count))


def purge_log(session: Session) -> list[Any]:
    """Rows with at, what, rule and count, oldest first."""
    return session.execute(select(purges).order_by(purges.c.id)).all()
