"""The figures of docs/performance.md are reckoned rightly."""

import pytest

from tests.bench.cost import cores_for, pounds_per_million
from tests.bench.measure import HEAD, Step, slowest_but
from tests.bench.soak import grows


def test_a_process_grows_if_its_last_third_is_over_a_twentieth_above_the_middle_one():
    assert grows([100, 100, 100, 100, 106, 106])
    assert not grows([100, 100, 100, 100, 104, 104])


def test_what_it_took_to_warm_up_is_no_growth():
    assert not grows([50, 60, 100, 100, 100, 100])


def test_a_million_conversations_cost_their_core_hours_at_the_price_of_cores_that_wait_most_of_the_time():
    # 1,000,000 x 5 turns x 18 ms = 25 core-hours; two thirds of the time paid for nobody asks anything.
    assert pounds_per_million(18, price=0.04, busy=1 / 3) == pytest.approx(25 * 0.04 * 3)


def test_a_peak_needs_cores_that_are_not_used_to_the_full():
    assert cores_for(278, 26.4) == pytest.approx(10.5, abs=0.05)


def test_percentiles_are_the_slowest_but_so_many():
    times = [float(number) for number in range(100, 0, -1)]
    assert [slowest_but(share, times) for share in (0.5, 0.05, 0.01)] == [51, 96, 100]
    assert slowest_but(0.01, [7.0]) == 7


def test_a_row_says_how_many_were_wrong_and_how_many_had_no_answer():
    row = str(Step(100, 380, 48.8, 1888, 2826, 3568, 26.4, wrong=1, errors=4))
    assert row == "| 100 | 48.8 | 1,888 ms | 2,826 ms | 3,568 ms | 26.4 ms | 1 | 4 |"
    columns = HEAD.splitlines()[1]
    assert columns.endswith("| wrong | errors |") and columns.count("|") == row.count("|")
