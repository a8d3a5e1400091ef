"""Website, worker and receiver are killed with SIGKILL between every two of their steps.

Each enquiry must be accepted exactly once. SIGNPOST_KILLS=100 kills each step so often
(python -m pytest -s tests/delivery/test_kills.py); results are in docs/delivery-kills.md.
"""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.killed import FINISHED, KILLED, Steps, in_a_process
from tests.delivery.receiver import Answer, Receiver
from tests.store.examples import Desk
from web.delivery import outbox
from web.delivery.handwork import mark
from web.delivery.outcomes import Reply
from web.delivery.states import NotAllowed
from web.delivery.worker import Send
from web.store import audit, tallies
from web.store.retention import purge, purge_log
from web.store.tables import outbox as queue
from web.store.tables import tombstones

KILLS = int(os.environ.get("SIGNPOST_KILLS", "1"))
MOST_STEPS = 200

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Everything of it is closed before a process is begun, which opens its own."""
    desk = Desk(tmp_path)
    desk.store.close()
    return desk


def kill_at_every_step(
    once: Callable[[Steps], str], check: Callable[[], None], first: int = 1, stride: int = 1
) -> tuple[int, int]:
    """Run `once` KILLS times with a kill at step 1, then 2, then 3 ... until it finishes; `check` after each.

    Gives the number of steps and of kills.
    """
    killed = 0
    for step in range(first, MOST_STEPS, stride):
        ended = [once(Steps(step)) for _ in range(KILLS)]
        check()
        killed += ended.count(KILLED)
        if KILLED not in ended:  # some may have a step more than others: a new week begins a new count
            return step - 1, killed
    raise AssertionError("it never finished")


def test_the_website_is_killed_while_it_stores(desk: Desk) -> None:
    """Either nothing was stored and the draft is there, or all of it; sending again completes it."""
    sent = set()

    def submit(steps: Steps) -> str:
        key = desk.draft()
        submission = desk.submission(key)
        desk.store.close()

        def work() -> None:
            steps.watch(desk.store)
            desk.enquiries.submit(key, submission)

        ended = in_a_process(work)
        confirmed = desk.enquiries.confirmation(key)
        assert (confirmed is None) is (desk.drafts.read(key) is not None)
        again = desk.enquiries.submit(key, submission)
        assert confirmed is None or confirmed.reference == again
        assert again not in sent
        sent.add(again)
        return ended

    def check() -> None:
        with desk.store.session() as session:
            assert sorted(row.reference for row in outbox.entries(session)) == sorted(sent)
        desk.store.close()

    steps, killed = kill_at_every_step(submit, check)
    assert steps > 10
    print(f"\nwebsite: {steps} steps, {killed} kills, {len(sent)} sent, {len(sent)} stored once")


def as_it_was_sent(desk: Desk, address: str) -> None:
    """Nothing has happened to it yet."""


def an_hour_ago(desk: Desk, address: str) -> None:
    desk.clock.on(minutes=60)


def held_by_one_who_died(desk: Desk, address: str) -> None:
    assert Between(desk, address).worker.claim()
    desk.clock.on(seconds=61)


def tried_for_8_hours(desk: Desk, address: str) -> None:
    with desk.store.session() as session:
        begun = desk.clock() - timedelta(hours=8)
        waiting = queue.c.state == "queued"
        session.execute(queue.update().where(waiting).values(state="retry_wait", tried_since=begun))


EVERY = 12  # of the steps of a worker, in the sample
DOWN = Answer(503, accepts=False)
# What the receiver does, and how the worker finds what it is to deliver.
CASES = {
    "accepts": (Answer(), as_it_was_sent),
    "is away": (DOWN, as_it_was_sent),
    "lets nobody in": (Answer(401, accepts=False), as_it_was_sent),
    "refuses": (Answer(422, accepts=False), as_it_was_sent),
    "is the second": (Answer(), an_hour_ago),
    "another worker died over": (Answer(), held_by_one_who_died),
    "is given up": (DOWN, tried_for_8_hours),
}


@pytest.mark.parametrize("place", range(len(CASES)), ids=CASES)
def test_the_worker_is_killed_while_it_delivers(desk: Desk, tmp_path: Path, place: int) -> None:
    """To a receiver that does so. Once all is mended, each is accepted once.

    SIGNPOST_KILLS takes every step of each case; else each case has other steps, as a sample.
    """
    does = list(CASES)[place]
    answer, found = CASES[does]
    with Receiver(tmp_path / "receiver.db", {KEY: SECRET}) as receiver:
        sent: list[str] = []

        def between() -> Between:
            if does == "is the second":
                return Between(desk, "http://127.0.0.1:9/csods", receiver.address)
            return Between(desk, receiver.address)

        def deliver(steps: Steps) -> str:
            sent.append(desk.send())
            receiver.answer = answer
            found(desk, receiver.address)
            desk.store.close()

            def work() -> None:
                worker = between()
                steps.watch(desk.store)
                for route, send in worker.routes.items():
                    worker.routes[route] = between_steps(steps, send)
                if "second" in worker.routes:
                    worker.watch()
                worker.worker.step()

            ended = in_a_process(work)
            receiver.answer = Answer()
            desk.clock.on(seconds=61)  # the lease of the dead ends
            mended = between()
            mended.watch()
            with desk.store.session() as session:
                outbox.requeue_all(session, desk.clock(), "A. Operator")
            while mended.worker.step():
                pass
            return ended

        def check() -> None:
            assert_each_was_accepted_once(desk, receiver, sent)

        steps, killed = kill_at_every_step(deliver, check, *sample(place))
        assert steps > 15
        repeats = len(receiver.received) - len(sent)
        assert repeats > 0  # some were sent again after they had been accepted
        print(f"\nworker, to one that {does}: {steps} steps, {killed} kills, {len(sent)} accepted once")
        print(f"        ({repeats} were sent again under the same submission id)")


def sample(place: int) -> tuple[int, int]:
    """The first step that is killed, and how many further on the next is."""
    return (place + 1, EVERY) if KILLS == 1 else (1, 1)


def test_somebody_is_killed_while_they_mark_what_they_handed_over(desk: Desk) -> None:
    """On the command line: who marks it once more finds it waiting, or received already. It counts once."""
    sent: list[str] = []

    def receive(at: datetime) -> None:
        with desk.store.session() as session:
            mark(session, sent[-1], "received", at, "A. Operator", "telephone", "F-1")

    def hand_over(steps: Steps) -> str:
        sent.append(desk.send())
        desk.store.close()

        def work() -> None:
            steps.watch(desk.store)
            receive(desk.clock())

        ended = in_a_process(work)
        with suppress(NotAllowed):
            receive(desk.clock())
        return ended

    steps, killed = kill_at_every_step(hand_over, lambda: assert_each_is_settled_once(desk, sent), *sample(7))
    assert steps > 15
    print(f"\noperator: {steps} steps, {killed} kills, {len(sent)} marked once")


def test_delivery_is_killed_while_it_purges(desk: Desk) -> None:
    """All of it is erased or nothing; the next round completes it, and the purge log counts each once."""
    gone: list[str] = []
    waiting = desk.send()

    def erase(steps: Steps) -> str:
        gone.append(desk.send())
        with desk.store.session() as session:
            mark(session, gone[-1], "received", desk.clock(), "A. Operator", "telephone", "F-1")
        desk.clock.on(days=1)
        desk.store.close()

        def work() -> None:
            steps.watch(desk.store)
            purge(desk.store, desk.clock(), 1)

        ended = in_a_process(work)
        purge(desk.store, desk.clock(), 1)
        return ended

    def check() -> None:
        with desk.store.session() as session:
            assert [row.reference for row in outbox.entries(session)] == [waiting]
            logged = [row for row in purge_log(session) if row.what == "enquiries"]
            assert sum(row._mapping["count"] for row in logged) == len(gone)
            last = session.execute(select(tombstones).where(tombstones.c.reference == gone[-1])).one()
            events = [entry.event for entry in audit.trail(session, last.submission_id)]
            assert events.count("purged") == 1 and audit.is_intact(session, last.submission_id)
        desk.store.close()

    steps, killed = kill_at_every_step(erase, check, *sample(8))
    assert steps > 15
    print(f"\npurge: {steps} steps, {killed} kills, {len(gone)} erased once, the one that waits is there")


def between_steps(steps: Steps, send: Send) -> Send:
    def sent(*given: Any) -> Reply:
        steps()
        reply = send(*given)
        steps()
        return reply

    return sent


def test_the_receiver_is_killed_while_it_accepts(desk: Desk, tmp_path: Path) -> None:
    file, sent = tmp_path / "receiver.db", []
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]

    def accept(steps: Steps) -> str:
        sent.append(desk.send())
        desk.store.close()
        there, ready = os.pipe()

        def work() -> None:
            receiver = Receiver(file, {KEY: SECRET}, port, tick=steps)
            os.write(ready, b"1")
            receiver.server.daemon_threads = False
            receiver.server.handle_request()
            receiver.server.server_close()  # waits for the thread that answers

        ended: list[str] = []
        process = Thread(target=lambda: ended.append(in_a_process(work)))
        process.start()
        os.read(there, 1)
        between = Between(desk, f"http://127.0.0.1:{port}/csods")
        between.worker.step()
        process.join()
        with Receiver(file, {KEY: SECRET}, port):
            desk.clock.on(minutes=30)
            while between.worker.step():
                pass
        os.close(there)
        os.close(ready)
        return ended[0]

    def check() -> None:
        with Receiver(file, {KEY: SECRET}) as receiver:
            assert_each_was_accepted_once(desk, receiver, sent)

    steps, killed = kill_at_every_step(accept, check)
    assert steps == 6
    print(f"\nreceiver: {steps} steps, {killed} kills, {len(sent)} sent, each accepted once")


def test_a_process_that_is_killed_is_told_from_one_that_finished() -> None:
    assert in_a_process(Steps(1)) == KILLED
    assert in_a_process(Steps(2)) == FINISHED


def assert_each_was_accepted_once(desk: Desk, receiver: Receiver, sent: list[str]) -> None:
    taken = [one["meta"]["submission_reference"] for one in receiver.accepted()]
    assert sorted(taken) == sorted(sent)
    assert_each_is_settled_once(desk, sent)


def assert_each_is_settled_once(desk: Desk, sent: list[str]) -> None:
    with desk.store.session() as session:
        settled = {row.reference: row.state for row in outbox.entries(session)}
        counted = Counter()
        for counts in tallies.read(session).values():
            counted.update(counts)
    desk.store.close()
    assert settled == dict.fromkeys(sent, "accepted")
    assert counted == {"submitted": len(sent), "accepted_by_force": len(sent)}
