"""signpost enquiries: for the intake team, on the command line. Whoever looks is named in the trail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from web.commands.backups import require_room, write_private
from web.commands.by_hand import drop_tests, mark, requeue
from web.commands.counts import to_csv
from web.commands.listing import tell, time_of
from web.commands.reading import harmless, readable
from web.commands.start import opened_store, operator_option, settings

REQUEUE = "signpost enquiries requeue"
RECONCILED = [
    "reference",
    "submission_id",
    "sent (UTC)",
    "received by force (UTC)",
    "force reference",
]


@click.group()
def enquiries() -> None:
    """Enquiries sent by the form: list, read, hand over by hand."""


@enquiries.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those the force has received.")
@click.option("--csv", "as_csv", is_flag=True, help="All of 12 months, to compare with the force: no names.")
def list_(everything: bool, as_csv: bool) -> None:
    """List enquiries, those first that speak of danger now or soon, then the oldest."""
    from sqlalchemy import select

    from web.delivery import outbox
    from web.store.tables import outbox as queue
    from web.store.tables import tombstones

    with opened_store(settings()) as store, store.session() as session:
        if as_csv:
            found = session.execute(select(tombstones).order_by(tombstones.c.submitted_at))
            click.echo(to_csv(RECONCILED, [_reconciled(row) for row in found]), nl=False)
            return
        waiting = () if everything else (queue.c.state != "accepted",)
        tell(session, outbox.entries(session, *waiting))


@enquiries.command()
def attention() -> None:
    """List those for which nothing happens without a person, and those that have waited too long."""
    from web.delivery import outbox
    from web.delivery.states import STUCK
    from web.store.tables import outbox as queue

    ours = settings()
    with opened_store(ours) as store, store.session() as session:
        unreceived = outbox.entries(session, queue.c.state != "accepted")
        left = [row for row in unreceived if row.route == "second" and not ours.second_webhook]
        tell(session, [row for row in unreceived if row.state in STUCK or row.alarm or row in left])
        for row in left:
            click.echo(f"{row.reference} is left on a second route that is not set: {REQUEUE}")
        for route in sorted(outbox.paused(session)):
            click.echo(f"Nothing is sent by the {route} route: mend it, then {REQUEUE}")


@enquiries.command()
@click.argument("reference")
@operator_option
def show(reference: str, operator: str) -> None:
    """Show an enquiry and what was done with it."""
    from web.delivery.states import shown
    from web.store import audit

    with opened_store(settings()) as store:
        payload, row = _open(store, reference, operator, "shown")
        with store.session() as session:
            trail = audit.trail(session, row.submission_id)
            is_intact = audit.is_intact(session, row.submission_id)
    click.echo(readable(payload))
    click.echo("\nWhat was done with it" + ("" if is_intact else " (THIS TRAIL WAS CHANGED)"))
    for entry in trail:
        what = f"{shown(entry.event)}  {entry.actor}  {entry.note}"
        click.echo(harmless(f"  {entry.at:%Y-%m-%d %H:%M:%S} UTC  {what}"))


@enquiries.command()
@click.argument("reference")
@click.argument("file", type=click.Path(path_type=Path))
@operator_option
def export(reference: str, file: Path, operator: str) -> None:
    """Write the whole enquiry as JSON to FILE (for its owner alone). Delete the file after use."""
    require_room(file)
    with opened_store(settings()) as store:
        payload, _ = _open(store, reference, operator, "exported")
    write_private(file, payload)
    click.echo(f"Written: {file}. It holds personal data: delete it after use.")


enquiries.add_command(mark)
enquiries.add_command(requeue)
enquiries.add_command(drop_tests)


def _open(store: Any, reference: str, operator: str, event: str) -> tuple[bytes, Any]:
    """The payload of an enquiry; that it was looked at is written down first."""
    from web.delivery import outbox
    from web.store import audit
    from web.store.clock import now
    from web.store.seals import Keys

    with store.session() as session:
        row = outbox.entry(session, reference)
        payload = outbox.opened(session, Keys.configured(settings()), row.submission_id)
        audit.append(session, row.submission_id, now(), operator, event)
    return payload, row


def _reconciled(row: Any) -> list[str]:
    times = (time_of(row.submitted_at), time_of(row.accepted_at))
    return [row.reference, row.submission_id, *times, row.force_reference or ""]
