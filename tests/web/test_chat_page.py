"""The chat page without JavaScript: form posts, answered 200 with the page."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.doubles import library
from tests.web.engine_double import EngineDouble
from web.app import MAX_BODY

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def read(response: TestResponse) -> Any:
    """The page as a tree; HTML that is not valid fails the test."""
    assert response.mimetype == "text/html"
    return html5lib.HTMLParser(strict=True).parse(response.text)


def fields(response: TestResponse, name: str) -> list[str]:
    """The values of all inputs and buttons called `name`."""
    tree = read(response)
    found = [e for tag in ("input", "button") for e in tree.iter(f"{NAMESPACE}{tag}")]
    return [element.get("value", "") for element in found if element.get("name") == name]


def boxes(response: TestResponse) -> list[str]:
    """What stands in the text box."""
    return [(box.text or "").strip() for box in read(response).iter(f"{NAMESPACE}textarea")]


def test_the_first_page_offers_the_choices_and_a_box(client: FlaskClient, engine) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert fields(response, "choice") == [choice.topic for choice in library().start]
    assert boxes(response) == [""]
    assert "999" in response.text
    assert library().text("page", "preview_banner") in response.text
    assert not engine.turns


def test_a_question_is_answered_on_the_page(client: FlaskClient) -> None:
    response = client.post("/", data={"conversation": "", "text": "topic:scheme.what"})
    assert response.status_code == 200
    assert library().topics["scheme.what"].answer[0].text[:20] in response.text
    keys = set(fields(response, "conversation"))
    assert len(keys) == 1 and keys.pop().startswith("key-")
    assert "scheme.what" in fields(response, "choice")


def test_the_conversation_goes_on_by_its_hidden_key(client: FlaskClient, engine) -> None:
    page = client.post("/", data={"text": "topic:scheme.what"})
    [key] = set(fields(page, "conversation"))
    after = client.post("/", data={"conversation": key, "choice": "help.all", "text": ""})
    assert set(fields(after, "conversation")) == {key}
    assert engine.turns[-1]["conversation"] == key
    assert engine.turns[-1]["choice"] == "help.all"


def test_a_pressed_choice_wins_over_the_box(client: FlaskClient, engine: EngineDouble) -> None:
    client.post("/", data={"choice": "help.all", "text": "topic:scheme.what"})
    assert engine.turns[-1]["choice"] == "help.all"


def test_each_page_makes_sending_twice_harmless(client: FlaskClient, engine: EngineDouble) -> None:
    [message_id] = set(fields(client.get("/"), "message_id"))
    for _ in range(2):
        client.post("/", data={"text": "topic:scheme.what", "message_id": message_id})
    first, second = engine.turns
    assert first["message_id"] == second["message_id"]
    assert message_id not in fields(client.get("/"), "message_id")


def test_the_choice_is_named_but_typed_words_are_not_repeated(client: FlaskClient) -> None:
    chosen = client.post("/", data={"choice": "safety.own_thoughts"})
    assert "I am worried about my own thoughts or behaviour" in chosen.text
    typed = client.post("/", data={"text": "topic:scheme.what my neighbour Darren Testname"})
    assert "Testname" not in typed.text


PROBLEMS = {
    "empty": ({"text": "   "}, "answers"),
    "nothing at all": ({}, "answers"),
    "too long": ({"text": "topic:scheme.what <b>" + "a" * 2000}, "answers"),
    "malformed": ({"choice": "<b>" * 100}, "answers"),
    "not offered": ({"choice": "help.all"}, "not_offered"),
    "busy": ({"text": "topic:scheme.what <b>"}, "busy"),
    "down": ({"text": "topic:scheme.what <b>"}, "fails"),
    "loading": ({"text": "topic:scheme.what <b>"}, "loading"),
}


@pytest.mark.parametrize(("data", "behaviour"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_problem_is_told_on_the_page_and_no_word_is_lost(client, engine, data, behaviour) -> None:
    engine.behaviour = behaviour
    response = client.post("/", data={"conversation": "k", **data})
    assert response.status_code == 200
    assert "999" in response.text
    assert set(fields(response, "conversation")) == {"k"}
    assert boxes(response) == [data.get("text", "").strip()]
    assert "<b>" not in response.text


@pytest.mark.parametrize("behaviour", ["answers", "fails", "slow", "loading"])
@pytest.mark.usefixtures("impatient")
def test_danger_is_answered_on_the_page(client, engine: EngineDouble, behaviour: str) -> None:
    engine.behaviour = behaviour
    response = client.post("/", data={"text": "help now"})
    assert response.status_code == 200
    assert library().text("replies", "fixed_line") in response.text


def test_the_first_page_opens_while_the_engine_is_away(without_engine: FlaskClient) -> None:
    response = without_engine.get("/")
    assert response.status_code == 200
    assert "safety.immediate_danger" in fields(response, "choice")


def test_javascript_gets_the_turn_alone(client: FlaskClient, engine: EngineDouble) -> None:
    part = {"X-Signpost-Part": "turn"}
    turn = client.post("/", data={"text": "topic:scheme.what"}, headers=part)
    assert turn.status_code == 200
    assert "<html" not in turn.text
    assert 'data-conversation="key-' in turn.text
    engine.behaviour = "fails"
    problem = client.post("/", data={"text": "a"}, headers=part)
    assert problem.status_code == 200
    assert 'data-problem="503"' in problem.text


@pytest.mark.parametrize("body", [b"text=\xff\xfe", b"%", b"\x00=\x00", b"&&&", b"text=%ff"])
def test_a_broken_form_is_told_on_the_page(client: FlaskClient, body: bytes) -> None:
    form = "application/x-www-form-urlencoded"
    response = client.post("/", data=body, content_type=form)
    assert response.status_code == 200
    assert "999" in response.text


SCRIPTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "' onfocus='alert(1)",
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_come_back_as_mere_text(client: FlaskClient, engine, script: str) -> None:
    engine.behaviour = "fails"  # the only case in which typed text comes back at all
    for field in ("text", "conversation"):
        response = client.post("/", data={"text": "a", field: script})
        read(response)
        assert "<script>alert" not in response.text
        assert "<img src=x" not in response.text
        assert "49" not in fields(response, "conversation")
        found = boxes(response) if field == "text" else fields(response, "conversation")
        assert script in found


def test_the_page_speaks_only_languages_of_this_force(client, engine: EngineDouble) -> None:
    assert '<html lang="en"' in client.get("/?language=cy").text
    client.post("/", data={"text": "a", "language": "cy"})
    assert engine.turns[-1]["language"] == "en"


@pytest.mark.parametrize(
    "body", [b"text=" + b"a" * MAX_BODY, b"a&" * 200_000, b"a=1&" * 1000], ids=["bytes", "fields", "one more"]
)
def test_a_form_that_is_too_large_gets_a_whole_page(client: FlaskClient, body: bytes) -> None:
    """Fields by the hundred thousand would cost seconds to take apart, so they are counted first."""
    page = client.post("/", data=body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 413
    read(page)
    assert library().text("problems", "too_large") in page.text
    assert 'rel="stylesheet"' in page.text
    assert 'href="tel:999"' in page.text


def test_a_form_may_have_as_many_fields_as_one_in_parts(client: FlaskClient) -> None:
    page = client.post(
        "/", data=b"a=1&" * 999 + b"text=help+now", content_type="application/x-www-form-urlencoded"
    )
    assert library().text("replies", "fixed_line") in page.text


CARD = "safety.child_self"
PINNED = {"conversation": "k", "topic": CARD, "pinned": CARD, "under_18": "true"}


@pytest.mark.parametrize(("data", "behaviour"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_problem_leaves_the_card_and_the_chat_on_the_page(client, engine, data, behaviour: str) -> None:
    engine.behaviour = behaviour
    page = client.post("/", data={**PINNED, **data})
    assert library().text("page", "pinned_label") in page.text
    for name, value in PINNED.items():
        assert set(fields(page, name)) == {value}


@pytest.mark.parametrize("text", ["", "im 13"])
def test_so_it_does_before_any_engine_has_given_a_key(without_engine: FlaskClient, text: str) -> None:
    page = without_engine.post("/", data={"text": "im 13 and my boyfriend hits me"})
    carried = {name: set(fields(page, name)).pop() for name in PINNED}
    after = without_engine.post("/", data={**carried, "text": text})
    assert library().text("page", "pinned_label") in after.text
    assert set(fields(after, "under_18")) == {"true"}


def test_an_age_told_in_what_could_not_be_answered_is_kept(without_engine: FlaskClient) -> None:
    page = without_engine.post("/", data={"text": "im 13"})
    assert set(fields(page, "under_18")) == {"true"}
    script = without_engine.post("/", data={"text": "im 13"}, headers={"X-Signpost-Part": "turn"})
    assert 'data-young="true"' in script.text


def test_nobody_is_taken_to_be_under_18_unasked(client: FlaskClient) -> None:
    assert set(fields(client.get("/"), "under_18")) == {""}
    assert set(fields(client.post("/", data={"text": "topic:scheme.what"}), "under_18")) == {""}
