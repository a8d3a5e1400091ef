"""English, Welsh or another; nobody is sent away for dialect or slips."""

import pytest

from bot.knowledge.topics import read_examples, read_topics
from bot.screening.language import language
from tests.screening.conftest import cases

CASES = [(text, code) for code, listed in cases("language_cases").items() for text in listed]
ONE_IN = 20  # examples


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_language(text: str, expected: str) -> None:
    assert language(text) == expected


@pytest.mark.parametrize("text", [
    "hiya love", "NIE renewal", "should've would've could've", "wen shood i dile 999", "me ma no",
    "my nana and papa",
])
def test_a_word_that_other_languages_have_too_is_not_enough(text: str) -> None:
    assert language(text) == "en"


def test_hardly_an_english_example_is_taken_for_another_language() -> None:
    """Dialect, slips, text speak and names: a tenth of the examples, but for the topic on languages."""
    topics = [topic for topic in read_topics() if topic != "chat.language"]
    lines = [line for topic in topics for line in read_examples(topic)][::ONE_IN]
    foreign = [line for line in lines if language(line) == "other"]
    assert len(foreign) / len(lines) <= 0.001, foreign
