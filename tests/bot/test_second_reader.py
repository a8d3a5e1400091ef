"""A second, larger encoder has a say where the ranking is in doubt, and none where it is sure."""

import numpy as np
import pytest

from bot.knowledge.topics import read_topics
from bot.nlu.second_reader import SAY, SURE, SURE_OF_DANGER, SecondReader, second_reader

TOPICS = list(read_topics())


@pytest.fixture(scope="module")
def second() -> SecondReader:
    return second_reader()


def evenly(topics: list[str]) -> np.ndarray:
    return np.full(len(topics), 1 / len(topics))


def test_where_the_ranking_is_sure_nothing_changes(second):
    chances = evenly(TOPICS) * (1 - SURE)
    chances[3] += SURE
    assert second.weighed("how much does it cost", TOPICS, chances) is chances


def test_where_danger_is_likely_it_talks_nobody_out_of_it(second):
    dangers = [place for place, topic in enumerate(TOPICS) if topic.startswith("safety.")]
    chances = evenly(TOPICS)
    chances[dangers] *= 99
    chances /= chances.sum()
    assert chances[dangers].sum() > SURE_OF_DANGER
    assert second.weighed("when is my bin collected", TOPICS, chances) is chances


def test_of_a_long_message_it_is_not_asked(second):
    text = "how much does it cost to ask " * 6
    assert second.weighed(text, TOPICS, chances := evenly(TOPICS)) is chances


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how much does it cost to ask", "scheme.cost"),
        ("how long do they stay on the register", "law.register_length"),
        ("my son is hiding in the bathroom, he has a knife and is at the door", "safety.immediate_danger"),
        ("when is my bin collected", "chat.out_of_scope"),
    ],
)
def test_it_has_learned_the_topics(second, text, topic):
    weighed = second.weighed(text, TOPICS, evenly(TOPICS))
    assert TOPICS[weighed.argmax()] == topic
    assert weighed.sum() == pytest.approx(1)


def test_the_same_words_get_the_same_chances(second):
    first, again = (second.weighed("is he on it", TOPICS, evenly(TOPICS)) for _ in range(2))
    assert np.array_equal(first, again)


def test_of_a_topic_that_it_has_not_learned_it_has_no_opinion(second):
    topics = [*TOPICS, "scheme.newest"]
    weighed = second.weighed("how much does it cost to ask", topics, evenly(topics))
    assert topics[weighed.argmax()] == "scheme.cost"
    assert weighed[-1] > np.median(weighed)


def test_a_topic_that_was_taken_away_is_not_brought_back(second):
    topics = [topic for topic in TOPICS if topic != "scheme.cost"]
    assert len(second.weighed("how much does it cost", topics, evenly(topics))) == len(topics)


def test_its_say_is_a_share(second):
    """Where the ranking all but rules a topic out, it takes more than this reader to bring it first."""
    chances = evenly(TOPICS)
    chances[TOPICS.index("scheme.cost")] = 1e-12
    weighed = second.weighed("how much does it cost", TOPICS, chances / chances.sum())
    assert 0 < SAY < 1
    assert TOPICS[weighed.argmax()] != "scheme.cost"
