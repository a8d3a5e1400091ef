"""Delivery's sign of life in the store: where it runs apart, the website shares nothing else with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from web.store.tables import pulses

DELIVERY = "delivery"


def beat(session: Session, at: datetime) -> None:
    """Write down that delivery does its rounds."""
    if not session.execute(update(pulses).where(pulses.c.name == DELIVERY).values(at=at)).rowcount:
        session.execute(insert(pulses).values(name=DELIVERY, at=at))


def last_beat(session: Session) -> float:
    """When it last did, in seconds since 1970; 0 if it never has."""
    at = session.execute(select(pulses.c.at).where(pulses.c.name == DELIVERY)).scalar()
    return at.timestamp() if at else 0.0
