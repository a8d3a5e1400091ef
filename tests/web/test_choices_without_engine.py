"""With the engine down or loading, a choice is answered from data/: it is exact. Typed words cannot be."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.doubles import library
from tests.web.engine_double import EngineDouble
from tests.web.test_chat_page import fields
from tests.web.test_messages_api import assert_problem

FIRST = [choice.topic for choice in library().start]
BEYOND_THE_FIRST = ["help.all", "help.nspcc", "scheme.what"]
TO_READ = library().text("page", "state_information")


@pytest.fixture(params=["fails", "loading"])
def troubled(client: FlaskClient, engine: EngineDouble, request: pytest.FixtureRequest) -> FlaskClient:
    engine.behaviour = request.param
    return client


@pytest.mark.parametrize("topic", [*FIRST, *BEYOND_THE_FIRST])
def test_every_choice_of_a_topic_is_answered(troubled: FlaskClient, topic: str) -> None:
    page = troubled.post("/", data={"conversation": "k", "choice": topic})
    assert 'data-problem="503"' not in page.text
    said = troubled.post("/api/v1/messages", json={"choice": topic}).get_json()["replies"]
    assert said[0]["topic"] == topic
    assert said[0]["contacts"]
    assert set(fields(page, "conversation")) == {"k"}


def test_what_an_answer_offers_is_taken_by_any_engine_that_comes_back(troubled: FlaskClient) -> None:
    said = troubled.post("/api/v1/messages", json={"choice": "concern.individual"}).get_json()["replies"][0]
    assert library().topics["concern.individual"].answer[0].text in said["text"]
    offered = [choice["id"] for choice in said["choices"]]
    assert offered == [topic for topic in FIRST if topic not in ("concern.individual", "scheme.start")]


def test_the_way_to_ask_leads_straight_to_the_form(troubled: FlaskClient) -> None:
    said = troubled.post("/api/v1/messages", json={"choice": "scheme.start"}).get_json()["replies"][0]
    assert (said["kind"], said["link"]["href"]) == ("handover", "/enquiry/start")
    assert "emergency_999" in [contact["id"] for contact in said["contacts"]]


def test_typed_words_are_told_where_the_answers_can_be_read(troubled: FlaskClient) -> None:
    page = troubled.post("/", data={"conversation": "k", "text": "topic:scheme.what"})
    problem = page.text.split('sp-problem" data-problem="503"')[1].split("</div>")[0]
    assert TO_READ in problem
    assert 'formaction="/information"' in problem
    assert troubled.post("/information", data={"conversation": "k"}).status_code == 200


def test_the_first_page_leads_there_too(troubled: FlaskClient) -> None:
    state = troubled.get("/").text.split("data-state=")[1].split("</div>")[0]
    assert 'href="/information"' in state


@pytest.mark.parametrize("choice", ["enquiry.for_whom.child", "no.such"])
def test_an_answer_on_the_path_or_anything_else_needs_the_engine(without_engine: FlaskClient, choice) -> None:
    assert_problem(without_engine.post("/api/v1/messages", json={"choice": choice}), 503, "down")
