"""The way from the chat to a form: one-time tokens, closed values, and the page before a force's own form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.knowledge import load
from bot.knowledge.forces import Handoff
from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble, reply
from tests.web.test_chat_page import read
from web.enquiry.handover import LIFE, HandoverRecord, Handovers, record_of
from web.settings import Settings
from web.store.errors import Unavailable
from web.store.records import Records
from web.store.tables import handovers

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
CHOSEN = {
    "immediate_danger": "no",
    "request_purpose": "ask_about_person",
    "knows_specific_person": "yes",
    "knows_specific_child": "not_sure",
    "area": "this_force",
    "safe_to_use_device": "yes",
}
SHIRE = load("example-shire")
LEAVE = "/leave/exampleshire_own_form"


class Clock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(Settings(var=tmp_path), "example")


@pytest.fixture
def kept(records: Records, clock: Clock) -> Handovers:
    return Handovers(records, clock)


def a_record(triage: dict[str, str] = CHOSEN) -> HandoverRecord:
    return record_of(load("example"), triage, "en", NOW)


def test_a_token_fetches_its_record_once(kept: Handovers) -> None:
    record = a_record()
    token = kept.offer(record)
    assert kept.redeem(token) == record
    assert kept.redeem(token) is None


def test_a_token_lives_for_ten_minutes(kept: Handovers, clock: Clock) -> None:
    soon, late = kept.offer(a_record()), kept.offer(a_record())
    clock.time = NOW + LIFE - timedelta(seconds=1)
    assert kept.redeem(soon)
    clock.time = NOW + LIFE + timedelta(seconds=1)
    assert kept.redeem(late) is None


@pytest.mark.parametrize("token", ["", "made-up", "x" * 5000, "é\x00"])
def test_any_other_token_fetches_nothing(kept: Handovers, token: str) -> None:
    kept.offer(a_record())
    assert kept.redeem(token) is None


def test_the_store_holds_a_hash_of_the_token_and_what_was_chosen(kept: Handovers, records: Records) -> None:
    token = kept.offer(a_record())
    with records.store.session() as session:
        (row,) = session.execute(select(handovers)).all()
    assert token not in str(row)
    assert HandoverRecord.parse_raw(row.record).triage == CHOSEN


def test_the_record_is_that_of_the_agreed_schema() -> None:
    record = a_record().dict(by_alias=True)
    assert record["schema"] == "csods-handoff-context/1"
    assert (record["force_code"], record["channel"], record["language"]) == ("example", "web_chat", "en-GB")
    assert record["destination"]["kind"] == "embedded_form"
    own = record_of(SHIRE, CHOSEN, "en", NOW).destination
    assert (own.kind, own.url_id) == ("external_form", "exampleshire_own_form")


def test_the_record_holds_only_answers_that_the_path_has() -> None:
    typed = {**CHOSEN, "area": "Zelda Quagmire, 07700 900999", "applicant_name": "Zelda Quagmire"}
    record = a_record(typed)
    assert "area" not in record.triage and "applicant_name" not in record.triage
    assert "Zelda" not in record.json()


# What is shown, for each way in which a force takes enquiries


@pytest.fixture
def hand_over(engine: EngineDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine hands over, whatever it is asked."""
    said = reply("scheme.start", kind="handover", triage=CHOSEN)
    answered = {"conversation": "key", "notice": "not_applied", "pinned": None, "replies": [said]}
    monkeypatch.setattr(engine, "turn", lambda body: (200, answered))


def shown(app: Flask) -> dict:
    response = app.test_client().post(
        "/api/v1/messages", json={"conversation": None, "choice": "enquiry.safe_to_use_device.yes"}
    )
    assert response.status_code == 200
    assert response.json["notice"] == "not_applied"
    return response.json["replies"][0]


def counted(app: Flask) -> dict[str, int]:
    return dict(app.extensions["signpost"].records.events.take())


def test_our_own_form_is_reached_with_a_token_that_knows_what_was_chosen(app: Flask, hand_over: None) -> None:
    counted(app)
    told = shown(app)
    assert (told["kind"], told["topic"]) == ("handover", "scheme.start")
    assert (told["link"]["href"], told["link"]["method"]) == ("/enquiry/start", "post")
    assert counted(app)["handoff_offered"] == 1
    assert app.extensions["signpost"].handovers.redeem(told["link"]["token"]).triage == CHOSEN


def test_one_walk_along_the_path_is_one_enquiry_reached(app: Flask, hand_over: None) -> None:
    counted(app)
    for choice in ("scheme.start", "enquiry.immediate_danger.no", "enquiry.area.this_force"):
        app.test_client().post("/api/v1/messages", json={"conversation": "key", "choice": choice})
    assert counted(app) == {"csods_enquiries": 1, "handoff_offered": 3}


