"""A sample of the load and of the soak, so that the programs that measure by hand go on working."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bench.__main__ import table
from tests.bench.measure import processes_of
from tests.bench.soak import soak
from tests.service import Service, running

pytestmark = [pytest.mark.slow, pytest.mark.alone]

DEAR = 100  # processor milliseconds a turn: five times what a quiet machine needs


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running() as service:
        yield service


def test_each_turn_under_load_is_right_and_none_goes_without_an_answer(service: Service, capsys) -> None:
    steps = table("signpost", service.address, processes_of(service, engines=1), [1, 4], 2)
    assert [(step.users, step.wrong, step.errors) for step in steps] == [(1, 0, 0), (4, 0, 0)]
    assert all(0 < step.processor < DEAR and step.p50 <= step.p95 <= step.p99 for step in steps)
    printed = capsys.readouterr().out
    assert "| engine 1 |" in printed and "| errors |" in printed


def test_a_short_soak_finds_nothing_wrong(service: Service, capsys) -> None:
    assert soak(service, minutes=3, minute=1.5) == []
    assert "3 min   web" in capsys.readouterr().out
