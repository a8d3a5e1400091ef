"""Courtesies, corrections and questions that lean on the answer before (data/understanding/phrases.yml)."""

import pytest

from bot.knowledge import ContentError
from bot.knowledge.reading import build
from bot.nlu.phrases import (
    Phrases,
    asks_what_now,
    corrected,
    has_no_topic,
    is_about_somebody_else,
    leans_on_what_was_said,
    names_the_scheme,
    says_grown_up,
    without_courtesies,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Hello there, how long does it take? Many thanks in advance.", "how long does it take?"),
        ("Dear Sir or Madam, what is MAPPA", "what is MAPPA"),
        ("Hi, sorry to bother you, is it free cheers x", "is it free"),
        ("can i get help please", "can i get help"),
        ("how long does it take", "how long does it take"),
    ],
)
def test_courtesies_around_a_question_are_left_out(typed, read):
    assert without_courtesies(typed) == read


@pytest.mark.parametrize("typed", ["hello", "Thank you so much!", "hi, thanks", "please help", "cheers mate"])
def test_a_message_that_is_all_courtesy_stays_as_it_is(typed):
    assert without_courtesies(typed) == typed


@pytest.mark.parametrize("typed", ["higher courts", "mornings at the nursery worry me", "a taxi driver, Xx"])
def test_a_word_that_only_begins_like_a_courtesy_stays(typed):
    assert without_courtesies(typed).startswith(typed[:10])


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("No, I meant will the school know", "will the school know"),
        ("that's not what i asked. is it free", "is it free"),
        ("no i meant the other one", ""),
        ("not that", ""),
        ("oh hang on, I meant the check", "the check"),
        ("nah mate, none of those", ""),
        ("no", ""),
        ("none of the men were charged", None),
        ("something else happened to her", None),
        ("no cant cope any more", None),
        ("No one told me about this", None),
        ("is it free", None),
    ],
)
def test_a_correction_is_told_from_what_is_asked_with_it(typed, rest):
    assert corrected(typed) == rest


@pytest.mark.parametrize("typed", ["and how long is it?", "what about scotland", "can i see it", "why"])
def test_a_short_question_may_lean_on_the_answer_before(typed):
    assert leans_on_what_was_said(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "mappa levels",
        "worried about a neighbour",
        "and my sister says her new boyfriend was in prison for something with children",
    ],
)
def test_a_question_that_says_what_it_is_about_does_not(typed):
    assert not leans_on_what_was_said(typed)


def test_a_phrase_must_be_plain_words(tmp_path):
    lists = dict.fromkeys(["opening", "closing", "correction", "follow_on", "pointing"], ["ok"])
    with pytest.raises(ContentError, match="plain lower-case words"):
        build(Phrases, {**lists, "opening": ["Hello!"]}, tmp_path / "phrases.yml")


@pytest.mark.parametrize("typed", ["how does sarah's law work", "can I apply", "how long does a check take?"])
def test_the_scheme_is_asked_for_by_name(typed):
    assert names_the_scheme(typed)


@pytest.mark.parametrize("typed", ["who do i call then", "will they tell my mum", "how long does that take"])
def test_what_might_be_asked_of_anybody_does_not_name_it(typed):
    assert not names_the_scheme(typed)


@pytest.mark.parametrize("text", ["what now?", "So what do I do", "who do I call then", "ok what now"])
def test_who_asks_what_to_do_now_asks_nothing_else(text: str) -> None:
    assert asks_what_now(text)


@pytest.mark.parametrize("text", ["what do i do about his phone", "who do i call about a lost dog"])
def test_who_asks_what_to_do_about_something_asks_that(text: str) -> None:
    assert not asks_what_now(text)


@pytest.mark.parametrize("text", ["tell me more", "ok, can you say that again?", "who do I call then"])
def test_some_lines_are_about_nothing_but_what_was_just_said(text: str) -> None:
    assert has_no_topic(text) and asks_what_now(text)


@pytest.mark.parametrize("text", ["what next", "who do i tell", "tell me more about the register"])
def test_after_an_answer_other_lines_still_ask_something(text: str) -> None:
    assert not has_no_topic(text)


@pytest.mark.parametrize("text", [
    "no not me, its my brother", "It's not about me, but my mate", "im his dad",
])
def test_a_writer_may_say_that_somebody_else_is_meant(text: str) -> None:
    assert is_about_somebody_else(text)


@pytest.mark.parametrize("text", ["its not me fault", "dont tell me mum, not me dad"])
def test_who_speaks_of_their_own_family_is_still_meant(text: str) -> None:
    assert not is_about_somebody_else(text)


@pytest.mark.parametrize("text", ["i am 38", "I'm 41 years old, can i apply", "im not a child im her mum"])
def test_a_grown_up_says_so(text: str) -> None:
    assert says_grown_up(text)


@pytest.mark.parametrize("text", ["im 17", "im 38 weeks pregnant", "i am 20 miles away", "im not a child"])
def test_no_number_and_no_protest_makes_a_grown_up(text: str) -> None:
    """Those of 15 say, too, that they are no child."""
    assert not says_grown_up(text)