def test_each_showing_has_a_token_of_its_own(app: Flask, hand_over: None) -> None:
    assert shown(app)["link"]["token"] != shown(app)["link"]["token"]


def test_the_form_is_reached_even_if_nothing_can_be_kept(
    app: Flask, hand_over: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> str:
        raise Unavailable("OperationalError")

    monkeypatch.setattr(app.extensions["signpost"].handovers, "offer", away)
    link = shown(app)["link"]
    assert (link["href"], link["method"], link["token"]) == ("/enquiry/start", "post", None)


def test_the_page_posts_the_token_and_says_once_that_nothing_was_sent(
    client: FlaskClient, hand_over: None
) -> None:
    response = client.post("/", data={"choice": "enquiry.safe_to_use_device.yes", "language": "en"})
    read(response)
    assert response.text.count("You have not applied yet") == 1
    assert re.search(r'<input type="hidden" name="token" value="[\w-]{32,}">', response.text)


@pytest.fixture
def own_form(engine: EngineDouble) -> Iterator[Flask]:
    """A force with a form of its own."""
    yield create_test_app(engine, content=SHIRE, force="example-shire")


def test_the_forces_own_form_is_reached_by_a_page_of_ours(own_form: Flask, hand_over: None) -> None:
    assert shown(own_form)["link"] == {
        "href": LEAVE, "label": "Go on to the form of Exampleshire Police", "method": "get", "token": None
    }
    assert counted(own_form)["handoff_offered"] == 1


def test_a_record_is_kept_of_it_that_goes_nowhere(own_form: Flask, hand_over: None) -> None:
    def kept() -> set[str]:
        with own_form.extensions["signpost"].records.store.session() as session:
            return set(session.execute(select(handovers.c.record)).scalars())

    before = kept()
    shown(own_form)
    (new,) = kept() - before
    record = HandoverRecord.parse_raw(new)
    assert (record.destination.kind, record.destination.url_id) == ("external_form", "exampleshire_own_form")
    assert record.triage == CHOSEN


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": None},
        {"url_id": None},
        {"url_id": "x/y"},
        {"url": "http://www.police.example/ask"},
        {"url": "https://www.police.example/ask?name=1"},
        {"url": "https://www.police.example/ask#x"},
        {"url": "javascript:alert(1)"},
    ],
)
def test_a_profile_with_a_link_that_leads_nowhere_or_says_too_much_is_refused(wrong: dict) -> None:
    right = SHIRE.force.handoff.dict()
    assert Handoff(**right)
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Handoff(**{**right, **wrong})


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_says_what_changes_there(own_form: Flask, method: str) -> None:
    client = own_form.test_client()
    response = client.get(LEAVE) if method == "get" else client.post(LEAVE, data={"read": "page"})
    read(response)
    assert response.status_code == 200
    for words in ("www.exampleshire-police.example", "cookies", "exit button", "not applied yet", "101"):
        assert words in response.text
    assert SHIRE.force.handoff.url not in response.text
    assert counted(own_form) == {}


def test_its_button_goes_to_the_plain_address_and_is_counted(own_form: Flask) -> None:
    response = own_form.test_client().post(LEAVE)
    assert (response.status_code, response.headers["Location"]) == (303, SHIRE.force.handoff.url)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.data
    assert counted(own_form) == {"handoff_link_followed": 1}


def test_browsers_may_follow_the_button_there_and_nowhere_else(own_form: Flask, client: FlaskClient) -> None:
    policy = own_form.test_client().get(LEAVE).headers["Content-Security-Policy"]
    assert "https://www.exampleshire-police.example" in policy
    assert "exampleshire" not in client.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/leave/other", "/leave/https:%2f%2fevil.example", "/leave/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_other_address_is_led_to(own_form: Flask, address: str, method: str) -> None:
    assert getattr(own_form.test_client(), method)(address).status_code == 404


def test_a_force_without_a_form_of_its_own_has_no_such_page(client: FlaskClient) -> None:
    assert client.get(LEAVE).status_code == client.post(LEAVE).status_code == 404


def test_no_form_means_people_to_call(engine: EngineDouble, hand_over: None) -> None:
    here = load("example")
    handoff = here.force.handoff.copy(update={"mode": "none"})
    without = here.copy(update={"force": here.force.copy(update={"handoff": handoff})})
    told = shown(create_test_app(engine, content=without))
    assert told["link"] is None
    assert {"police_101", "front_counter"} <= {contact["id"] for contact in told["contacts"]}


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_danger_in_the_path_is_answered_without_the_engine(without_engine: FlaskClient, answer: str) -> None:
    response = without_engine.post(
        "/api/v1/messages", json={"conversation": None, "choice": f"enquiry.immediate_danger.{answer}"}
    )
    assert response.status_code == 200
    assert response.json["replies"][0]["topic"] == "safety.immediate_danger"
    assert response.json["pinned"]["contacts"][0]["id"] == "emergency_999"
