"""Welsh: a draft that only the test version shows, the same help in it, and English where there is none."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from bot.knowledge import load
from bot.knowledge.replies import safety
from tests.web.doubles import create_test_app, library
from tests.web.engine_double import EngineDouble
from tests.web.test_chat_page import NAMESPACE, fields, read
from web.readiness import missing
from web.settings import Settings

SAFETY = [topic for topic in library().topics.values() if topic.is_safety]
SECTIONS = ["page", "problems", "replies", "embed"]
NUMBER = re.compile(r"\d[\d ]*\d|\d")


@pytest.fixture(scope="module")
def welsh():
    return load("example-cymru")


@pytest.fixture
def client(welsh, engine: EngineDouble):
    return create_test_app(engine, content=welsh).test_client()


def said(key: str) -> str:
    """A fixed string of the Welsh pages, as it stands in HTML."""
    return str(escape(library().strings["cy"]["page"][key]))


def numbers(text: str) -> list[str]:
    return sorted(set(NUMBER.findall(text)))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_fixed_string_is_there_with_the_same_numbers_and_gaps(section: str) -> None:
    english, welsh = library().strings["en"][section], library().strings["cy"][section]
    assert set(english) <= set(welsh)
    for key, text in english.items():
        gaps = sorted(re.findall(r"\{\w+\}", text))
        assert sorted(re.findall(r"\{\w+\}", welsh[key])) == gaps, key
        if not key.startswith("exit_"):
            assert numbers(welsh[key]) == numbers(text), key


@pytest.mark.parametrize("topic", SAFETY, ids=[topic.id for topic in SAFETY])
def test_every_safety_reply_is_there_with_the_same_numbers(topic, welsh) -> None:
    translated = welsh.topic_in(topic.id, "cy")
    assert translated.label != topic.label
    for mine, theirs in zip(translated.paragraphs, topic.paragraphs):
        assert numbers(mine.text) == numbers(theirs.text)
    assert numbers(translated.repeat or "") == numbers(topic.repeat or "")
    for reply in safety(welsh, topic.id, "cy"):
        assert reply.lang == "cy"


def test_the_page_is_marked_as_welsh_and_as_a_draft(client) -> None:
    response = client.get("/?language=cy")
    tree = read(response)
    assert tree.get("lang") == "cy"
    assert "Heddlu Enghraifft Cymru" in response.text
    assert said("draft_banner") in response.text
    assert 'href="/privacy?language=cy"' in response.text


def test_each_page_leads_to_itself_in_the_other_language(client) -> None:
    for address in ("/", "/information", "/information/how-long-it-takes", "/contacts"):
        assert f'href="{address}?language=cy" lang="cy"' in client.get(address).text
        assert f'href="{address}" lang="en"' in client.get(f"{address}?language=cy").text


def test_a_force_without_welsh_offers_none(engine) -> None:
    plain = create_test_app(engine).test_client()
    assert "Cymraeg" not in plain.get("/").text
    assert '<html lang="en"' in plain.get("/?language=cy").text


def test_an_answer_without_welsh_says_so_and_is_marked_as_english(client) -> None:
    response = client.post("/", data={"text": "topic:scheme.what", "language": "cy"})
    assert said("only_english") in response.text
    assert '<div class="sp-answer__text" lang="en">' in response.text
    safe = client.post("/", data={"choice": "safety.child_self", "language": "cy"})
    assert said("only_english") not in safe.text
    assert "Rydyn ni" in safe.text


def test_english_on_a_welsh_page_is_marked(client) -> None:
    tree = read(client.get("/contacts?language=cy"))
    cards = [e for e in tree.iter(f"{NAMESPACE}ul") if e.get("class") == "sp-contacts"]
    assert cards and all(card.get("lang") == "en" for card in cards)
    following = read(client.get("/information?language=cy"))
    named = [e for e in following.iter(f"{NAMESPACE}li") if e.get("lang") == "en"]
    assert len(named) == sum(t.is_readable for t in library().topics.values()) - len(SAFETY)


def test_a_chat_goes_on_in_the_other_language(client) -> None:
    page = client.post("/", data={"choice": "safety.child_self"})
    [key] = set(fields(page, "conversation"))
    sent = {"conversation": key, "topic": "safety.child_self", "pinned": "safety.child_self"}
    again = client.post("/", data={**sent, "back": "chat", "language": "cy"})
    assert "Rydyn ni" in again.text
    assert set(fields(again, "conversation")) == {key}


def test_the_interface_says_which_language_a_reply_is_in(client) -> None:
    def lang(**message: str) -> str:
        sent = client.post("/api/v1/messages", json={"conversation": None, "language": "cy", **message})
        return sent.get_json()["replies"][0]["lang"]

    assert lang(text="help now") == "cy"
    assert lang(text="kind:clarify") == "cy"
    assert lang(text="topic:scheme.what") == "en"


def test_production_shows_no_draft_and_does_not_start_with_one(welsh, engine) -> None:
    app = create_test_app(engine, content=welsh, env="production")
    response = app.test_client().get("/?language=cy")
    assert '<html lang="en"' in response.text and "Cymraeg" not in response.text
    needed = list(missing(Settings(env="production"), welsh))
    assert [line for line in needed if line.startswith("data/translations/cy/language.yml")]
    assert not [line for line in missing(Settings(env="production"), library()) if "translations" in line]


def test_signed_welsh_may_be_shown(welsh, engine) -> None:
    signed = welsh.translations["cy"].copy(update={"signed_by": "Test Example", "signed_on": "2026-11-22"})
    content = welsh.copy(update={"translations": {"cy": signed}})
    app = create_test_app(engine, content=content, env="production")
    response = app.test_client().get("/?language=cy")
    assert '<html lang="cy"' in response.text
    assert said("draft_banner") not in response.text
