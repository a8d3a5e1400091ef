"""The guided path: every answer leads somewhere, and nobody is left without a way on or a person to call."""

import pytest

from bot.knowledge import load
from bot.knowledge.enquiry import choice_label
from bot.knowledge.path import GO_ON, TOPIC
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import render, way_out_references

library = load("example")
path = library.path
ANSWERS = [choice for question in path.questions.values() for choice in question.choices]
WAYS_OUT = [choice for choice in ANSWERS if path.way_out(choice)]
LONGEST_LABEL = 45
FORCES = ("example", "example-shire", "example-cymru")


def asked(question: str, here=library):
    choices = here.path.questions[question].choices
    return render(here, ReplyRef(kind="question", topic=TOPIC, part=question, choices=choices))


def test_danger_is_asked_first_and_whom_to_call_is_said_before_it_is_asked():
    first = asked(next(iter(path.questions)))
    assert first.text.startswith("If a child is in danger now, call 999. Textphone: 18000.")
    assert first.contacts[0].id == "emergency_999"


@pytest.mark.parametrize("question", path.questions)
def test_each_question_has_its_words_people_to_call_and_what_it_rests_on(question):
    reply = asked(question)
    assert (reply.kind, reply.topic) == ("question", "scheme.start")
    assert reply.text.endswith("?") and "{" not in reply.text
    assert "You have not applied yet. Nothing has been sent to the police." in reply.text
    assert "emergency_999" in [contact.id for contact in reply.contacts]
    assert reply.sources


@pytest.mark.parametrize("force", FORCES)
def test_every_choice_fits_on_a_button_and_opens_no_topic(force):
    here = load(force)
    for question in path.questions:
        for choice in asked(question, here).choices:
            assert choice.topic is None
            assert "{" not in choice.label and len(choice.label) < LONGEST_LABEL


def test_the_words_are_there_in_every_language_of_the_path():
    english = library.strings["en"]
    for language, sections in library.strings.items():
        for section in ("path", "handover"):
            assert set(sections[section]) == set(english[section]), language


def test_every_label_fits_in_every_language():
    here = load("example-cymru")
    for choice in [*ANSWERS, GO_ON]:
        assert len(choice_label(here, choice, "cy")) < LONGEST_LABEL


def test_every_question_has_an_answer_that_leads_on():
    for question in path.questions.values():
        assert any(not path.way_out(choice) for choice in question.choices)


@pytest.mark.parametrize(
    ("choice", "topic"),
    [
        ("immediate_danger.yes", "safety.immediate_danger"),
        ("immediate_danger.not_sure", "safety.immediate_danger"),
        ("request_purpose.report_abuse", "concern.how_to_report"),
        ("request_purpose.partner_risk", "scheme.partner"),
        ("request_purpose.job_check", "scheme.employment"),
        ("request_purpose.something_else", "chat.human"),
        ("area.england_or_wales", "scheme.other_area"),
        ("area.scotland", "scheme.scotland_ni"),
        ("area.northern_ireland", "scheme.scotland_ni"),
    ],
)
def test_each_way_out_leads_to_its_route(choice, topic):
    assert path.way_out(f"enquiry.{choice}").topic == topic


@pytest.mark.parametrize("choice", WAYS_OUT)
def test_every_way_out_names_people_to_call_and_leads_back(choice):
    """No answer refuses anyone."""
    *_, last = references = way_out_references(library, choice)
    onward = last.choices[0]
    assert onward == GO_ON or (onward in ANSWERS and not path.way_out(onward))
    assert render(library, references[0]).contacts
    assert render(library, last).choices[0].label


def test_no_and_not_sure_are_never_the_end():
    for choice in ANSWERS:
        if choice.endswith((".no", ".not_sure")):
            assert not path.way_out(choice) or way_out_references(library, choice)[-1].choices


def test_a_way_out_after_a_childs_voice_offers_nothing_of_the_scheme_but_the_way_on():
    """The person asked for the path by name; the rest of the scheme is still not offered."""
    for choice in WAYS_OUT:
        onward, *others = way_out_references(library, choice, no_form=True)[-1].choices
        assert not any(other.startswith("scheme.") for other in others)


@pytest.mark.parametrize(
    ("force", "href", "method"),
    [
        ("example", "/enquiry/start", "post"),
        ("example-cymru", "/enquiry/start", "post"),
        ("example-shire", "/leave/exampleshire_own_form", "get"),
    ],
)
def test_the_hand_over_leads_on_as_the_force_takes_enquiries(force, href, method):
    here = load(force)
    reply = render(here, ReplyRef(kind="handover", topic=TOPIC))
    assert (reply.link.href, reply.link.method, reply.link.token) == (href, method, None)
    assert reply.text.startswith("You have not applied yet.")
    assert "{" not in reply.text + reply.link.label
    assert {"emergency_999", "police_101"} <= {contact.id for contact in reply.contacts}


def test_a_force_without_a_form_names_people_to_call():
    handoff = library.force.handoff.copy(update={"mode": "none"})
    here = library.copy(update={"force": library.force.copy(update={"handoff": handoff})})
    reply = render(here, ReplyRef(kind="handover", topic=TOPIC))
    assert reply.link is None
    assert "call 101" in reply.text and reply.text.startswith("You have not applied yet.")
    assert {"police_101", "front_counter"} <= {contact.id for contact in reply.contacts}


def test_no_word_of_the_path_says_that_something_was_sent_or_will_happen():
    texts = [text for section in ("path", "handover") for text in library.strings["en"][section].values()]
    for promise in ("has been sent", "we will", "received", "your application", "anonymous", "confidential"):
        assert not any(promise in text.lower() for text in texts)


def test_the_first_question_lets_who_is_sure_go_straight_to_our_form():
    library = load("example")
    first, *others = library.path.questions
    links = {
        question: render(library, ReplyRef(kind="question", topic=TOPIC, part=question)).link
        for question in library.path.questions
    }
    assert (links[first].href, links[first].method) == ("/enquiry/start", "post")
    assert not any(links[question] for question in others)


def test_a_force_without_our_form_has_no_shortcut_to_it():
    library = load("example-shire")
    first = next(iter(library.path.questions))
    assert render(library, ReplyRef(kind="question", topic=TOPIC, part=first)).link is None
