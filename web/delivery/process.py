"""The delivery process: delivers, watches how long things wait, and erases what has served its purpose."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from threading import Event

from bot.logs import kind_of
from web.delivery.alerts import Alerts
from web.delivery.schedule import Schedule
from web.delivery.signing import keys_of
from web.delivery.watch import watch
from web.delivery.webhook import Webhook
from web.delivery.worker import Send, Worker
from web.settings import Settings
from web.store.clock import now
from web.store.drafts import sweep
from web.store.engine import Store
from web.store.errors import Unavailable
from web.store.migrations import migrate
from web.store.pulse import beat
from web.store.retention import purge
from web.store.seals import Keys

log = logging.getLogger(__name__)


class Delivery:
    """Everything that the settings say about delivery, at work."""

    def __init__(self, settings: Settings, schedule: Schedule | None = None) -> None:
        self._settings, self._schedule = settings, schedule or Schedule()
        self._store = Store(settings.database_url)
        self._alerts = Alerts(settings.alert, settings.duty_alert)
        self._routes = routes(settings)
        self._keys, self._is_warned = Keys.configured(settings), False
        self._worker = Worker(
            self._store,
            self._keys,
            self._routes,
            self._alerts,
            self._schedule,
            is_production=settings.is_production,
        )

    def run(self, stop: Event) -> None:
        """Until `stop` is set. A database that is away is waited for."""
        is_open, next_round = False, 0.0
        while not stop.is_set():
            self._beat()
            try:
                if not is_open:
                    migrate(self._store)
                    is_open = True
                if time.monotonic() >= next_round:
                    next_round = time.monotonic() + self._schedule.round
                    with self._store.session() as session:
                        beat(session, now())
                    self._warn()
                    watch(self._store, self._alerts, now(), "second" in self._routes)
                    purge(self._store, now(), self._settings.retention_days)
                    sweep(self._store, now())
                if self._worker.step():
                    continue
            except Unavailable as error:
                log.warning("the store of enquiries cannot be used", extra={"reason": str(error)})
            except Exception as error:  # of one enquiry: its lease will end, and no other waits for it
                log.error("delivery goes on after an error", extra=kind_of(error))
            stop.wait(self._schedule.poll)

    def _warn(self) -> None:
        """Tell once, before an enquiry waits for it, that what is sent now cannot be opened here.

        What was closed with another key is delivered all the same.
        """
        if self._keys.can_open:
            self._is_warned = False
        elif not self._is_warned:
            self._is_warned = self._alerts.warn("there is no private key for what is sent now")

    def _beat(self) -> None:
        """Say that we live. Where it cannot be written, `signpost health` will notice."""
        pulse = self._settings.delivery_pulse
        with suppress(OSError):
            pulse.parent.mkdir(parents=True, exist_ok=True)
            pulse.touch()


def routes(settings: Settings) -> dict[str, Send]:
    """How each route sends. An inbox has no first one: there an operator reads."""
    addresses = {
        "first": settings.webhook if settings.destination == "webhook" else "",
        "second": settings.second_webhook,
    }
    used = {route: address for route, address in addresses.items() if address}
    if not used:
        return {}
    key = keys_of(settings.webhook_keys.get_secret_value())[0]
    files = (settings.webhook_ca, settings.webhook_certificate)
    return {route: Webhook(url, key, settings.webhook_timeout, *files).send for route, url in used.items()}
