"""The form is sent over HTTP while website, delivery or receiver is killed with SIGKILL: each at moments
spread over the time that sending takes.

SIGNPOST_KILLS=100 does it a hundred times as often (python -m pytest -s tests/delivery/test_form_kills.py).
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
import requests

from tests.delivery.live import Live, living
from tests.delivery.visitor import Visitor

ROUNDS = 8 * int(os.environ.get("SIGNPOST_KILLS", "1"))  # for each of the three processes
TRIALS = 3  # that nothing dies in, to see how long sending takes
ARRIVES_WITHIN = 60  # seconds

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def test_what_is_confirmed_is_accepted_once_and_nothing_else(tmp_path: Path) -> None:
    with living(tmp_path) as live:
        # The first is slower than those after it, of which the shares of the time are taken.
        seconds = min(seconds_to_send(live) for _ in range(TRIALS))
        victims = [
            (victim, seconds * (number + random.random()) / ROUNDS)
            for victim in ("website", "delivery", "receiver")
            for number in range(ROUNDS)
        ]
        random.shuffle(victims)
        told = [send_while_it_dies(live, victim, n, after) for n, (victim, after) in enumerate(victims)]
        give_up(live, "this one only looks")
        accepted = wait_for(live, TRIALS + len(victims))

    confirmed = {f"worry {n}": reference for n, (reference, _) in enumerate(told)}
    sent = {one["data"]["concern"]["reason"]: one["meta"]["submission_reference"] for one in accepted}
    assert len(accepted) == TRIALS + len(victims)
    assert {worry: sent[worry] for worry in confirmed} == confirmed
    assert "this one only looks" not in sent

    cut_short = sum(was_cut_short for _, was_cut_short in told)
    assert cut_short > 0
    print(f"\n{len(victims)} kills, {cut_short} before the person was told; each accepted once")


def seconds_to_send(live: Live) -> float:
    """How long sending takes when nothing dies."""
    visitor = Visitor(live.address)
    visitor.fill_in("worry of nobody")
    began = time.monotonic()
    assert visitor.send()
    return time.monotonic() - began


def send_while_it_dies(live: Live, victim: str, number: int, after: float) -> tuple[str, bool]:
    """The reference in the end, and whether the first try was cut short; `after` so many seconds."""
    visitor, worry = Visitor(live.address), f"worry {number}"
    visitor.fill_in(worry)
    live.parts[victim].kill(after=after)
    reference = first_try(visitor)
    live.restart(victim)
    was_cut_short = reference is None
    if was_cut_short:
        # Either all of it was sent, or nothing; and then every answer is still there.
        sent = visitor.shown()
        assert (sent is None) == visitor.is_still_filled_in(worry)
        reference = visitor.send()
        assert sent in (None, reference)
    assert reference and visitor.send() == reference  # once more changes nothing
    return reference, was_cut_short


def first_try(visitor: Visitor) -> str | None:
    try:
        return visitor.send()
    except requests.RequestException:
        return None


def give_up(live: Live, worry: str) -> None:
    """Fill in everything, and leave instead of sending."""
    visitor = Visitor(live.address)
    visitor.fill_in(worry)
    visitor.leave()
    assert visitor.send() is None


def wait_for(live: Live, count: int) -> list[dict]:
    """What the receiver has accepted, a moment after so many came: one more would be wrong."""
    until = time.monotonic() + ARRIVES_WITHIN
    while len(live.accepted()) < count and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(1)
    return live.accepted()
