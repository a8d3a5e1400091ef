"""What a turn may cost in processor time: a message of two sentences, and the longest that may be typed."""

import pytest

from tests.bench.stages import LONG_TEXT, TEXT, WholeTurn
from web.door import MAX_TEXT

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture(scope="module")
def whole() -> WholeTurn:
    return WholeTurn()


@pytest.mark.parametrize(("text", "milliseconds", "times"), [(TEXT, 30, 150), (LONG_TEXT, 250, 10)])
def test_a_whole_turn_costs_no_more_than_it_may(whole: WholeTurn, text: str, milliseconds, times) -> None:
    # The cheapest counts: what else the machine does makes a turn dearer, never cheaper.
    assert min(whole.costs_of(text, times)) <= milliseconds


def test_the_long_message_is_as_long_as_may_be_typed() -> None:
    assert len(LONG_TEXT) == MAX_TEXT
