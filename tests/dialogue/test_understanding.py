"""Two questions at once, follow-ups and corrections, played against the running service."""

import pytest

pytestmark = pytest.mark.slow


def topics_of(turn: dict) -> list[str]:
    return [reply["topic"] for reply in turn["replies"]]


def test_danger_and_a_question_in_one_message_get_the_danger_first_and_both_answers(person):
    topics = topics_of(person.say("my ex is a danger and how do i apply"))
    assert topics[0] == "safety.domestic_abuse"
    assert "scheme.how_to_apply" in topics
    assert person.last["pinned"]["topic"] == "safety.domestic_abuse"


@pytest.mark.parametrize(
    ("message", "card", "answer"),
    [
        ("he's hitting my child right now! also is there a list of offenders near me",
         "safety.immediate_danger", "info.lives_near_me"),
        ("how do i apply for sarahs law, my partner hits me when hes drunk",
         "safety.domestic_abuse", "scheme.how_to_apply"),
        ("i want to kill myself and is he allowed to live near a school",
         "safety.suicide_self_harm", "mappa.housing"),
    ],
)
def test_danger_that_the_screen_finds_does_not_hide_the_question_beside_it(person, message, card, answer):
    topics = topics_of(person.say(message))
    assert topics[0] == card
    assert topics[-1] == answer


def test_two_questions_get_two_answers(person):
    turn = person.say("how much does it cost and how long does it take")
    assert set(topics_of(turn)) == {"scheme.cost", "scheme.how_long"}
    assert all(len(reply["choices"]) <= 2 for reply in turn["replies"])


def test_a_child_who_also_asks_how_to_apply_gets_the_card_alone(person):
    turn = person.say("i am 12 and my uncle touches me. how do i apply for sarahs law")
    assert set(topics_of(turn)) == {"safety.child_self"}


def test_a_story_is_one_question(person):
    turn = person.say(
        "My sister met a man in the summer. He has two grown children and a dog. He is kind to us, and he "
        "cooks on Sundays. I found out he is on the register. How long do people stay on it?"
    )
    assert topics_of(turn) == ["law.register_length"]


@pytest.mark.parametrize(
    ("first", "then", "topic"),
    [
        ("how do i apply", "and how long does it take?", "scheme.how_long"),
        ("what is the sex offenders register", "how long for?", "law.register_length"),
        ("what is mappa", "and who is in it", "mappa.agencies"),
        ("what is sarahs law", "what about scotland", "scheme.scotland_ni"),
        ("how many people apply and are told", "who told you that", "about.sources"),
    ],
)
def test_a_follow_up_is_understood_in_the_light_of_the_answer(person, first, then, topic):
    person.say(first)
    assert topics_of(person.say(then)) == [topic]


def test_no_i_meant_something_else(person):
    person.say("how long do people stay on the register")
    assert topics_of(person.say("no, i meant how long does the police check take")) == ["scheme.how_long"]


def test_no_not_that_offers_what_was_likely_beside_it(person):
    person.say("can i see the register")
    turn = person.say("no i meant the other one")
    assert turn["replies"][0]["kind"] == "clarify"
    choices = [choice["id"] for choice in turn["replies"][0]["choices"]]
    assert len(choices) == 4 and choices[-1] == "chat.human"
    assert "law.register_public" not in choices


@pytest.mark.parametrize("asked", ["what now", "who do I call then", "tell me more"])
def test_who_asks_what_now_after_a_card_gets_it_again(person, asked):
    person.say("hes hitting her right now")
    person.say("what is childline")
    turn = person.say(asked)
    assert topics_of(turn) == ["safety.immediate_danger"]


def test_tell_me_more_offers_what_the_answer_leads_to(person):
    person.say("how much does it cost")
    turn = person.say("tell me more")
    assert turn["replies"][0]["kind"] == "clarify"
    choices = [choice["id"] for choice in turn["replies"][0]["choices"]]
    assert choices[0] == "scheme.start" and choices[-1] == "chat.human"


def test_none_of_these_after_choices_goes_to_people(person):
    assert person.say("the thing with the man")["replies"][0]["kind"] == "clarify"
    assert person.say("none of these")["replies"][0]["kind"] == "fallback"


def test_courtesies_and_slips_change_nothing(person):
    plain = topics_of(person.say("how long does a check take"))
    other = person.say("Hello, sorry to bother you, how lnog does a chekc take? Many thanks")
    assert topics_of(other) == plain


def test_a_word_of_thanks_does_not_end_what_was_talked_about(person):
    person.say("what is the sex offenders register")
    person.say("ok thanks")
    assert topics_of(person.say("and how long for?")) == ["law.register_length"]


@pytest.mark.parametrize(("word", "topic"), [("mappa", "mappa.what"), ("childline", "help.childline")])
def test_one_word_is_enough(person, word, topic):
    assert topics_of(person.say(word)) == [topic]


def test_a_question_at_the_end_of_two_thousand_characters_gets_an_answer(person):
    story = "We moved here in March and the garden is lovely. " * 38
    topics = topics_of(person.say(f"{story}How long do people stay on the sex offenders register?"))
    assert "law.register_length" in [*topics, *person.choices]
