"""Nothing stays "delivering" or waits where nobody can get at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.receiver import Answer, Receiver
from tests.store.examples import Desk
from web.delivery import outbox
from web.delivery.handwork import mark
from web.delivery.states import NotAllowed
from web.delivery.worker import ERRORS_IN_A_ROW
from web.store.errors import KeysMissing


def marked(desk: Desk, reference: str, what: str) -> str:
    with desk.store.session() as session:
        return mark(session, reference, what, desk.clock(), "A. Operator", "telephone", None)


def requeued(desk: Desk, reference: str, has_second_route: bool = False) -> None:
    with desk.store.session() as session:
        row = outbox.entry(session, reference)
        outbox.requeue(session, row, desk.clock(), "A. Operator", has_second_route)


@pytest.fixture
def second(tmp_path: Path):
    with Receiver(tmp_path / "second.db", {KEY: SECRET}) as receiver:
        yield receiver


def test_what_a_dead_worker_holds_a_person_may_take_once_its_lease_has_ended(desk, between) -> None:
    reference = desk.send()
    between.worker.claim()
    for what in ("taken", "received"):
        with pytest.raises(NotAllowed, match="delivering"):
            marked(desk, reference, what)
    desk.clock.on(seconds=61)
    assert marked(desk, reference, "taken") == "manual handover"
    assert between.trail()[1:] == ["delivering", "queued", "manual_handover"]
    assert marked(desk, reference, "received") == "received by force"
    assert not between.worker.step()


def test_what_a_dead_worker_holds_the_second_route_takes_over(desk, receiver, second) -> None:
    desk.send()
    Between(desk, receiver.address).worker.claim()  # and dies
    desk.clock.on(minutes=60)
    between = Between(desk, receiver.address, second.address)
    between.watch()
    assert between.row().route == "second"
    assert between.step() == "accepted"
    assert receiver.received == []


def test_a_private_key_that_may_not_be_read_opens_nothing_and_holds_nothing(
    desk, between, monkeypatch
) -> None:
    desk.send()
    (key,) = desk.keys.private.glob("*.private")
    monkeypatch.setattr(type(key), "is_file", lambda _: True)
    key.rename(key.with_suffix(".away"))  # root reads everything: no file fails in the same way
    with pytest.raises(KeysMissing, match="No such file"):
        desk.keys.open(key.stem, b"")
    assert between.step() == "needs_attention"
    assert between.told.alerts == [("needs_attention", 0, "cannot_be_opened", False)]


def test_one_that_fails_again_and_again_is_left_to_a_person(desk, receiver, between) -> None:
    def stumbles(*_: object) -> None:
        raise LookupError("an error of our own")

    reference = desk.send()
    between.routes["first"], works = stumbles, between.routes["first"]
    for _ in range(ERRORS_IN_A_ROW - 1):
        with pytest.raises(LookupError):
            between.worker.step()
        desk.clock.on(seconds=61)
    assert between.step() == "needs_attention"
    assert between.told.alerts[-1] == ("needs_attention", 4, "failed_again_and_again", False)
    between.routes["first"] = works
    requeued(desk, reference)
    assert between.step() == "accepted"


def test_what_waits_is_tried_at_once_where_a_person_asks_for_it(desk, receiver, between) -> None:
    reference = desk.send()
    receiver.answer = Answer(503, headers={"Retry-After": "3600"}, accepts=False)
    assert between.step() == "retry_wait"
    receiver.answer = Answer()
    assert not between.worker.step()
    requeued(desk, reference)
    assert between.step() == "accepted"


@pytest.mark.parametrize("by_name", [True, False])
def test_a_dead_letter_is_tried_anew_where_a_person_asks_for_it(desk, receiver, between, by_name) -> None:
    reference = desk.send()
    receiver.answer = Answer(503, accepts=False)
    while between.step() == "retry_wait":
        desk.clock.on(seconds=between.seconds_to_wait())
    if by_name:
        requeued(desk, reference)
    else:
        with desk.store.session() as session:
            assert outbox.requeue_all(session, desk.clock(), "A. Operator") == 1
    assert between.step() == "retry_wait"  # its eight hours have begun anew
    by_a_person = ["manual_handover", "needs_attention", "queued"]
    assert between.trail()[-5:] == [*by_a_person, "delivering", "retry_wait"]


def test_what_a_second_route_left_behind_goes_by_the_first(desk, receiver, second) -> None:
    first, later = desk.send(), desk.send()
    desk.clock.on(minutes=60)
    Between(desk, receiver.address, second.address).watch()
    between = Between(desk, receiver.address)  # the second is set no more
    assert not between.worker.step()
    requeued(desk, first)
    with desk.store.session() as session:
        assert outbox.requeue_all(session, desk.clock(), "A. Operator", has_second_route=False) == 1
    while between.worker.step():
        pass
    assert between.row(first).state == between.row(later).state == "accepted"
    assert second.received == []


def test_in_production_no_test_is_sent(desk, receiver, between) -> None:
    desk.send()
    between.worker._is_production = True
    assert not between.worker.step()
    assert receiver.received == []
    assert between.row().state == "queued"
