"""Short answers of the form are looked through too: danger is found, and hardly any other raises an alarm."""

from __future__ import annotations

import pytest

from bot.screening import Screener
from tests.screening.conftest import cases

CASES = cases("form_cases")
MOST = 0.02  # of them


@pytest.mark.parametrize("answer", CASES["danger"])
def test_danger_in_a_short_answer_is_found(screener: Screener, answer: str) -> None:
    assert screener.screen_text(answer).decisive


def test_hardly_any_other_short_answer_raises_an_alarm(screener: Screener) -> None:
    alarms = [answer for answer in CASES["quiet"] if screener.screen_text(answer).decisive]
    assert len(alarms) <= MOST * len(CASES["quiet"]), alarms
