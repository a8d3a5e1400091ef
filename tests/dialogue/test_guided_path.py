"""The guided path, played: straight through, each way out and back, interrupted, changed, ended by danger."""

import pytest

from bot.knowledge import load
from bot.knowledge.path import AGAIN, GO_ON
from tests.service import Conversation, running

pytestmark = pytest.mark.slow
library = load("example")
PATH = library.path
STRAIGHT = [
    "immediate_danger.no",
    "request_purpose.ask_about_person",
    "knows_specific_person.yes",
    "knows_specific_child.yes",
    "area.this_force",
    "safe_to_use_device.yes",
]
WAYS_OUT = [c for question in PATH.questions.values() for c in question.choices if PATH.way_out(c)]
NOT_APPLIED = "You have not applied yet."


def answer(person: Conversation, *answers: str) -> None:
    for chosen in answers:
        person.choose(f"enquiry.{chosen}")


def question_of(person: Conversation) -> str | None:
    """The question that the last reply asks, told by its choices; None where it asks none."""
    last = person.last["replies"][-1]
    if last["kind"] != "question":
        return None
    assert (last["topic"], person.last["notice"]) == ("scheme.start", "not_applied")
    assert NOT_APPLIED in last["text"]
    assert all(choice["topic"] is None for choice in last["choices"])
    return last["choices"][0]["id"].split(".")[1]


def is_handed_over(person: Conversation) -> bool:
    reply = person.last["replies"][-1]
    if reply["kind"] != "handover":
        return False
    assert (reply["topic"], person.last["notice"]) == ("scheme.start", "not_applied")
    assert NOT_APPLIED in reply["text"]
    return True


def walk_to(person: Conversation, question: str) -> None:
    """Start, and answer until that question is asked."""
    person.choose("scheme.start")
    for chosen in STRAIGHT:
        if question_of(person) == question:
            return
        answer(person, chosen)


def test_straight_through_by_choices_alone(person):
    person.choose("scheme.start")
    assert person.contacts[0] == "emergency_999"
    for chosen in STRAIGHT:
        assert question_of(person) == chosen.split(".")[0]
        answer(person, chosen)
    assert is_handed_over(person)
    link = person.last["replies"][0]["link"]
    assert (link["href"], link["method"]) == ("/enquiry/start", "post")
    assert len(link["token"]) >= 32


def test_the_hand_over_is_there_again_when_it_is_asked_for_again(person):
    walk_to(person, "done")
    first = person.last["replies"][0]["link"]["token"]
    person.say("how long does it take")
    assert person.topic == "scheme.how_long"
    person.choose("scheme.start")
    assert is_handed_over(person)
    assert person.last["replies"][0]["link"]["token"] != first


def test_the_questions_can_be_answered_again(person):
    walk_to(person, "done")
    assert AGAIN in person.choices
    person.choose(AGAIN)
    assert question_of(person) == "immediate_danger"
    answer(person, *STRAIGHT)
    assert is_handed_over(person)


@pytest.mark.parametrize("choice", WAYS_OUT)
def test_each_way_out_leads_to_its_answer_and_back(person, choice):
    question = choice.split(".")[1]
    walk_to(person, question)
    person.choose(choice)
    assert person.topic == PATH.way_out(choice).topic
    assert person.contacts
    onward = PATH.way_out(choice).onward
    assert onward in person.choices
    person.choose(onward)
    following = [*PATH.questions, "done"][list(PATH.questions).index(question) + 1]
    assert question_of(person) == following or (following == "done" and is_handed_over(person))


def test_danger_told_by_a_choice_keeps_the_card_within_reach(person):
    walk_to(person, "immediate_danger")
    answer(person, "immediate_danger.yes")
    assert person.last["pinned"]["topic"] == "safety.immediate_danger"
    person.choose(GO_ON)
    assert question_of(person) == "request_purpose"
    assert person.last["pinned"]["topic"] == "safety.immediate_danger"


def test_a_question_in_the_middle_is_answered_and_the_path_goes_on(person):
    walk_to(person, "knows_specific_person")
    for words, topic in (("how long does it take", "scheme.how_long"), ("is it free", "scheme.cost")):
        person.say(words)
        assert person.topic == topic
        assert question_of(person) == "knows_specific_person"
    answer(person, "knows_specific_person.yes")
    assert question_of(person) == "knows_specific_child"


