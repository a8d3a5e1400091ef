"""Forms that are being filled in: encrypted, and forgotten when idle, when old, and when asked."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from cryptography.fernet import InvalidToken
from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from web.store.clock import Clock, now
from web.store.engine import Store
from web.store.retention import sweep_handovers, write_down
from web.store.seals import LONGEST_DRAFT, Keys
from web.store.tables import drafts

IDLE = timedelta(minutes=60)
OLDEST = LONGEST_DRAFT


def hash_of(key: str) -> str:
    """What is stored of a key: who has the database cannot use it."""
    return hashlib.sha256(key.encode()).hexdigest()


@dataclass(frozen=True)
class Draft:
    """A form as far as it is filled in. `answers` has the shape of web.submission.Answers."""

    submission_id: str
    handover_id: str | None
    language: str
    created_at: datetime
    touched_at: datetime
    answers: dict[str, Any] = field(default_factory=dict)
    triage: dict[str, str] = field(default_factory=dict)


def sweep(store: Store, at: datetime) -> int:
    """Forget every draft past one of its limits, and unused hand-overs; gives how many drafts.

    No key is needed, so that others do it while no website runs. Raises Unavailable.
    """
    ended = or_(drafts.c.touched_at < at - IDLE, drafts.c.created_at < at - OLDEST)
    with store.session() as session:
        swept = session.execute(delete(drafts).where(ended)).rowcount
        write_down(session, at, "drafts", "idle or too old", swept)
        sweep_handovers(session, at)
    return swept


class Drafts:
    """Each is known by a random key that only the person's browser holds. All raise Unavailable."""

    def __init__(self, store: Store, keys: Keys, clock: Clock = now) -> None:
        self._store, self._keys, self._clock = store, keys, clock

    def begin(self, handover_id: str | None, language: str, triage: dict[str, str] | None = None) -> str:
        """Start a form; gives its key. The submission it will become has its id from now on."""
        key, begun = secrets.token_urlsafe(32), self._clock()
        row = {
            "key_hash": hash_of(key),
            "submission_id": str(uuid4()),
            "handover_id": handover_id,
            "language": language,
            "created_at": begun,
            "touched_at": begun,
            "sealed": self._close({}, triage or {}),
        }
        with self._store.session() as session:
            session.execute(insert(drafts).values(row))
        return key

    def read(self, key: str) -> Draft | None:
        """The draft, whose idle time begins anew; None once it has ended."""
        with self._store.session() as session:
            found = self._alive(session, key)
            if found is None:
                return None
            row, content = found
            touched = self._clock()
            mine = drafts.c.key_hash == row.key_hash
            session.execute(update(drafts).where(mine).values(touched_at=touched))
        return Draft(
            submission_id=row.submission_id,
            handover_id=row.handover_id,
            language=row.language,
            created_at=row.created_at,
            touched_at=touched,
            **content,
        )

    def write(
        self,
        key: str,
        change: Callable[[dict[str, Any]], dict[str, Any]],
        triage: dict[str, str] | None = None,
    ) -> dict[str, Any] | None:
        """Keep what `change` makes of the answers (and the triage, if given); gives them, or None once it
        has ended. Of two at once the second is given what the first has made, so that neither is undone."""
        with self._store.session() as session:
            found = self._alive(session, key)
            if found is None:
                return None
            row, content = found
            answers = change(content["answers"])
            kept = content["triage"] if triage is None else triage
            changed = {"touched_at": self._clock(), "sealed": self._close(answers, kept)}
            session.execute(update(drafts).where(drafts.c.key_hash == row.key_hash).values(changed))
        return answers

    def erase(self, key: str) -> None:
        """Forget a draft; one that is not there is no error."""
        with self._store.session() as session:
            session.execute(delete(drafts).where(drafts.c.key_hash == hash_of(key)))

    def _alive(self, session: Session, key: str) -> tuple[Any, dict[str, Any]] | None:
        """The row with its answers and triage; None once it has ended, or the key that closed it has."""
        past = self._clock()
        row = session.execute(
            select(drafts).where(
                drafts.c.key_hash == hash_of(key),
                drafts.c.touched_at >= past - IDLE,
                drafts.c.created_at >= past - OLDEST,
            ).with_for_update()  # who changes it meanwhile waits; SQLite has all wait as it is
        ).one_or_none()
        try:
            return row and (row, json.loads(self._keys.drafts().decrypt(row.sealed)))
        except InvalidToken:
            return None

    def _close(self, answers: dict[str, Any], triage: dict[str, str]) -> bytes:
        content = {"answers": answers, "triage": triage}
        return self._keys.drafts().encrypt(json.dumps(content).encode())
