"""signpost deliver: the process that brings enquiries to the force."""

from __future__ import annotations

import signal
from threading import Event

import click

from web.commands.start import CannotStart, require_ready, settings


@click.command()
def deliver() -> None:
    """Bring enquiries to the force, watch how long they wait, and purge what was received."""
    from bot import logs
    from web.delivery.process import Delivery
    from web.store.seals import Keys

    ours = settings()
    require_ready(ours, delivers=True)
    keys = Keys.configured(ours)
    if not ours.is_production:
        keys.make_missing()
    if not keys.can_open:
        raise CannotStart(f"SIGNPOST_PRIVATE_KEYS: {keys.private} has no key for what is sent now")
    logs.begin("delivery")
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Delivery(ours).run(stop)
