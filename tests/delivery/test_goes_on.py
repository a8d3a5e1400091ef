"""What does not stop delivery, and what it erases where no website runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.receiver import Receiver
from tests.servers import until
from tests.store.examples import CANARY, Desk
from web.delivery.process import Delivery
from web.delivery.schedule import Schedule
from web.store.clock import now
from web.store.pulse import last_beat
from web.store.retention import purge_log

QUICK = Schedule(poll=0.05, round=0.1)


@pytest.fixture
def desk(tmp_path: Path, receiver: Receiver) -> Iterator[Desk]:
    to = {"destination": "webhook", "webhook": receiver.address, "webhook_keys": f"{KEY}:{SECRET.decode()}"}
    desk = Desk(tmp_path, **to)
    desk.clock.at = now()
    yield desk
    desk.store.close()


@contextmanager
def running(desk: Desk, change: Callable[[Delivery], None] = lambda delivery: None) -> Iterator[None]:
    delivery, stop = Delivery(desk.settings, QUICK), Event()
    change(delivery)
    thread = Thread(target=delivery.run, args=(stop,))
    thread.start()
    try:
        yield
        assert thread.is_alive()
    finally:
        stop.set()
        thread.join()


def test_an_enquiry_that_makes_it_stumble_does_not_hold_up_the_others(desk, receiver, caplog) -> None:
    stumbles, other = desk.send(), desk.send()

    def change(delivery: Delivery) -> None:
        deliver = delivery._worker.deliver

        def stumbling(row):
            if row.reference == stumbles:
                raise LookupError(CANARY)
            return deliver(row)

        delivery._worker.deliver = stumbling

    between = Between(desk, receiver.address)
    with running(desk, change):
        until(lambda: between.row(other).state == "accepted")
    assert between.row(stumbles).state == "delivering"  # until its lease ends
    assert {record.error for record in caplog.records} == {"LookupError"}
    assert CANARY not in caplog.text


def test_it_tells_by_the_store_that_it_does_its_rounds(desk: Desk) -> None:
    """Where it runs apart, the website has nothing else to look at."""
    begun = now().timestamp()
    with running(desk):
        until(lambda: last_beat_in(desk) >= begun, 10)


def last_beat_in(desk: Desk) -> float:
    with desk.store.session() as session:
        return last_beat(session)


def test_a_pulse_that_cannot_be_written_does_not_stop_it(desk: Desk, receiver: Receiver) -> None:
    (desk.settings.var / "run").touch()  # where the folder should be
    reference = desk.send()
    with running(desk):
        until(lambda: Between(desk, receiver.address).row(reference).state == "accepted")


def test_forms_that_have_ended_are_erased_also_where_no_website_runs(desk: Desk) -> None:
    desk.clock.on(hours=-2)
    desk.draft()

    def erased() -> list[str]:
        with desk.store.session() as session:
            return [row.what for row in purge_log(session)]

    with running(desk):
        until(lambda: erased() == ["drafts"])
