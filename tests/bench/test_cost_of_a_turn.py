"""What a turn may cost in processor time: a message of two sentences, the longest that may be typed, and
one late in a long conversation."""

from cProfile import Profile
from pathlib import Path
from unittest.mock import Mock

import pytest

from bot.nlu.second_reader import second_reader
from bot.tracker import LATEST
from tests.bench.stages import DOUBTFUL_TEXT, LONG_TEXT, TEXT, WholeTurn, one_long_conversation, stores
from tests.servers import RedisServer
from web.door import MAX_TEXT

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture(scope="module")
def whole() -> WholeTurn:
    return WholeTurn()


# In doubt two encoders read it: 30 ms were measured (docs/performance.md), 40 allow for a slower hour.
@pytest.mark.parametrize(
    ("text", "milliseconds", "times"), [(TEXT, 30, 150), (DOUBTFUL_TEXT, 40, 150), (LONG_TEXT, 250, 10)]
)
def test_a_whole_turn_costs_no_more_than_it_may(whole: WholeTurn, text: str, milliseconds, times) -> None:
    # The cheapest counts: what else the machine does makes a turn dearer, never cheaper.
    assert min(whole.costs_of(text, times)) <= milliseconds


def test_of_the_doubtful_message_the_second_reader_is_asked(whole: WholeTurn, monkeypatch) -> None:
    read = Mock(wraps=second_reader()._logits)
    monkeypatch.setattr(second_reader(), "_logits", read)
    whole.costs_of(TEXT, 1)
    assert not read.called
    whole.costs_of(DOUBTFUL_TEXT, 1)
    assert read.called


@pytest.mark.parametrize("kept_in", ["memory", "Redis", "SQLite"])
def test_a_late_turn_costs_hardly_more_than_an_early_one(kept_in: str, redis: RedisServer, tmp_path: Path):
    """In calls of functions, which are the same however busy the machine is."""
    talk = one_long_conversation(*stores(redis.address, tmp_path)[kept_in])
    calls = {}
    for turn in range(1, 61):
        profile = Profile()
        profile.runcall(talk)
        calls[turn] = sum(called.callcount for called in profile.getstats())
    assert calls[60] <= 1.3 * calls[LATEST + 2], calls


def test_the_long_message_is_as_long_as_may_be_typed() -> None:
    assert len(LONG_TEXT) == MAX_TEXT
