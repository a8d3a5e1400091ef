"""signpost deliver: the process that brings enquiries to the force."""

from __future__ import annotations

import signal
from threading import Event

import click

from web.commands.start import require_ready, settings


@click.command()
def deliver() -> None:
    """Bring enquiries to the force, watch how long they wait, and purge what was received.

    Without the private key of what is sent now it delivers what it can open, and tells the operator.
    """
    from bot import logs
    from web.delivery.process import Delivery
    from web.store.seals import Keys

    ours = settings()
    require_ready(ours, delivers=True)
    if not ours.is_production:
        Keys.configured(ours).make_missing()
    logs.begin("delivery")
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Delivery(ours).run(stop)
