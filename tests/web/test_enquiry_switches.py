"""A force leaves optional questions out of the form, or adds two: what is not asked is null when sent."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema_rs
import pytest
import yaml
from flask import Flask

from bot.knowledge import Library
from bot.knowledge.forces import read_force
from bot.knowledge.reading import DATA, ContentError
from bot.knowledge.switches import CAN_BE_ADDED, CAN_BE_LEFT_OUT, FOLLOWS, Switches
from tests.store.examples import FORM, answers
from tests.web.applicant import PAGES, Applicant
from tests.web.doubles import create_test_app, library
from web.enquiry.pages import MoreAboutThem
from web.enquiry.rules import is_optional
from web.enquiry.shown import shown_answers
from web.enquiry.steps import STEPS, as_asked
from web.enquiry.words import Words
from web.settings import Settings
from web.store.drafts import Draft
from web.submission import compose
from web.submission.schema import schema

ASKED_EVERYWHERE = {
    "contact.announce_police",
    "contact.visit_allowed",
    "contact.warnings",
    "concern.urgent_change",
}
PAGE_OF = {question: step for step in STEPS for question in step.questions}
ANSWERED = {*CAN_BE_LEFT_OUT, *CAN_BE_ADDED, *FOLLOWS.values()}
NOTHING = (None, [], False)


def content(**form: list[str]) -> Library:
    """The example's content with these switches in the profile of its force."""
    force = library().force.copy(update={"form": Switches(**form)})
    return library().copy(update={"force": force})


def app_of(var: Path, **form: list[str]) -> Flask:
    return create_test_app(None, content=content(**form), var=var)


def answer_in(sent: dict[str, Any], question: str) -> Any:
    section, name = question.split(".")
    part = sent["data"][section]
    return (part[0] if section == "children" else part)[name]


def shown_in(sent: dict[str, Any]) -> set[str]:
    """The questions that stand there in words."""
    return {row["question_id"].replace("[0]", "") for row in sent["answers"]}


def test_every_optional_question_can_be_left_out_but_those_that_keep_people_safe() -> None:
    everything = Words(content(adds=sorted(CAN_BE_ADDED)), "en")
    optional = {
        f"{step.page.section}.{field.short_name}"
        for step in STEPS
        for field in step.page(everything).questions()
        if is_optional(field)
    }
    assert optional == CAN_BE_LEFT_OUT | CAN_BE_ADDED | ASKED_EVERYWHERE


# An answer to everything that can be switched.
EVERYTHING = answers(
    applicant={
        "previous_names": ["Former"],
        "preferred_language": "other",
        "other_language": "Kurdish",
        "interpreter_needed": True,
        "communication_needs": "large print",
    },
    children=[
        {
            "given_name": "Sample",
            "applicant_relationship": "parent",
            "contact_type": ["not_sure"],
            "date_of_birth": {"value": "2019", "precision": "year"},
            "approximate_age": 7,
            "address_same_as": "elsewhere",
            "address": {"town_or_city": "Testville"},
            "responsible_adult_name": "his mum",
            "responsible_adult_address": "not_known",
            "other_parent_aware": "no",
            "subject_relationship": "other",
            "subject_relationship_other": "lodger",
        }
    ],
    subject={
        "relationship_to_applicant": "neighbour",
        "date_of_birth": {"value": "1970", "precision": "year"},
        "approximate_age": 55,
        "sex": "male",
        "addresses_previous": [{"address_line_1": "2 Test Street"}],
        "telephone_number": "01632 960002",
        "online_accounts": "placeholder1",
        "occupation_or_voluntary_role": "coach",
        "place_of_birth": "Testville",
        "ethnicity": "not sure",
    },
    concern={"reported_before": "yes", "reported_to": "the school"},
)
ALL_ADDED = sorted(CAN_BE_ADDED)


def sent_with(**form: list[str]) -> dict[str, Any]:
    """What goes to the force of somebody who had answered everything, before these were switched."""
    force = content(**form)
    words, moment = Words(force, "en"), datetime.now(timezone.utc)
    given = {**as_asked(words, EVERYTHING), "declaration": EVERYTHING["declaration"]}
    draft = Draft(str(uuid4()), None, "en", created_at=moment, touched_at=moment, answers=given)
    made = compose(draft, shown_answers(words, given, {}), FORM, Settings(), force.force)
    return json.loads(made.payload())


