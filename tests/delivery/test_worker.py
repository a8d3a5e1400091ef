"""The queue: order, retries, leases, pauses, the second route and the alarms."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.receiver import Answer, Receiver
from tests.store.examples import Desk
from web.delivery import outbox
from web.delivery.handwork import mark
from web.delivery.schedule import Schedule, alarm_after
from web.delivery.states import MOVES, NotAllowed
from web.store import tallies
from web.store.tables import enquiries

DOWN = Answer(503, accepts=False)


def test_first_in_first_out(desk: Desk, receiver: Receiver, between: Between) -> None:
    sent = [desk.send() for _ in range(4)]
    while between.worker.step():
        pass
    assert [taken["meta"]["submission_reference"] for taken in receiver.accepted()] == sent


def test_one_that_waits_does_not_hold_up_the_next(desk, receiver, between) -> None:
    first = desk.send()
    receiver.answer = DOWN
    between.worker.step()
    receiver.answer = Answer()
    second = desk.send()
    between.worker.step()
    assert between.row(second).state == "accepted"
    assert between.row(first).state == "retry_wait"


def test_the_waits_between_tries() -> None:
    schedule = Schedule()
    assert [schedule.wait(attempts) for attempts in (1, 2, 3, 4)] == [10, 30, 120, 300]
    assert 480 <= schedule.wait(5) <= 600
    assert 960 <= schedule.wait(6) <= 1200
    assert len({schedule.wait(5) for _ in range(20)}) > 1  # many enquiries do not come back at once


@given(st.integers(7, 10_000))
def test_no_wait_is_longer_than_half_an_hour(attempts: int) -> None:
    assert 0.8 * 1800 <= Schedule().wait(attempts) <= 1800


def test_after_eight_hours_it_is_a_dead_letter(desk, receiver, between) -> None:
    desk.send()
    receiver.answer = DOWN
    tries = 0
    while between.step() == "retry_wait":
        tries += 1
        desk.clock.on(seconds=between.seconds_to_wait())
    assert between.row().state == "dead_letter"
    assert desk.clock() - between.row().submitted_at == timedelta(hours=8)
    assert 15 < tries < 35
    assert between.told.alerts[-1][:2] == ("dead_letter", 480)
    desk.clock.on(days=30)
    assert not between.worker.step()


def test_a_refused_key_pauses_everything_until_it_is_mended(desk, receiver, between) -> None:
    first, second = desk.send(), desk.send()
    receiver.answer = Answer(401, accepts=False)
    assert between.step() == "destination_paused"
    receiver.answer = Answer()
    assert not between.worker.step()
    assert between.row(second).state == "queued"
    with desk.store.session() as session:
        outbox.requeue(session, outbox.entry(session, first), desk.clock(), "A. Operator")
    while between.worker.step():
        pass
    assert between.row(first).state == between.row(second).state == "accepted"
    assert len(receiver.accepted()) == 2


def test_a_pause_can_be_lifted_when_what_was_stuck_went_another_way(desk, receiver, between) -> None:
    by_hand = desk.send()
    receiver.answer = Answer(401, accepts=False)
    assert between.step() == "destination_paused"
    with desk.store.session() as session:
        mark(session, by_hand, "received", desk.clock(), "A. Operator", "telephone", None)
    later = desk.send()
    receiver.answer = Answer()
    assert not between.worker.step()
    with desk.store.session() as session:
        assert outbox.requeue_all(session, desk.clock(), "A. Operator") == 0
    assert between.worker.step()
    assert between.row(later).state == "accepted"


def test_hours_in_which_nobody_could_try_are_no_hours_of_trying(desk, receiver, between) -> None:
    reference = desk.send()
    receiver.answer = DOWN
    for _ in ("delivery was away", "and once more, between two tries"):
        desk.clock.on(hours=9)
        assert between.step() == "retry_wait"
    between.worker.claim()  # by one that then dies
    desk.clock.on(hours=9)
    assert between.step() == "retry_wait"
    desk.clock.on(minutes=30)
    receiver.answer = Answer(422, accepts=False)
    assert between.step() == "needs_attention"
    desk.clock.on(hours=7.9)
    with desk.store.session() as session:
        outbox.requeue(session, outbox.entry(session, reference), desk.clock(), "A. Operator")
    receiver.answer = DOWN
    for _ in range(3):
        assert between.step() == "retry_wait"
        desk.clock.on(minutes=30)


def test_what_needs_attention_is_left_alone_until_it_is_queued_again(desk, receiver, between) -> None:
    reference = desk.send()
    receiver.answer = Answer(422, accepts=False)
    assert between.step() == "needs_attention"
    desk.clock.on(hours=1)
    assert not between.worker.step()
    receiver.answer = Answer()
    with desk.store.session() as session:
        outbox.requeue(session, outbox.entry(session, reference), desk.clock(), "A. Operator")
    assert between.step() == "accepted"


def test_a_lease_that_ended_is_taken_over(desk, receiver, between) -> None:
    desk.send()
    dead = between.worker.claim()
    assert not Between(desk, receiver.address).worker.step()
    desk.clock.on(seconds=61)
    assert between.step() == "accepted"
    assert between.trail() == ["submitted", "delivering", "queued", "delivering", "accepted"]
    assert dead.worker == between.worker.name


def test_a_worker_that_wakes_up_late_settles_nothing(desk, receiver, between) -> None:
    desk.send()
    late = between.worker.claim()
    desk.clock.on(seconds=61)
    other = Between(desk, receiver.address)
    assert other.step() == "accepted"
    outcome, reference, reply = between.worker.deliver(late)
    between.worker.settle(late, outcome, reference, reply)
    assert between.row().state == "accepted"
    assert between.trail()[-1] == "lease_lost"
    assert len(receiver.accepted()) == 1


def test_what_was_changed_in_the_database_is_not_sent(desk, receiver, between) -> None:
    desk.send()
    with desk.store.session() as session:
        session.execute(enquiries.update().values(sealed=b"\0"))
    assert between.step() == "needs_attention"
    assert receiver.received == []


@pytest.mark.parametrize("left", [b"abc", b"c2hvcnQ=", b""])
def test_a_private_key_that_is_damaged_opens_nothing_and_stops_nothing(desk, receiver, between, left) -> None:
    closed_with_it = desk.send()
    (damaged,) = desk.keys.private.glob("*.private")
    desk.keys.rotate()
    readable = desk.send()
    damaged.write_bytes(left)
    while between.worker.step():
        pass
    assert between.row(closed_with_it).state == "needs_attention"
    assert between.row(readable).state == "accepted"
    assert between.told.alerts == [("needs_attention", 0, "cannot_be_opened", False)]


def test_alarms_come_once_each_and_the_last_again_until_somebody_takes_it(desk, between) -> None:
    reference = desk.send()
    for minutes in (14, 1, 1, 43, 1, 1, 178, 1, 1, 238, 1, 240):
        desk.clock.on(minutes=minutes)
        between.watch()
    told = [(minutes, duty) for _, minutes, _, duty in between.told.alerts]
    assert told == [(15, False), (60, False), (240, True), (480, True), (720, True)]
    with desk.store.session() as session:
        mark(session, reference, "taken", desk.clock(), "A. Operator", "", None)
    between.told.alerts.clear()
    for hours in (4, 4, 3.5, 0.5, 2, 2):  # of which the first checks were due in 24
        desk.clock.on(hours=hours)
        between.watch()
    assert between.told.alerts == [
        ("manual_handover", 24 * 60, "waiting", True),
        ("manual_handover", 28 * 60, "waiting", True),
    ]


def test_a_duty_contact_that_is_not_reached_silences_nothing_and_the_operator_hears_of_it(
    desk, between
) -> None:
    desk.send()
    desk.clock.on(minutes=230)
    desk.send()
    between.watch()
    between.told.alerts.clear()
    between.told.reaches_duty = False
    desk.clock.on(minutes=15)
    for _ in range(2):
        between.watch()
    in_place = ("queued", 245, "the duty contact was not reached", False)
    tried = ("queued", 245, "waiting", True)
    assert between.told.alerts == [tried, in_place, ("queued", 15, "waiting", False), tried]
    desk.clock.on(minutes=15)
    between.watch()
    assert between.told.alerts[4:] == [
        ("queued", 260, "waiting", True),
        ("queued", 260, "the duty contact was not reached", False),
    ]
    between.told.reaches_duty = True
    for _ in range(2):
        between.watch()
    assert between.told.alerts[6:] == [("queued", 260, "waiting", True)]


def test_what_is_stuck_is_told_until_somebody_heard_it(desk, receiver, between) -> None:
    desk.send()
    receiver.answer = Answer(422, accepts=False)
    between.told.reaches_somebody = False
    assert between.step() == "needs_attention"
    between.watch()
    between.told.reaches_somebody = True
    for _ in range(2):
        between.watch()
    assert between.told.alerts == [("needs_attention", 0, "refused 422", False)] * 3


def test_an_alarm_that_reached_nobody_is_raised_again(desk, between) -> None:
    desk.send()
    desk.clock.on(minutes=16)
    between.told.reaches_somebody = False
    between.watch()
    between.told.reaches_somebody = True
    between.watch()
    between.watch()
    assert len(between.told.alerts) == 2


def test_what_was_received_raises_no_alarm(desk, between) -> None:
    desk.send()
    between.step()
    desk.clock.on(hours=5)
    between.watch()
    assert between.told.alerts == []


def test_an_inbox_has_the_same_alarms(desk, between) -> None:
    between.routes.clear()
    desk.send()
    assert between.step() == "queued"
    desk.clock.on(minutes=15)
    between.watch()
    assert between.told.alerts == [("queued", 15, "waiting", False)]


@given(st.integers(0, 10_000))
def test_an_age_has_one_alarm(minutes: int) -> None:
    alarm = alarm_after(timedelta(minutes=minutes))
    assert alarm <= minutes
    assert alarm == max(level for level in (0, 15, 60, 240) if level <= minutes)


class TestSecondRoute:
    @pytest.fixture
    def second(self, tmp_path: Path):
        with Receiver(tmp_path / "second.db", {KEY: SECRET}) as receiver:
            yield receiver

    @pytest.fixture
    def between(self, desk, receiver, second) -> Between:
        return Between(desk, receiver.address, second.address)

    @pytest.mark.parametrize("status", [503, 422, 401, 200])
    def test_it_takes_over_after_an_hour(self, desk, receiver, second, between, status: int) -> None:
        desk.send()
        receiver.answer = Answer(status, accepts=False)
        between.step()
        desk.clock.on(minutes=59)
        between.watch()
        assert between.row().route == "first"
        receiver.received.clear()
        desk.clock.on(minutes=1)
        between.watch()
        assert between.step() == "accepted"
        assert receiver.received == []  # the first is done with
        (headers,) = second.received
        assert headers["idempotency-key"] == between.row().submission_id
        assert len(second.accepted()) == 1
        assert between.trail()[-3:] == ["queued", "delivering", "accepted"]

    def test_a_paused_first_route_does_not_stop_it(self, desk, receiver, second, between) -> None:
        paused, waiting = desk.send(), desk.send()
        receiver.answer = Answer(403, accepts=False)
        between.step()
        desk.clock.on(minutes=60)
        between.watch()
        while between.worker.step():
            pass
        assert {between.row(reference).state for reference in (paused, waiting)} == {"accepted"}

    def test_what_somebody_hands_over_by_hand_is_left_alone(self, desk, second, between) -> None:
        reference = desk.send()
        with desk.store.session() as session:
            mark(session, reference, "taken", desk.clock(), "A. Operator", "", None)
        desk.clock.on(minutes=61)
        between.watch()
        assert not between.worker.step()
        assert second.received == []


class TestByHand:
    def mark(self, desk: Desk, reference: str, what: str, **given: str) -> str:
        with desk.store.session() as session:
            how, force_reference = given.get("how", ""), given.get("force_reference")
            return mark(session, reference, what, desk.clock(), "A. Operator", how, force_reference)

    def test_who_how_when_and_the_forces_reference_are_kept(self, desk, between) -> None:
        reference = desk.send()
        said = self.mark(desk, reference, "received", how="telephone", force_reference="F-77")
        assert said == "received by force"
        row = between.row(reference)
        assert (row.state, row.force_reference, row.accepted_at) == ("accepted", "F-77", desk.clock())
        assert between.trail() == ["submitted", "manual_handover", "accepted"]
        assert not between.worker.step()
        with desk.store.session() as session:
            (counts,) = tallies.read(session).values()
        assert counts == {"submitted": 1, "accepted_by_force": 1}

    def test_a_hand_over_that_failed_needs_attention_again(self, desk, between) -> None:
        reference = desk.send()
        self.mark(desk, reference, "taken")
        assert self.mark(desk, reference, "failed") == "needs attention"

    def test_a_dead_letter_is_handed_over_by_hand(self, desk, receiver, between) -> None:
        reference = desk.send()
        receiver.answer = DOWN
        while between.step() == "retry_wait":
            desk.clock.on(seconds=between.seconds_to_wait())
        assert between.row().state == "dead_letter"
        self.mark(desk, reference, "received", how="telephone")
        assert between.row().state == "accepted"

    def test_what_is_being_sent_or_was_received_is_not_moved(self, desk, between) -> None:
        reference = desk.send()
        between.worker.claim()
        with pytest.raises(NotAllowed, match="delivering"):
            self.mark(desk, reference, "received")
        desk.clock.on(seconds=61)
        between.step()
        for what in ("received", "taken", "failed"):
            with pytest.raises(NotAllowed):
                self.mark(desk, reference, what)

    def test_an_unknown_reference_is_told(self, desk, between) -> None:
        with pytest.raises(NotAllowed, match="TEST-AAA"):
            self.mark(desk, "TEST-AAA-AAA-AAA", "received")


def test_every_state_can_be_reached_and_leads_to_accepted() -> None:
    assert {state for moves in MOVES.values() for state in moves} == set(MOVES)
    for state in MOVES:
        reached, waiting = set(), [state]
        while waiting:
            current = waiting.pop()
            if current not in reached:
                reached.add(current)
                waiting += MOVES[current]
        assert "accepted" in reached
    assert MOVES["accepted"] == ()
