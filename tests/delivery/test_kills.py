"""Website, worker and receiver are killed with SIGKILL between every two of their steps.

Each enquiry must be accepted exactly once. SIGNPOST_KILLS=100 kills each step so often
(python -m pytest -s tests/delivery/test_kills.py); results are in docs/delivery-kills.md.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.killed import FINISHED, KILLED, Steps, in_a_process
from tests.delivery.receiver import Answer, Receiver
from tests.store.examples import Desk
from web.delivery import outbox
from web.delivery.outcomes import Reply
from web.delivery.worker import Send

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
        if FINISHED in ended:
            assert set(ended) == {FINISHED}  # the same steps each time
            return step - 1, killed
        killed += KILLS
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


EVERY = 8  # of the steps of a worker, in the sample
ANSWERS = {
    "accepts": Answer(),
    "is away": Answer(503, accepts=False),
    "lets nobody in": Answer(401, accepts=False),
    "refuses": Answer(422, accepts=False),
    "is the second": Answer(),
}


@pytest.mark.parametrize("place", range(len(ANSWERS)), ids=ANSWERS)
def test_the_worker_is_killed_while_it_delivers(desk: Desk, tmp_path: Path, place: int) -> None:
    """To a receiver that does so. Once all is mended, each is accepted once.

    SIGNPOST_KILLS takes every step with each answer; else each answer has other steps, as a sample.
    """
    does = list(ANSWERS)[place]
    with Receiver(tmp_path / "receiver.db", {KEY: SECRET}) as receiver:
        sent: list[str] = []

        def between() -> Between:
            if does == "is the second":
                return Between(desk, "http://127.0.0.1:9/csods", receiver.address)
            return Between(desk, receiver.address)

        def deliver(steps: Steps) -> str:
            sent.append(desk.send())
            receiver.answer = ANSWERS[does]
            if does == "is the second":
                desk.clock.on(minutes=60)
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

        sample = (place + 1, EVERY) if KILLS == 1 else (1, 1)
        steps, killed = kill_at_every_step(deliver, check, *sample)
        assert steps > 15
        repeats = len(receiver.received) - len(sent)
        assert repeats > 0  # some were sent again after they had been accepted
        print(f"\nworker, to one that {does}: {steps} steps, {killed} kills, {len(sent)} accepted once")
        print(f"        ({repeats} were sent again under the same submission id)")


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
    assert steps == 5
    print(f"\nreceiver: {steps} steps, {killed} kills, {len(sent)} sent, each accepted once")


def test_a_process_that_is_killed_is_told_from_one_that_finished() -> None:
    assert in_a_process(Steps(1)) == KILLED
    assert in_a_process(Steps(2)) == FINISHED


def assert_each_was_accepted_once(desk: Desk, receiver: Receiver, sent: list[str]) -> None:
    taken = [one["meta"]["submission_reference"] for one in receiver.accepted()]
    assert sorted(taken) == sorted(sent)
    with desk.store.session() as session:
        settled = {row.reference: row.state for row in outbox.entries(session)}
    desk.store.close()
    assert settled == dict.fromkeys(sent, "accepted")