@pytest.mark.parametrize("question", sorted(CAN_BE_LEFT_OUT))
def test_what_is_left_out_is_asked_shown_and_sent_nowhere(question: str) -> None:
    leaving_out = {"adds": ALL_ADDED, "leaves_out": [question]}
    gone = {question, FOLLOWS.get(question, question)}

    page = PAGE_OF[question].page(Words(content(**leaving_out), "en"))
    whole, sent = sent_with(adds=ALL_ADDED), sent_with(**leaving_out)

    assert not {name.split(".")[1] for name in gone} & {field.short_name for field in page.questions()}
    assert {name for name in ANSWERED if answer_in(whole, name) in NOTHING} == set()
    assert {name for name in ANSWERED if answer_in(sent, name) in NOTHING} == gone
    assert shown_in(whole) - shown_in(sent) == gone
    jsonschema_rs.Draft202012Validator(schema()).validate(sent)


@pytest.mark.parametrize("question", ALL_ADDED)
def test_what_a_force_adds_is_optional_and_sent(question: str) -> None:
    adding = content(adds=[question])
    added = next(f for f in MoreAboutThem(Words(adding, "en")).questions() if f.short_name in question)
    assert "(optional)" in added.label.text
    without, sent = sent_with(), sent_with(adds=[question])
    assert answer_in(without, question) is None
    assert answer_in(sent, question) == answer_in(sent_with(adds=ALL_ADDED), question) is not None
    assert shown_in(sent) - shown_in(without) == {question}
    jsonschema_rs.Draft202012Validator(schema()).validate(sent)


def test_a_page_of_which_nothing_is_left_is_not_shown(tmp_path: Path) -> None:
    """Without all that can be left out, three pages go; the others are counted without them."""
    applicant = Applicant(app_of(tmp_path, leaves_out=sorted(CAN_BE_LEFT_OUT)))
    applicant.start()
    assert "Step 1 of 8" in applicant.get("about-you").text
    for page in ("language", "home/1", "details"):
        assert applicant.get(page).status_code == 404
    walked = walk(applicant)
    assert walked == ["about-you", "address", "contact", "contact-times", "who/1", "how/1", "name", "reason"]
    assert "Who is the person to you?" not in applicant.get("check").text
    # Answered while the profile was another: what cannot be seen any more does not go.
    applicant.records.drafts.write(applicant.key, lambda kept: {**kept, "subject": EVERYTHING["subject"]})
    assert applicant.declare().location == "/enquiry/sent"
    assert answer_in(applicant.sent(), "subject.sex") is None
    jsonschema_rs.Draft202012Validator(schema()).validate(applicant.sent())


def walk(applicant: Applicant) -> list[str]:
    """Fill in whatever page comes next, until the check; the pages in the order they came."""
    walked = ["about-you"]
    while (onward := applicant.post(walked[-1], PAGES[walked[-1]]).location) != "/enquiry/check":
        walked.append(onward.removeprefix("/enquiry/"))
    return walked


def test_other_questions_are_another_version_of_the_form() -> None:
    asked = [content(), content(leaves_out=["subject.sex"]), content(adds=["subject.ethnicity"])]
    assert len({Words(one, "en").digest for one in asked}) == 3


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"leaves_out": ["applicant.given_name"]}, "applicant.given_name cannot be left out; what can: "),
        ({"leaves_out": ["contact.visit_allowed"]}, "contact.visit_allowed cannot be left out"),
        ({"leaves_out": ["subject.ethnicity"]}, "subject.ethnicity cannot be left out"),
        ({"adds": ["applicant.title"]}, "applicant.title cannot be added; what can: subject.ethnicity"),
    ],
)
def test_what_cannot_be_switched_is_refused_by_name(tmp_path: Path, form: dict, told: str) -> None:
    profile = yaml.safe_load((DATA / "forces" / "example.yml").read_text())
    (tmp_path / "forces").mkdir()
    (tmp_path / "forces" / "changed.yml").write_text(yaml.safe_dump({**profile, "form": form}))
    with pytest.raises(ContentError, match=told):
        read_force("changed", tmp_path)
