"""What stands between a store and a receiver in the tests."""

from __future__ import annotations

from typing import Any

from tests.store.examples import Desk
from web.delivery import outbox
from web.delivery.watch import watch
from web.delivery.webhook import Webhook
from web.delivery.worker import Worker
from web.store import audit

KEY, SECRET = "k1", b"s" * 32


class Told:
    """Takes alerts as web.delivery.alerts.Alerts does, and remembers them."""

    def __init__(self) -> None:
        self.alerts: list[tuple[str, int, str, bool]] = []
        self.reaches_somebody = self.reaches_duty = True

    def tell(self, reference: str, state: str, minutes: int, reason: str, duty: bool = False) -> bool:
        self.alerts.append((state, minutes, reason, duty))
        return self.reaches_duty if duty else self.reaches_somebody


class Between:
    """A worker whose time is the desk's clock."""

    def __init__(self, desk: Desk, address: str, second: str | None = None, timeout: float = 5) -> None:
        self.desk, self.told = desk, Told()
        urls = {"first": address, **({"second": second} if second else {})}
        self.routes = {route: Webhook(url, (KEY, SECRET), timeout).send for route, url in urls.items()}
        self.worker = Worker(desk.store, desk.keys, self.routes, self.told, clock=desk.clock)

    def step(self) -> str:
        """One delivery, or none; gives the state of the oldest enquiry."""
        self.worker.step()
        return self.row().state

    def watch(self) -> None:
        watch(self.desk.store, self.told, self.desk.clock(), "second" in self.routes)

    def row(self, reference: str = "") -> Any:
        with self.desk.store.session() as session:
            if reference:
                return outbox.entry(session, reference)
            return outbox.entries(session)[0]

    def trail(self) -> list[str]:
        """The events of the oldest enquiry's trail, which must be intact."""
        with self.desk.store.session() as session:
            row = outbox.entries(session)[0]
            assert audit.is_intact(session, row.submission_id)
            return [entry.event for entry in audit.trail(session, row.submission_id)]

    def notes(self) -> list[str]:
        """What stands beside each event."""
        with self.desk.store.session() as session:
            row = outbox.entries(session)[0]
            return [entry.note for entry in audit.trail(session, row.submission_id)]

    def seconds_to_wait(self) -> float:
        return (self.row().due_at - self.desk.clock()).total_seconds()
