"""English, Welsh or another; nobody is sent away for dialect or slips."""

import pytest

from bot.screening.language import language
from tests.screening.conftest import cases

CASES = [(text, code) for code, listed in cases("language_cases").items() for text in listed]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_language(text: str, expected: str) -> None:
    assert language(text) == expected
