"""Sends an enquiry: sealed, queued and confirmed in one transaction, or not at all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.store import audit
from web.store.clock import Clock, now
from web.store.drafts import hash_of
from web.store.engine import Store
from web.store.errors import NotSent, Unavailable
from web.store.references import PREVIEW, draw
from web.store.seals import Keys
from web.store.tables import drafts, enquiries, outbox, tombstones
from web.store.tallies import add
from web.submission import Submission

TRIES = 5  # for a reference that nobody has; the second is hardly ever needed


@dataclass(frozen=True)
class Confirmation:
    reference: str
    submitted_at: datetime


class Enquiries:
    """What was sent. The website can add to it and cannot read it."""

    def __init__(self, store: Store, keys: Keys, clock: Clock = now) -> None:
        self._store, self._keys, self._clock = store, keys, clock

    def submit(self, draft_key: str, submission: Submission) -> str:
        """Store an enquiry and erase its draft; gives its reference, once it is safe on disk.

        Sending a draft again changes nothing and gives the same reference. Raises NotSent.
        """
        for _ in range(TRIES):
            try:
                return self._submit(draft_key, submission)
            except IntegrityError:  # somebody has this reference
                is_production = not submission.meta.submission_reference.startswith(PREVIEW)
                submission = submission.stamped(draw(is_production), submission.meta.submitted_at)
            except Unavailable as error:
                raise NotSent(type(error).__name__) from None
        raise NotSent("no reference is free")

    def confirmation(self, draft_key: str) -> Confirmation | None:
        """What to confirm for a draft that was sent; None for any other. Raises Unavailable."""
        with self._store.session() as session:
            return self._confirmation(session, draft_key)

    def forget(self, draft_key: str) -> None:
        """Confirm it to nobody any more; the enquiry itself stays. Raises Unavailable."""
        mine = tombstones.c.key_hash == hash_of(draft_key)
        nobodys = hash_of(secrets.token_urlsafe(32))
        with self._store.session() as session:
            session.execute(update(tombstones).where(mine).values(key_hash=nobodys))

    def _submit(self, draft_key: str, submission: Submission) -> str:
        submission = submission.stamped(submission.meta.submission_reference, self._clock())
        key_id, sealed = self._keys.seal(submission.payload())
        with self._store.session() as session:
            mine = drafts.c.key_hash == hash_of(draft_key)
            # Of two that come at once the second waits here, and finds the draft gone.
            if not session.execute(delete(drafts).where(mine)).rowcount:
                if earlier := self._confirmation(session, draft_key):
                    return earlier.reference
                raise NotSent("the draft has ended")
            self._insert(session, hash_of(draft_key), submission, key_id, sealed)
        return submission.meta.submission_reference

    def _confirmation(self, session: Session, draft_key: str) -> Confirmation | None:
        mine = tombstones.c.key_hash == hash_of(draft_key)
        row = session.execute(select(tombstones).where(mine)).one_or_none()
        return row and Confirmation(row.reference, row.submitted_at)

    def _insert(
        self, session: Session, key_hash: str, submission: Submission, key_id: str, sealed: bytes
    ) -> None:
        meta = submission.meta
        known = {
            "submission_id": str(meta.submission_id),
            "reference": meta.submission_reference,
            "submitted_at": meta.submitted_at,
        }
        session.execute(
            insert(enquiries).values(**known, force=meta.force_code, key_id=key_id, sealed=sealed)
        )
        entry = {"submission_id": known["submission_id"], "due_at": meta.submitted_at}
        session.execute(insert(outbox).values(**entry, state="queued"))
        session.execute(insert(tombstones).values(**known, key_hash=key_hash))
        audit.append(session, known["submission_id"], meta.submitted_at, "website", "submitted")
        add(session, meta.force_code, meta.submitted_at, {"submitted": 1})
