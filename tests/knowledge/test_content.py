"""The content itself: complete, in step with the catalogue, and without a fault on the frozen day."""

from pathlib import Path

import pytest

from bot.knowledge import load
from bot.knowledge.checks import all_faults, checked
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import Reply, render, safety
from tests.knowledge.shared import content

library = content()
FIXED_LINE = library.text("replies", "fixed_line")


def test_nothing_in_data_is_at_fault():
    faults = [str(fault) for fault in all_faults(checked(library)) if not fault.warning]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("topic", library.topics)
def test_every_topic_renders_with_nothing_left_to_fill_in(topic):
    content = library.topics[topic]
    reply = render(library, ReplyRef(kind=content.kind, topic=topic, choices=content.next))
    assert reply.text and "{" not in reply.text
    assert len(reply.choices) == len(content.next)
    assert Reply.parse_obj(reply.dict(by_alias=True)) == reply


REVEALING = ("child", "sex", "abuse", "offender", "police", "victim", "disclos")


@pytest.mark.parametrize("topic", library.topics)
def test_neither_title_nor_address_tells_what_was_read(topic):
    """Both stand in the history of a phone that somebody else may hold. Childline is named as itself."""
    content = library.topics[topic]
    seen = f"{content.title} {content.address}".lower().replace("childline", "")
    assert not [word for word in REVEALING if word in seen]


@pytest.mark.parametrize("topic", [t.id for t in library.topics.values() if t.is_safety])
def test_every_safety_reply_says_that_nobody_has_read_this_and_whom_to_call(topic):
    card, *steps = safety(library, topic)
    assert FIXED_LINE in card.text
    assert len(card.text.split()) <= 60
    assert [contact.id for contact in card.contacts] == library.routes[topic]
    assert len(steps) <= 1


CHILDS_VOICE = ("safety.child_self", "safety.young_person_thoughts")
OWN_THOUGHTS = ("safety.own_thoughts", "safety.young_person_thoughts")


def test_a_child_is_sent_to_999_and_childline_first():
    assert library.routes["safety.child_self"][:2] == ["emergency_999", "childline"]


def test_no_answer_but_the_schemes_own_offers_the_form_in_words():
    """After a child's card there is no such button, and other answers are given all the same."""
    button = library.topics["scheme.start"].label
    offering = {name for name, topic in library.topics.items()
                if any(button in paragraph.text for paragraph in topic.paragraphs)}
    assert offering and all(name.startswith("scheme.") for name in offering)


def test_who_speaks_another_language_is_told_of_childline():
    assert library.topics["chat.language"].contacts[:2] == ["emergency_999", "childline"]


def test_a_young_person_afraid_of_their_thoughts_is_sent_to_childline_first():
    route = library.routes["safety.young_person_thoughts"]
    assert route[0] == "childline" and "emergency_999" in route


@pytest.mark.parametrize("topic", [*CHILDS_VOICE, *OWN_THOUGHTS])
def test_the_form_is_not_offered_where_it_may_not_be(topic):
    assert not any(choice.startswith("scheme.") for choice in library.topics[topic].next)


@pytest.mark.parametrize("topic", ["safety.own_thoughts", "family.offender", "offender.self"])
def test_those_who_come_with_shame_are_not_accused(topic):
    text = " ".join(p.text.lower() for p in library.topics[topic].paragraphs)
    for word in ("paedophile", "pervert", "predator", "monster", "disgust", "evil", "sick"):
        assert word not in text


@pytest.mark.parametrize(
    ("force", "href", "method"),
    [("example", "/enquiry/start", "post"), ("example-shire", "/leave/exampleshire_own_form", "get")],
)
def test_the_hand_over_leads_to_our_form_or_to_the_page_before_the_forces_own(force, href, method):
    link = render(load(force), ReplyRef(kind="handover", topic="scheme.start")).link
    assert (link.href, link.method, link.token) == (href, method, None)


def test_no_word_promises_a_form_that_this_service_does_not_have():
    """Until there is a form here, asking is done with the police."""
    for topic in library.topics.values():
        text = " ".join(p.text.lower() for p in topic.paragraphs)
        for promise in ("form here", "request from here", "go on to a form", "the form explains"):
            assert promise not in text, topic.id


def test_the_names_of_the_catalogue_are_all_there():
    """The ids are the contract of the API: none may be dropped or renamed."""
    recorded = (Path(__file__).parent / "topic-ids.txt").read_text().split()
    assert set(recorded) <= set(library.topics)
