"""The store as the website uses it. Opened when first needed: its libraries take a second to load."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from bot.logs import kind_of
from web.settings import Settings
from web.store.errors import Unavailable
from web.store.events import Events

if TYPE_CHECKING:
    from web.store.drafts import Drafts
    from web.store.engine import Store
    from web.store.enquiries import Enquiries

SECONDS_BETWEEN_ROUNDS = 10
SECONDS_TO_WAIT = 5  # while another thread opens the database

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parts:
    """What there is once the database is open."""

    store: Store
    drafts: Drafts
    enquiries: Enquiries


class Records:
    """`events` is always there; the rest opens the database if need be, and may raise Unavailable."""

    def __init__(self, settings: Settings, force: str) -> None:
        self.events = Events()
        self._settings, self._force = settings, force
        self._lock = Lock()
        self._parts: Parts | None = None

    @property
    def store(self) -> Store:
        return self._opened().store

    @property
    def drafts(self) -> Drafts:
        return self._opened().drafts

    @property
    def enquiries(self) -> Enquiries:
        return self._opened().enquiries

    def open(self) -> None:
        """Load and open without keeping anyone waiting, and keep house until the process has ended."""
        Thread(target=self._keep_house, name="records", daemon=True).start()
        atexit.register(self._round, self.keep_house)

    def keep_house(self) -> None:
        """Write the counts down and forget the drafts that have ended. Raises Unavailable."""
        from web.store import tallies
        from web.store.clock import now
        from web.store.drafts import sweep

        parts = self._opened()
        sweep(parts.store, now())
        if counted := self.events.take():
            try:
                with parts.store.session() as session:
                    tallies.add(session, self._force, now(), counted)
            except Unavailable:
                self.events.give_back(counted)

    def raise_alarms(self) -> None:
        """Tell the operator what nobody was told of in time: then delivery is dead. Raises Unavailable."""
        from web.delivery.alerts import Alerts
        from web.delivery.watch import stand_in
        from web.store.clock import now

        stand_in(self._opened().store, Alerts(self._settings.alert, self._settings.duty_alert), now())

    def _keep_house(self) -> None:
        pause = Event()
        while True:
            self._round(self.keep_house)
            self._round(self.raise_alarms)
            pause.wait(SECONDS_BETWEEN_ROUNDS)

    def _round(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Unavailable as error:
            log.warning("the store of enquiries cannot be used", extra={"reason": str(error)})
        except Exception as error:  # the next round may do better; drafts must not stay for good
            log.error("keeping house met an error", extra=kind_of(error))

    def _opened(self) -> Parts:
        if not self._lock.acquire(timeout=SECONDS_TO_WAIT):
            raise Unavailable("it is still being opened")
        try:
            if self._parts is None:
                self._parts = open_parts(self._settings)
            return self._parts
        finally:
            self._lock.release()


def open_parts(settings: Settings) -> Parts:
    """Open the database and bring its tables up to date; in preview make the keys. Raises Unavailable."""
    from web.store.drafts import Drafts
    from web.store.engine import Store
    from web.store.enquiries import Enquiries
    from web.store.migrations import migrate
    from web.store.seals import Keys

    keys = Keys.configured(settings)
    if not settings.is_production:
        keys.make_missing()
    store = Store(settings.database_url)
    migrate(store)
    return Parts(store, Drafts(store, keys), Enquiries(store, keys))
