"""What operators do by hand: who, how, when, and the force's reference go into the trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.delivery.outbox import accept, entry, free, move
from web.delivery.outcomes import storable
from web.delivery.states import shown


def mark(
    session: Session,
    reference: str,
    what: str,
    at: datetime,
    operator: str,
    how: str,
    force_reference: str | None,
) -> str:
    """`what` is received, taken or failed; gives the new state as shown. Raises NotAllowed.

    What is received passes through "manual handover", so that nobody sends it as well.
    """
    free(session, at, operator)
    row = entry(session, reference)
    note = "; ".join(filter(None, (how, f"force reference {force_reference}" if force_reference else "")))
    if what == "failed":
        move(session, row, "needs_attention", at, operator, note)
    elif what == "taken":
        move(session, row, "manual_handover", at, operator, note)
    else:
        if row.state != "manual_handover":
            move(session, row, "manual_handover", at, operator)
            row = entry(session, reference)
        accept(session, row, at, operator, note, storable(force_reference))
    return shown(entry(session, reference).state)
