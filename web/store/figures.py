"""How the store is doing, in numbers: what waits, since when, and what ought to have been erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.delivery.states import MOVES
from web.store.drafts import IDLE, OLDEST
from web.store.pulse import last_beat
from web.store.tables import drafts, enquiries, outbox, purges


@dataclass(frozen=True)
class Figures:
    """Ages in seconds; 0 where there is nothing."""

    waiting: dict[str, int]  # enquiries that the force has not received, by state
    oldest: float  # age of the oldest of these
    overdue: dict[str, float]  # since when the next of enquiries and drafts ought to be erased
    last_purge: float  # when enquiries were last erased, in seconds since 1970
    drafts: int
    delivery: float  # when it last did its round, in seconds since 1970


def look(session: Session, at: datetime, retention_days: int) -> Figures:
    """The figures at this moment."""
    counted = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    states = dict(session.execute(counted).all())
    unreceived = enquiries.join(outbox, enquiries.c.submission_id == outbox.c.submission_id)
    is_unreceived = outbox.c.state != "accepted"
    oldest = session.execute(
        select(func.min(enquiries.c.submitted_at)).select_from(unreceived).where(is_unreceived)
    ).scalar()
    received = session.execute(select(func.min(outbox.c.accepted_at))).scalar()
    begun, touched, count = session.execute(
        select(func.min(drafts.c.created_at), func.min(drafts.c.touched_at), func.count()).select_from(drafts)
    ).one()
    purged = session.execute(select(func.max(purges.c.at)).where(purges.c.what == "enquiries")).scalar()
    return Figures(
        waiting={state: states.get(state, 0) for state in MOVES if state != "accepted"},
        oldest=_since(oldest, at),
        overdue={
            "enquiries": _since(received, at - timedelta(days=retention_days)),
            "drafts": max(_since(begun, at - OLDEST), _since(touched, at - IDLE)),
        },
        last_purge=purged.timestamp() if purged else 0.0,
        drafts=count,
        delivery=last_beat(session),
    )


def _since(moment: datetime | None, at: datetime) -> float:
    """Seconds from `moment` to `at`; 0 where it is later, or there is none."""
    return max(0.0, (at - moment).total_seconds()) if moment else 0.0
