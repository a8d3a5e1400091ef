"""Welsh: a draft that only the test version shows, the same help in it, and English where there is none."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from bot.knowledge import ContentError, load
from bot.knowledge.forces import read_force
from bot.knowledge.reading import DATA
from bot.knowledge.replies import safety
from tests.web.applicant import PAGES, Applicant
from tests.web.doubles import create_test_app, library
from tests.web.engine_double import EngineDouble
from tests.web.test_chat_page import NAMESPACE, fields, read
from web.readiness import missing
from web.settings import Settings

SAFETY = [topic for topic in library().topics.values() if topic.is_safety]
SECTIONS = ["page", "problems", "replies", "embed", "path", "handover", "enquiry"]
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


class TestTheForm:
    @pytest.fixture
    def applicant(self, welsh, tmp_path) -> Applicant:
        applicant = Applicant(create_test_app(None, content=welsh, var=tmp_path))
        assert applicant.start(language="cy").location == "/enquiry/about-you?language=cy"
        return applicant

    def test_every_page_is_in_welsh_and_stays_so(self, applicant: Applicant) -> None:
        words = library().strings["cy"]["enquiry"]
        applicant.fill_in()
        for page in PAGES:
            response = applicant.get(page)
            tree = read(response)
            heading = words[f"{page.split('/')[0]}.heading"]
            assert tree.get("lang") == "cy"
            assert tree.find(f".//{NAMESPACE}h1").text == heading
            assert not list(tree.iterfind(f".//{NAMESPACE}div[@lang]"))
            assert "English</a>" not in response.text  # a link there would lose what was typed
        assert "27 Mawrth 1985" in applicant.get("check").text

    def test_what_is_wrong_is_said_in_welsh(self, applicant: Applicant) -> None:
        text = applicant.post("about-you").text
        assert "<title>Gwall: Cam 1 o 11" in text and "Rhowch eich enw cyntaf" in text

    def test_it_is_sent_and_confirmed_with_the_times_of_the_force(self, applicant: Applicant) -> None:
        applicant.fill_in()
        assert applicant.declare().location == "/enquiry/sent?language=cy"
        text = applicant.get("sent?language=cy").text
        for time in ("24 awr", "10 diwrnod", "28 diwrnod", "Heddlu Enghraifft Cymru"):
            assert time in text
        assert applicant.sent()["meta"]["language"] == "cy-GB"
        assert applicant.get("check?language=cy").location == "/enquiry/sent?language=cy"

    def test_what_has_no_welsh_says_so_and_is_marked(self, applicant: Applicant) -> None:
        answers = {"relationship_to_applicant": "partner"}
        assert applicant.post("details", answers).location == "/enquiry/advice/details?language=cy"
        text = applicant.get("advice/details").text
        assert said("only_english") in text and '<div class="sp-answer__text" lang="en">' in text


def test_a_force_with_welsh_has_its_times_in_welsh(tmp_path) -> None:
    profile = (DATA / "forces" / "example-cymru.yml").read_text()
    (tmp_path / "forces").mkdir()
    (tmp_path / "forces" / "example-cymru.yml").write_text(profile.replace(", text_cy: 10 diwrnod", ""))
    with pytest.raises(ContentError, match="text_cy"):
        read_force("example-cymru", tmp_path)


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
