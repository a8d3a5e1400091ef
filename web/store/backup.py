"""Backups: enquiries as they are sealed, their way to the force and their trails. Never drafts.

One JSON file that either database can be restored from. It says when it must be destroyed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from web.store.engine import patient
from web.store.tables import UtcTime, audit, enquiries, outbox, tombstones

TABLES = (enquiries, outbox, tombstones, audit)
SECONDS = 600  # that reading a table may take


class NotUsable(Exception):
    """A backup that cannot be restored: says why."""


class Restored(NamedTuple):
    """How many enquiries came back, and the references of those that are in the backup in part only."""

    count: int
    torn: list[str]


def save(session: Session, at: datetime, days: int) -> bytes:
    """The backup, which must be destroyed after so many days. `session` has done nothing yet."""
    if session.get_bind().dialect.name == "postgresql":  # the other shows all tables at one moment anyway
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    patient(session, SECONDS)
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


def restore(session: Session, saved: bytes, today: date) -> Restored:
    """Add the enquiries that were never here. Raises NotUsable.

    What is here is newer, and what was purged since stays so. What is not whole is left out.
    """
    content = _read(saved)
    if today > date.fromisoformat(content["destroy_after"]):
        raise NotUsable(f"This backup was to be destroyed after {content['destroy_after']}")
    known = set(session.execute(select(tombstones.c.submission_id)).scalars())
    torn = {key: name for key, name in _torn(content["tables"]).items() if key not in known}
    came_back = 0
    for table in TABLES:
        for row in content["tables"][table.name]:
            if row["submission_id"] in known or row["submission_id"] in torn:
                continue
            values = {column.name: _typed(column.type, row.get(column.name)) for column in table.columns}
            if table is outbox:
                values |= {"worker": None, "lease_until": None}
                values["state"] = "queued" if row["state"] == "delivering" else row["state"]
            for automatic in ("place", "id"):
                values.pop(automatic, None)
            session.execute(insert(table).values(values))
            came_back += table is enquiries
    return Restored(came_back, sorted(torn.values()))


def _torn(tables: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Enquiries of which a part is missing: an id and the reference, where that is known."""
    queued = {row["submission_id"] for row in tables["outbox"]}
    sealed = {row["submission_id"]: row["reference"] for row in tables["enquiries"]}
    stones = {row["submission_id"]: row for row in tables["tombstones"]}
    purged = {key for key, row in stones.items() if row["purged_at"]}
    whole = queued & sealed.keys() & stones.keys() | purged - queued - sealed.keys()
    trails = {row["submission_id"] for row in tables["audit"]}
    return {
        key: sealed.get(key) or stones.get(key, {}).get("reference", key)
        for key in (queued | trails | sealed.keys() | stones.keys()) - whole
    }


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
