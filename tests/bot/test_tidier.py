"""Typing slips are mended towards the words that the examples use, and in no others."""

import pytest

from bot.nlu.tidier import tidied, words_of
from bot.screening.spelling import Mender

mender = Mender({"register": 40, "worried": 90, "worked": 10, "neighbour": 20, "paedo": 9, "somebody": 5})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("the registr", "the register"),
        ("Regsiter?", "register?"),
        ("im woried", "im worried"),  # as near to "worked", which is said less often
        ("Sarah is my sister", "Sarah is my sister"),
        ("asdfgh", "asdfgh"),
        ("[name] told somebdy", "[name] told somebody"),
    ],
)
def test_a_slip_becomes_the_likeliest_word(typed, read):
    assert tidied(typed, mender) == read


def test_a_word_that_is_rare_in_the_examples_may_be_a_slip_itself():
    seen = words_of(["the register"] * 3 + ["regsiter"] * 7 + ["the paedo"] * 8)
    assert set(seen) == {"the", "register", "paedo"}
