"""The counts of events in the database, by force and ISO week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.store.tables import events


def add(session: Session, force: str, at: datetime, counted: Mapping[str, int]) -> None:
    """Add to the counts of the week of `at`, in the transaction of `session`."""
    week = week_of(at)
    for name, more in counted.items():
        mine = (events.c.force == force, events.c.week == week, events.c.name == name)
        added = update(events).where(*mine).values(count=events.c.count + more)
        if session.execute(added).rowcount:
            continue
        row = {"force": force, "week": week, "name": name, "count": more}
        try:
            with session.begin_nested():
                session.execute(insert(events).values(row))
        except IntegrityError:  # another process began this count meanwhile
            session.execute(added)


def week_of(at: datetime) -> str:
    """Its ISO week: "2026-W47"."""
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02}"


def read(session: Session) -> dict[tuple[str, str], dict[str, int]]:
    """All counts, by force and week."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    columns = (events.c.force, events.c.week, events.c.name, events.c.count)
    for force, week, name, count in session.execute(select(*columns).order_by(*columns[:2])):
        found.setdefault((force, week), {})[name] = count
    return found
