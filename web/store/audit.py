"""The trail: what was done with each enquiry, when and by whom. Never what it says."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from web.store.tables import audit, tombstones

FIRST = "0" * 64


def append(
    session: Session, submission_id: str, at: datetime, actor: str, event: str, note: str = ""
) -> None:
    """Add an entry. Its hash is over itself and the entry before, so that none can be changed unseen.

    The tombstone holds the last hash: none can be cut off, and of two that write the second waits there.
    """
    ends = _ends(session, submission_id)
    if ends is None:  # nothing was written yet, or by an earlier version
        rows = trail(session, submission_id)
        ends = rows[-1].hash if rows else FIRST
    entry = {
        "submission_id": submission_id,
        "at": at.replace(microsecond=0),
        "actor": actor[: audit.c.actor.type.length],
        "event": event,
        "note": note[: audit.c.note.type.length],
    }
    digest = _digest(ends, entry)
    session.execute(insert(audit).values(**entry, hash=digest))
    stone = tombstones.c.submission_id == submission_id
    session.execute(update(tombstones).where(stone).values(trail_ends=digest))


def trail(session: Session, submission_id: str) -> list[Any]:
    """The entries of an enquiry, oldest first: rows with at, actor, event, note and hash."""
    mine = audit.c.submission_id == submission_id
    return session.execute(select(audit).where(mine).order_by(audit.c.id)).all()


def is_intact(session: Session, submission_id: str) -> bool:
    """Whether no entry of the trail was changed, taken out, put between or cut off at its end."""
    last, ends = FIRST, _ends(session, submission_id)
    for row in trail(session, submission_id):
        entry = {name: row._mapping[name] for name in ("submission_id", "at", "actor", "event", "note")}
        last = _digest(last, entry)
        if row.hash != last:
            return False
    return ends in (None, last)


def _ends(session: Session, submission_id: str) -> str | None:
    """The last hash of a trail, which nobody else adds to until this transaction is over."""
    stone = tombstones.c.submission_id == submission_id
    return session.execute(select(tombstones.c.trail_ends).where(stone).with_for_update()).scalar()


def _digest(before: str, entry: dict[str, Any]) -> str:
    parts = [before, *(str(value) for value in entry.values())]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