def test_what_was_not_understood_in_the_middle_goes_to_people_the_second_time(person):
    walk_to(person, "area")
    assert person.say("asdf ghjk")["replies"][0]["kind"] == "clarify"
    assert question_of(person) == "area"
    assert person.say("qwer zxcv")["replies"][0]["kind"] == "fallback"
    assert question_of(person) == "area"


def test_asking_to_start_inside_the_path_goes_on(person):
    walk_to(person, "knows_specific_child")
    for ask in (lambda: person.say("I want to apply now"), lambda: person.choose("scheme.start")):
        ask()
        assert question_of(person) == "knows_specific_child"
        assert len(person.last["replies"]) == 1


def test_an_earlier_button_pressed_again_changes_that_answer(person):
    walk_to(person, "area")
    answer(person, "request_purpose.job_check")
    assert person.topic == "scheme.employment"
    answer(person, "request_purpose.ask_about_person")
    assert question_of(person) == "area"


def test_an_earlier_button_after_the_end_changes_the_answer_and_hands_over_again(person):
    walk_to(person, "done")
    answer(person, "area.scotland")
    assert person.topic == "scheme.scotland_ni"
    person.choose(GO_ON)
    assert is_handed_over(person)


def test_a_choice_of_a_conversation_that_has_ended_begins_at_the_first_question(service):
    answered = service.send(conversation="made-up", choice="enquiry.knows_specific_person.yes").json()
    assert answered["notice"] == "expired"
    reply = answered["replies"][0]
    assert reply["kind"] == "question" and NOT_APPLIED in reply["text"]
    assert reply["choices"][0]["id"].startswith("enquiry.immediate_danger.")


def test_a_choice_that_was_not_offered_is_refused(person, service):
    person.say("hello")
    for choice in ("enquiry.area.scotland", GO_ON, AGAIN, "enquiry.choose", "enquiry.area.mars"):
        assert service.send(conversation=person.key, choice=choice).status_code == 409


def test_danger_in_the_middle_ends_the_path_and_it_can_be_taken_up_again(person):
    walk_to(person, "knows_specific_child")
    person.say("i think my neighbour is touching my daughter")
    assert person.last["replies"][0]["kind"] == "safety"
    assert question_of(person) is None
    pinned = person.last["pinned"]["topic"]
    for words in ("thank you", "what is childline"):
        person.say(words)
        assert question_of(person) is None
        assert person.last["pinned"]["topic"] == pinned
    answer(person, "knows_specific_person.yes")
    assert question_of(person) == "knows_specific_child"
    answer(person, *STRAIGHT[3:])
    assert is_handed_over(person)


def test_after_own_thoughts_the_path_is_not_offered_until_it_is_asked_for_by_name(person):
    walk_to(person, "area")
    person.say("i have sexual thoughts about children and i am scared")
    assert person.topic == "safety.own_thoughts"
    for words in ("how long does it take", "can i ask about my neighbour", "thanks"):
        person.say(words)
        assert question_of(person) is None
        assert not any(choice.startswith(("scheme.", "enquiry.")) for choice in person.choices)
    person.say("I want to apply now")
    assert question_of(person) == "area"


FOR_A_CHILD = "scheme.under_18"  # Childline and a trusted adult, not the form


@pytest.mark.parametrize(
    "topic", [name for name in library.topics if name.startswith("scheme.") and name != FOR_A_CHILD]
)
def test_every_answer_about_the_scheme_offers_to_start(service, topic):
    answered = service.send(conversation="made-up", choice=topic).json()
    reply = answered["replies"][0]
    assert reply["kind"] == "question" or "scheme.start" in [choice["id"] for choice in reply["choices"]]


def test_the_answer_for_who_is_under_18_does_not(service):
    answered = service.send(conversation="made-up", choice=FOR_A_CHILD).json()
    assert "scheme.start" not in [choice["id"] for choice in answered["replies"][0]["choices"]]


def test_no_answer_typed_fills_the_path(person):
    walk_to(person, "area")
    person.say("enquiry.area.scotland")
    assert question_of(person) == "area"


def test_a_force_with_a_form_of_its_own_is_reached_by_the_page_that_says_what_changes():
    with running(SIGNPOST_FORCE="example-shire") as service:
        person = Conversation(service)
        walk_to(person, "done")
        link = person.last["replies"][0]["link"]
        assert (link["method"], link["token"]) == ("get", None)
        page = service.http.get(service.address + link["href"])
        assert page.status_code == 200 and "You have not applied yet" in page.text
        gone = service.http.post(service.address + link["href"], allow_redirects=False)
        assert gone.status_code == 303 and "?" not in gone.headers["Location"]
