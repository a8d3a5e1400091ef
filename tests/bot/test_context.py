"""A message in the light of the answer before it; the ranker here says what it is told."""

import numpy as np
import pytest
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.references import ReplyRef
from bot.knowledge.topics import read_topics
from bot.nlu.context import Context

TOPICS = read_topics()
NAMES = list(TOPICS)


class Ranker:
    """Holds one topic to be likely whatever is said, and another one next."""

    topics = NAMES
    dangers = np.array([name.startswith("safety.") for name in NAMES])

    def __init__(self, first: str, second: str = "scheme.cost") -> None:
        self._first, self._second = first, second

    def chances(self, *_: object) -> np.ndarray:
        likely = {self._first: 0.8, self._second: 0.2}
        return np.array([likely.get(name, 1e-6) for name in NAMES])


class Second:
    """A second reader that holds one topic to be certain, and keeps what it was asked."""

    def __init__(self, topic: str) -> None:
        self._topic, self.asked = topic, []

    def weighed(self, text: str, topics: list[str], _: np.ndarray) -> np.ndarray:
        self.asked.append(text)
        return np.array([float(name == self._topic) for name in topics])


def ranked(
    text: str, *before: str, ranker: Ranker, pinned: str | None = None, second: Second | None = None
) -> list:
    """The ranking of a text after these topics were replied with."""
    tracker = DialogueStateTracker("ann", [AnySlot("pinned", mappings=[{}])])
    tracker.update(SlotSet("pinned", pinned))
    for topic in before:
        kind = "clarify" if topic == "chat.unclear" else TOPICS[topic].kind
        tracker.update(BotUttered(data={"custom": {"replies": [ReplyRef(kind=kind, topic=topic).dict()]}}))
    return Context(ranker, TOPICS, second).ranking(text, np.zeros(384), tracker)


ANOTHER = Ranker("offenders.how_common")


@pytest.mark.parametrize("text", ["what now", "who do i call then", "tell me more", "so what do i do"])
def test_what_now_after_a_card_means_the_card_even_with_an_answer_between(text):
    card = "safety.immediate_danger"
    assert ranked(text, card, ranker=ANOTHER)[0] == (card, 1.0)
    assert ranked(text, card, "help.childline", ranker=ANOTHER, pinned=card)[0] == (card, 1.0)


@pytest.mark.parametrize("text", ["tell me more", "go on", "are you sure", "i dont understand"])
def test_after_an_answer_it_leads_to_what_is_next_and_to_no_fact(text):
    entries = ranked(text, "law.register_length", ranker=ANOTHER)
    assert entries == [(name, 0.0) for name in TOPICS["law.register_length"].next]


def test_where_to_start_after_a_card_is_asked_of_the_card():
    can_do = Ranker("chat.what_can_you_do")
    assert ranked("where do i even start", "safety.survivor", ranker=can_do)[0][0] == "safety.survivor"
    assert ranked("where do i even start", "scheme.cost", ranker=can_do)[0][0] == "chat.what_can_you_do"


def test_none_of_these_where_choices_were_offered_is_about_nothing():
    assert ranked("none of these", "chat.unclear", ranker=ANOTHER) == [("chat.unclear", 0.0)]


def test_a_corrected_detail_may_lead_to_the_same_topic_again():
    same, other = Ranker("named.person", "chat.unclear"), Ranker("scheme.cost", "named.person")
    said = "no i meant my ex"
    assert ranked(said, "named.person", ranker=other)[0][0] == "scheme.cost"
    assert "named.person" in dict(ranked(said, "named.person", ranker=same)[:2])


@pytest.mark.parametrize("card", ["safety.own_thoughts", "safety.child_self"])
def test_who_says_that_somebody_else_is_meant_gets_no_card_for_the_writer(card):
    heard = Ranker("safety.child_self", "safety.someone_else")
    assert ranked("no not me, its my brother", card, ranker=heard)[0][0] == "safety.someone_else"


@pytest.mark.parametrize(("text", "detail"), [
    ("is it free", "scheme.cost"),
    ("how long does it take", "scheme.how_long"),
    ("how do i use it", "scheme.how_to_apply"),
    ("is it anonymous", "scheme.anonymous"),
])
def test_what_any_service_has_is_asked_of_the_one_just_named(text, detail):
    heard = Ranker(detail, "help.childline")
    assert ranked(text, "help.childline", ranker=heard)[0][0] == "help.childline"
    assert ranked(text, "concern.how_to_report", ranker=heard)[0][0] != detail


def test_it_is_asked_of_the_scheme_where_the_words_or_the_answer_before_lead_there():
    heard = Ranker("scheme.how_long", "help.childline")
    assert ranked("how long does a check take", "help.childline", ranker=heard)[0][0] == "scheme.how_long"
    for answer in ("scheme.what", "named.person", "info.lives_near_me", "safety.someone_else"):
        assert ranked("how long does it take", answer, ranker=heard)[0][0] == "scheme.how_long"


@pytest.mark.parametrize("text", ["how do i ask about someone", "how do i ask about that man"])
def test_who_asks_about_somebody_after_a_helpline_is_told_how(text):
    heard = Ranker("scheme.how_to_apply", "help.nspcc")
    assert ranked(text, "help.nspcc", ranker=heard)[0][0] == "scheme.how_to_apply"


def test_what_goes_on_from_an_answer_is_read_with_it_though_unclear_by_itself():
    heard = Ranker("chat.unclear", "info.controlled_disclosure")
    before = "info.would_i_be_told"
    assert ranked("and the school?", before, ranker=heard)[0][0] == "info.controlled_disclosure"
    assert ranked("this is getting silly", before, ranker=heard)[0][0] == "chat.unclear"


def test_a_second_reader_has_its_say_of_a_message_by_itself():
    second = Second("scheme.how_long")
    ranking = ranked("how quick are you", ranker=Ranker("scheme.cost"), second=second)
    assert second.asked == ["how quick are you"]
    assert ranking[0] == ("scheme.how_long", 1.0)


def test_a_follow_up_is_left_to_the_answer_before():
    second = Second("scheme.how_long")
    doubtful = Ranker("scheme.cost")
    doubtful.chances = lambda *_: np.full(len(NAMES), 1 / len(NAMES))
    ranked("and how long does that take?", "scheme.cost", ranker=doubtful, second=second)
    assert second.asked == []


def test_short_words_after_an_answer_may_lean_on_it_and_are_left_alone():
    second = Second("scheme.how_long")
    ranked("somebody said the other thing", "scheme.cost", ranker=ANOTHER, second=second)
    assert second.asked == []
    longer = "somebody told my sister that the other thing is the case"
    ranked(longer, "scheme.cost", ranker=ANOTHER, second=second)
    assert len(second.asked) == 1
