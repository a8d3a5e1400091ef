"""Pages to read: every answer has one, with a neutral address and title."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from tests.web.doubles import create_test_app, library
from tests.web.engine_double import EngineDouble
from tests.web.test_chat_page import fields, read
from web.door import MAX_TEXT

READING = ["/information", "/contacts", "/about", "/using-this-page-safely", "/privacy", "/cookies"]
READING += ["/accessibility", "/information/how-long-it-takes"]
PAGES = ["/", *READING, "/ended"]
ANSWERS = [topic for topic in library().topics.values() if topic.kind in ("answer", "safety")]
TALK = [topic for topic in library().topics.values() if topic.kind not in ("answer", "safety")]


def test_the_index_lists_every_answer_and_no_small_talk(client: FlaskClient) -> None:
    response = client.get("/information")
    read(response)
    linked = set(re.findall(r'href="/information/([^"]+)"', response.text))
    assert linked == {topic.address for topic in ANSWERS}


@pytest.mark.parametrize("topic", ANSWERS, ids=[topic.id for topic in ANSWERS])
def test_every_answer_has_a_page(client: FlaskClient, topic) -> None:
    response = client.get(f"/information/{topic.address}")
    assert response.status_code == 200
    assert str(escape(topic.title)) in response.text


@pytest.mark.parametrize("address", ["no-such", "..%2f", TALK[0].address])
def test_other_addresses_are_not_found(client: FlaskClient, address: str) -> None:
    response = client.get(f"/information/{address}")
    assert response.status_code == 404
    assert "999" in response.text


@pytest.mark.parametrize("address", [*PAGES, *(f"/information/{topic.address}" for topic in ANSWERS[::20])])
def test_each_page_is_valid_html(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    read(response)


CHAT = {"conversation": "key-of-a-chat", "topic": "scheme.how_long", "choices": "scheme.start help.all"}


@pytest.fixture
def chat(client: FlaskClient, engine: EngineDouble) -> FlaskClient:
    """A chat is going on under that key."""
    engine.conversations.add(CHAT["conversation"])
    return client


@pytest.mark.parametrize("address", READING)
def test_each_page_can_be_read_from_a_chat_and_leads_back_to_it(chat: FlaskClient, address: str) -> None:
    page = chat.post(address, data={**CHAT, "pinned": "safety.child_self"})
    assert page.status_code == 200
    assert set(fields(page, "conversation")) == {"key-of-a-chat"}
    assert not [link for link in re.findall(r'(?:href|action)="([^"]*)"', page.text) if "key" in link]
    carried = {name: set(fields(page, name)).pop() for name in (*CHAT, "pinned", "back")}
    again = chat.post("/", data=carried)
    assert library().text("page", "chat_goes_on") in again.text
    assert library().text("page", "pinned_label") in again.text
    assert fields(again, "choice") == ["scheme.start", "help.all"]
    assert set(fields(again, "conversation")) == {"key-of-a-chat"}


MADE_UP = [{"topic": "no.such"}, {"topic": "<b>"}, {"choices": "no.such <b>"}, {"pinned": "scheme.what"}, {}]


@pytest.mark.parametrize("made_up", MADE_UP)
def test_a_way_back_with_nonsense_is_still_a_way_back(chat: FlaskClient, made_up: dict[str, str]) -> None:
    page = chat.post("/", data={"conversation": CHAT["conversation"], "back": "chat", **made_up})
    read(page)
    assert page.status_code == 200
    assert set(fields(page, "conversation")) == {CHAT["conversation"]}
    assert "<b>" not in page.text


TELLING = {**CHAT, "topic": "safety.own_thoughts", "pinned": "safety.own_thoughts"}
WAYS_BACK = {"/": {"back": "chat"}, "/useful": {"about": "scheme.how_long", "useful": "yes", "where": "/"}}


@pytest.mark.parametrize(("address", "way"), WAYS_BACK.items(), ids=WAYS_BACK)
def test_once_the_chat_has_ended_its_key_opens_nothing(client: FlaskClient, address: str, way) -> None:
    page = client.post(address, data={**TELLING, **way})
    assert (page.status_code, page.headers["Location"]) == (303, "/ended")


def test_where_no_engine_can_say_whether_it_has_the_first_page_is_shown(without_engine: FlaskClient) -> None:
    page = without_engine.post("/", data={**TELLING, "back": "chat"})
    assert set(fields(page, "conversation")) == {CHAT["conversation"]}
    assert fields(page, "choice") == [choice.topic for choice in library().start]
    assert library().text("page", "chat_goes_on") not in page.text
    assert library().text("page", "pinned_label") not in page.text


def test_every_service_stands_on_the_page_of_contacts() -> None:
    listed = {contact for group in library().pages.contacts for contact in group.contacts}
    assert listed == set(library().contacts)


def test_every_theme_of_answers_has_a_place_and_a_name() -> None:
    themes = library().pages.themes
    assert set(themes) == {topic.folder for topic in library().topics.values() if topic.is_readable}
    assert all(library().text("page", f"group_{theme}") for theme in themes)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("neighbours", "Who can ask"),
        ("how much does it cost", "What it costs"),
        ("groomed", "What grooming is"),
        ("scotlnd", "Scotland and Northern Ireland"),
    ],
)
def test_a_search_finds_answers_by_any_of_their_words(client: FlaskClient, words: str, title: str) -> None:
    page = client.post("/information", data={"words": words})
    found = page.text.split('id="found-title"')[1].split("</section>")[0]
    assert title in found


def test_a_search_for_something_else_finds_nothing_and_says_so(client: FlaskClient) -> None:
    page = client.post("/information", data={"words": "pizza"})
    assert library().text("page", "search_nothing_help") in page.text


def test_a_search_is_looked_through_for_danger(client: FlaskClient) -> None:
    page = client.post("/information", data={"words": "help now"})
    assert library().text("replies", "fixed_line") in page.text
    assert page.text.index(library().text("replies", "fixed_line")) < page.text.index('name="words"')


def test_danger_in_a_search_is_answered_however_many_there_were() -> None:
    client = create_test_app(rate_limit="1 per minute").test_client()
    for _ in range(11):
        page = client.post("/information", data={"words": "cost"})
    assert page.status_code == 429
    page = client.post("/information", data={"words": "help now"})
    assert page.status_code == 200
    assert library().text("replies", "fixed_line") in page.text


def test_a_very_long_search_is_cut_but_looked_through_for_danger(client: FlaskClient, monkeypatch) -> None:
    """To look for a hundred thousand words would cost seconds."""
    looked_for: list[str] = []
    monkeypatch.setattr(client.application.extensions["signpost"].search, "find", looked_for.append)
    monkeypatch.setattr("web.pages.render_template", lambda _, danger, **more: danger[0].topic)
    page = client.post("/information", data={"words": "how much " * 10_000 + "help now"})
    assert page.text == "safety.immediate_danger"
    assert max(map(len, looked_for)) <= MAX_TEXT


def test_words_of_a_search_come_back_in_their_box_alone(client: FlaskClient) -> None:
    page = client.post("/information", data={"words": '"><script>alert(1)</script>'})
    read(page)
    assert "<script>alert" not in page.text
    address = client.get("/information?words=neighbour")
    assert "found-title" not in address.text


def test_the_page_of_a_safety_topic_holds_its_steps_and_asks_nobody_how_useful_it_was(client) -> None:
    page = client.get("/information/how-to-listen")
    assert library().topics["safety.child_told_me"].steps[0].text[:20] in page.text
    assert 'action="/useful"' not in page.text


def test_the_script_gets_a_page_without_its_frame(client: FlaskClient) -> None:
    page = client.get("/privacy", headers={"X-Signpost-Part": "page"})
    assert "<h1" in page.text
    assert "<style" not in page.text and "<script" not in page.text and "<footer" not in page.text


TOLD_AN_AGE = {"topic": "safety.suicide_self_harm", "pinned": "safety.suicide_self_harm", "under_18": "true"}


def called_second(page: str, card: str = 'data-kind="safety"') -> str:
    """The second number to call of a card that begins so; the first must be 999."""
    numbers = re.findall(r'href="tel:(\d+)"', page.split(card)[1])
    first, second, *_ = [number for number in numbers if number != RELAY]
    assert first == "999"
    return second


CHILDLINE, SAMARITANS = "08001111", "116123"
RELAY = "18000"  # another way to 999


def test_back_in_the_chat_who_is_under_18_has_childline_second_again(chat: FlaskClient) -> None:
    page = chat.post("/contacts", data={**CHAT, **TOLD_AN_AGE})
    carried = {name: set(fields(page, name)).pop() for name in (*CHAT, *TOLD_AN_AGE, "back")}
    again = chat.post("/", data=carried)
    assert called_second(again.text) == called_second(again.text, 'class="sp-pinned"') == CHILDLINE
    assert set(fields(again, "under_18")) == {"true"}


def test_and_where_no_engine_can_say_whether_the_chat_is_there_the_age_is_kept(without_engine) -> None:
    page = without_engine.post("/", data={**CHAT, **TOLD_AN_AGE, "back": "chat"})
    assert set(fields(page, "under_18")) == {"true"}
    assert set(fields(page, "pinned")) == {""}


@pytest.mark.parametrize(("words", "told"), [("im 13 and want to die", {}), ("want to die", TOLD_AN_AGE)])
def test_so_it_is_in_the_search(client: FlaskClient, words: str, told: dict[str, str]) -> None:
    page = client.post("/information", data={"words": words, **told})
    assert called_second(page.text) == CHILDLINE


def test_an_adult_has_the_samaritans_second(client: FlaskClient) -> None:
    assert called_second(client.post("/information", data={"words": "want to die"}).text) == SAMARITANS
