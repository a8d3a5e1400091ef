"""Backups: enquiries as they are sealed, their way to the force and their trails. Never drafts.

One JSON file that either database can be restored from. It says when it must be destroyed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from web.store.tables import UtcTime, audit, enquiries, outbox, tombstones

TABLES = (enquiries, outbox, tombstones, audit)


class NotUsable(Exception):
    """A backup that cannot be restored: says why."""


def save(session: Session, at: datetime, days: int) -> bytes:
    """The backup, which must be destroyed after so many days."""
    rows = {
        table.name: [
            {name: _plain(value) for name, value in row._mapping.items()}
            for row in session.execute(select(table).order_by(*table.primary_key))
        ]
        for table in TABLES
    }
    about = {"made_at": at.isoformat(), "destroy_after": (at + timedelta(days=days)).date().isoformat()}
    content = json.dumps({**about, "tables": rows})
    return json.dumps({"sha256": _digest(content), "content": content}).encode()


def restore(session: Session, saved: bytes, today: date) -> int:
    """Add the enquiries that were never here; gives how many. Raises NotUsable.

    What is here is newer, and what was purged since stays so.
    """
    content = _read(saved)
    if today > date.fromisoformat(content["destroy_after"]):
        raise NotUsable(f"This backup was to be destroyed after {content['destroy_after']}")
    known = set(session.execute(select(tombstones.c.submission_id)).scalars())
    came_back = 0
    for table in TABLES:
        for row in content["tables"][table.name]:
            if row["submission_id"] in known:
                continue
            values = {column.name: _typed(column.type, row[column.name]) for column in table.columns}
            if table is outbox:
                values |= {"worker": None, "lease_until": None}
                values["state"] = "queued" if row["state"] == "delivering" else row["state"]
            for automatic in ("place", "id"):
                values.pop(automatic, None)
            session.execute(insert(table).values(values))
            came_back += table is enquiries
    return came_back


def is_over(saved: bytes, today: date) -> bool:
    """Whether the day has come by which it must be destroyed. What is no backup of ours is left alone."""
    try:
        return today > date.fromisoformat(_read(saved)["destroy_after"])
    except NotUsable:
        return False


def _read(saved: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(saved)
        content = whole["content"]
        if _digest(content) != whole["sha256"]:
            raise NotUsable("This backup was changed or is damaged")
        return json.loads(content)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotUsable("This is not a backup of enquiries") from None


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if kind.python_type is bytes else value
