"""Enquiries as a table, those first that speak of danger."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click

from web.commands.start import settings
from web.commands.tables import as_table

# What an applicant says, the most urgent first; ? where nobody here can open it.
DANGER, SAFETY, SOON, UNKNOWN = "DANGER NOW", "safety", "soon", "?"
HEADINGS = ["Reference", "Says", "Sent (UTC)", "First checks due (UTC)", "Hours left", "State", "Route"]


def tell(session: Any, rows: list[Any]) -> None:
    """Print them, each with what it says of danger."""
    from web.delivery.states import shown
    from web.store.clock import now
    from web.submission.envelope import FIRST_CHECKS

    said = {row.place: _says(session, row) for row in rows}
    rank = {DANGER: 0, SAFETY: 1, SOON: 2}
    cells = []
    for row in sorted(rows, key=lambda row: rank.get(said[row.place], len(rank))):
        due = row.submitted_at + FIRST_CHECKS
        left = "" if row.state == "accepted" else f"{(due - now()).total_seconds() / 3600:.1f}"
        times = (time_of(row.submitted_at), time_of(due), left)
        cells.append([row.reference, said[row.place], *times, shown(row.state), row.route])
    click.echo(as_table(HEADINGS, cells) if cells else "None.")


def _says(session: Any, row: Any) -> str:
    """What an enquiry that waits says of danger, and no more of it: this is no looking at it."""
    from nacl.exceptions import CryptoError

    from web.delivery import outbox
    from web.store.errors import KeysMissing
    from web.store.seals import Keys

    if row.state == "accepted":
        return ""
    try:
        sent = json.loads(outbox.opened(session, Keys.configured(settings()), row.submission_id))
    except (KeysMissing, CryptoError):
        return UNKNOWN
    handling = sent["handling"]
    if flags := handling["safety_flags"]:
        return DANGER if "present_danger" in flags else SAFETY
    return SOON if handling["time_sensitive"] else ""


def time_of(at: datetime | None) -> str:
    """A moment as the tables show it; nothing for none."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
