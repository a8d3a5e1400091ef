"""Checking, declaring, sending once; danger in their own words; nothing typed where it does not belong."""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import html5lib
import jsonschema_rs
import pytest
from flask import Flask
from sqlalchemy import event

from tests.web.applicant import DECLARED, PAGES, Applicant, problems
from tests.web.doubles import create_test_app
from web.enquiry.form import token_of
from web.store.clock import now
from web.store.engine import Store
from web.store.errors import Unavailable
from web.submission import Submission
from web.submission.schema import schema

CANARY = "canary-zebra"
# 4,000 characters, many of them more than one byte
LONG_WORRY = ("Ŵyr 🎈 <b>&amp;</b> 'quoted'\n" * 160)[:3999] + "."
REFERENCE = re.compile(r"TEST-\w{3}-\w{3}-\w{3}")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_test_app(None, var=tmp_path_factory.mktemp("var"))


@pytest.fixture
def applicant(app: Flask) -> Applicant:
    return Applicant(app)


class TestChecking:
    def test_every_answer_stands_there_with_a_way_to_change_it(self, applicant: Applicant) -> None:
        applicant.fill_in(
            about_you={"previous_names": "Old\nOlder"}, who={"date_of_birth": ["", "3", "2019"]}
        )
        text = applicant.get("check").text
        for shown in ("27 March 1985", "Old<br>Older", "March 2019", "01632 960001", "Phone call"):
            assert shown in text
        rows = text.split('class="govuk-summary-list__row')[1:]
        assert rows and all("Change<span" in row for row in rows)
        hidden = re.findall(r'Change<span class="govuk-visually-hidden"> ([^<]+)</span>', text)
        assert len(set(hidden)) > len(hidden) / 2 and "First name" in hidden
        for page, field in re.findall(r'href="/enquiry/([\w/-]+)#([\w-]+)"', text):
            assert f'id="{field}"' in applicant.get(page).text

    def test_what_was_not_answered_is_said(self, applicant: Applicant) -> None:
        applicant.fill_in()
        text = applicant.get("check").text
        assert "Not answered" in text and "Other names you have used" in text

    def test_nothing_is_sent_by_checking(self, applicant: Applicant) -> None:
        applicant.fill_in()
        assert "Nothing has been sent yet" in applicant.get("check").text
        applicant.get("send")
        assert applicant.records.enquiries.confirmation(applicant.key) is None

    def test_typed_text_is_shown_as_text(self, applicant: Applicant) -> None:
        applicant.fill_in(name={"given_name": "<script>alert(1)</script>"}, reason={"reason": '"><b>x</b>'})
        for page in ("check", "name", "reason"):
            assert "<script>alert" not in applicant.get(page).text
            assert "<b>x</b>" not in applicant.get(page).text


class TestSending:
    def test_all_that_was_said_is_sent_as_it_was_said(self, applicant: Applicant) -> None:
        applicant.fill_in(
            address={"address-postcode": "zz999zz"},
            contact_times={"announce_police": "no", "visit_allowed": "yes"},
            reason={"urgent_change": "They move in on Friday"},
        )
        assert applicant.declare().location == "/enquiry/sent"
        sent = applicant.sent()
        data = sent["data"]
        assert data["applicant"]["address"]["postcode"] == "ZZ99 9ZZ"
        assert data["contact"]["telephone_number"] == {"entered": "01632 960001", "e164": "+441632960001"}
        assert (data["contact"]["announce_police"], data["contact"]["visit_allowed"]) == (False, True)
        assert data["contact"]["text_safe"] is None
        assert data["subject"]["family_name"] is None
        assert sent["handling"]["time_sensitive"] is True
        assert sent["handling"]["safety_flags"] == []
        assert all(data["declaration"][name] is True for name in DECLARED)
        assert {
            "question_id": "concern.reason",
            "question_text": "What worries you",
            "answer_text": "Synthetic text for tests.",
        } in sent["answers"]
        assert sent["meta"]["is_preview"] is True
        jsonschema_rs.validator_for(schema()).validate(sent)

    def test_each_line_has_to_be_ticked(self, applicant: Applicant) -> None:
        applicant.fill_in()
        assert list(problems(applicant.post("send"))) == [f"#{name}" for name in DECLARED]
        assert applicant.records.enquiries.confirmation(applicant.key) is None

    def test_the_confirmation_has_the_reference_and_no_answers(self, applicant: Applicant) -> None:
        applicant.fill_in(reason={"reason": CANARY})
        applicant.declare()
        text = applicant.get("sent").text
        assert applicant.sent()["meta"]["submission_reference"] == REFERENCE.search(text)[0]
        for said in ("24 hours", "10 days", "28 days", "call 101", 'href="tel:999"', "someone may find it"):
            assert said in text
        assert "The police will NOT get what you write here" in text
        for answer in (CANARY, "Test Street", "Placeholder", "960001"):
            assert answer not in text

    def test_the_draft_is_gone_and_back_shows_the_confirmation(self, applicant: Applicant) -> None:
        applicant.fill_in()
        before = applicant.drafts_kept()
        applicant.declare()
        assert applicant.drafts_kept() == before - 1
        for page in ("reason", "check", "send", "who/1"):
            assert applicant.get(page).location == "/enquiry/sent"

    def test_ten_children_and_four_thousand_characters_arrive_whole(self, applicant: Applicant) -> None:
        applicant.fill_in(reason={"reason": LONG_WORRY})
        for number in range(2, 11):
            for page in ("who", "home", "how"):
                assert applicant.post(f"{page}/{number}", PAGES[f"{page}/1"]).status_code == 303
        assert applicant.get("check").text.count("Remove child") == 10
        applicant.declare()
        data = applicant.sent()["data"]
        assert len(data["children"]) == 10 and data["concern"]["reason"] == LONG_WORRY

    def test_what_was_not_sent_is_not_confirmed_and_not_lost(self, applicant: Applicant) -> None:
        applicant.fill_in()
        assert applicant.get("sent").location == "/enquiry/check"
        assert applicant.draft["concern"]["reason"] == "Synthetic text for tests."

    def test_sending_twice_is_sending_once(self, applicant: Applicant) -> None:
        applicant.fill_in()
        token = {"csrf_token": token_of(applicant.key)}
        answers = [applicant.send("send", {**token, **DECLARED}) for _ in range(2)]
        assert [answer.location for answer in answers] == ["/enquiry/sent"] * 2
        assert len({REFERENCE.search(applicant.get("sent").text)[0] for _ in range(2)}) == 1

    def test_two_posts_at_once_are_one_enquiry(self, app: Flask, applicant: Applicant) -> None:
        applicant.fill_in()
        key, counted = applicant.key, _count_of(applicant)
        barrier, answers = threading.Barrier(3), []

        def send() -> None:
            client = app.test_client()
            client.set_cookie("enquiry", key)
            barrier.wait()
            answers.append(client.post("/enquiry/send", data={"csrf_token": token_of(key), **DECLARED}))

        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {answer.location for answer in answers} == {"/enquiry/sent"}
        assert _count_of(applicant) == counted + 1

    def test_the_first_answers_are_sent_too(self, applicant: Applicant) -> None:
        applicant.start(knows_specific_person="not_sure")
        applicant.fill_in()
        applicant.declare()
        first = [one for one in applicant.sent()["answers"] if one["question_id"].startswith("triage.")]
        assert [(one["question_text"], one["answer_text"]) for one in first] == [
            ("Is a child in danger now?", "No child is in danger now"),
            ("What do you need?", "Ask the police about a person"),
            ("Is there one person you want to ask about?", "I am not sure who it is about"),
            ("Is there a child you have in mind?", "Yes, there is a child"),
        ]
        assert applicant.sent()["answers"][: len(first)] == first


class TestTheConfirmationEnds:
    @pytest.fixture
    def applicant(self, applicant: Applicant) -> Applicant:
        applicant.fill_in()
        applicant.declare()
        return applicant

    def test_after_an_hour(self, applicant: Applicant, monkeypatch) -> None:
        assert 'data-most="60"' in applicant.get("sent").text
        monkeypatch.setattr("web.enquiry.visit.SHOWN_FOR", timedelta(0))
        assert applicant.get("sent").location == "/enquiry/ended"

    @pytest.mark.parametrize("way", ["/exit", "/enquiry/ended"])
    def test_at_exit_and_when_nobody_uses_it_for_the_old_cookie_too(self, applicant: Applicant, way) -> None:
        key = applicant.key
        applicant.client.get(way)
        applicant.client.set_cookie("enquiry", key)
        assert applicant.get("sent").location == "/enquiry/ended"
        assert applicant.records.enquiries.confirmation(key) is None

    def test_and_the_enquiry_stays(self, applicant: Applicant) -> None:
        before = _count_of(applicant)
        applicant.client.get("/exit")
        assert _count_of(applicant) == before

    def test_the_script_warns_and_can_say_that_somebody_is_there(self, applicant: Applicant) -> None:
        text = applicant.get("sent").text
        assert 'data-end="20"' in text and "this page closes in {minutes} minutes" in text
        assert "This page closes 60 minutes after you sent the form" in text
        token = {"csrf_token": token_of(applicant.key)}
        assert f'data-token="{token["csrf_token"]}"' in text
        assert applicant.send("stay", token).status_code == 204
        assert applicant.send("stay", {"csrf_token": "wrong"}).status_code == 400
        applicant.records.enquiries.forget(applicant.key)
        assert applicant.send("stay", token).status_code == 410


def _count_of(applicant: Applicant) -> int:
    from sqlalchemy import func, select

    from web.store.tables import enquiries

    with applicant.records.store.session() as session:
        return session.execute(select(func.count()).select_from(enquiries)).scalar_one()


def no_more_pages(connection: sqlite3.Connection, _: object) -> None:
    """What SQLite meets on a full disk."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")


def nobody_there(*_: object) -> None:
    raise sqlite3.OperationalError("unable to open database file")


@contextmanager
def trouble(store: Store, moment: str, happens: Callable) -> Iterator[None]:
    """Whoever connects to the database meanwhile has this happen."""
    store.close()
    event.listen(store.engine, moment, happens)
    try:
        yield
    finally:
        event.remove(store.engine, moment, happens)
        store.close()


def nobody_answers(*_: object) -> None:
    raise Unavailable("OperationalError")


class TestTheStoreIsAway:
    @pytest.mark.parametrize(
        ("moment", "happens"),
        [("connect", no_more_pages), ("do_connect", nobody_there)],
        ids=["disk full", "database away"],
    )
    def test_not_sent_is_said_and_every_answer_is_kept(self, applicant: Applicant, moment, happens) -> None:
        applicant.fill_in(reason={"reason": LONG_WORRY})
        token = {"csrf_token": token_of(applicant.key)}

        with trouble(applicant.records.store, moment, happens):
            response = applicant.send("send", {**token, **DECLARED})

        assert response.status_code == 503
        assert "It was NOT sent" in response.text
        assert "Call 101" in response.text and 'href="tel:999"' in response.text
        assert response.text.count(" checked") == 3
        assert applicant.draft["concern"]["reason"] == LONG_WORRY
        assert applicant.declare().location == "/enquiry/sent"
        assert applicant.sent()["data"]["concern"]["reason"] == LONG_WORRY

    @pytest.mark.parametrize("call", ["read", "write"])
    def test_what_was_typed_stays_on_the_page(self, applicant: Applicant, monkeypatch, call: str) -> None:
        applicant.start()
        monkeypatch.setattr(applicant.records.drafts, call, nobody_answers)
        answers = {"csrf_token": token_of(applicant.key), "reason": "Typed with care"}
        response = applicant.send("reason", answers)
        assert response.status_code == 503
        assert "Typed with care</textarea>" in response.text
        assert "We could not keep your answers just now" in response.text
        monkeypatch.undo()
        assert applicant.send("reason", answers).status_code == 303

    @pytest.mark.parametrize(
        ("page", "status"),
        [("who/10", 503), ("who/11", 404), ("who/0", 404), ("who", 404), ("about-you/3", 404), ("x", 404)],
    )
    def test_no_page_is_made_for_a_child_beyond_the_tenth(
        self, applicant: Applicant, monkeypatch, page: str, status: int
    ) -> None:
        """The answers cannot be looked at then, and one address could ask for a billion children."""
        applicant.start()
        monkeypatch.setattr(applicant.records.drafts, "read", nobody_answers)
        assert applicant.send(page, {"csrf_token": token_of(applicant.key)}).status_code == status

    def test_nor_can_it_be_said_then_whether_the_enquiry_was_sent(
        self, applicant: Applicant, monkeypatch
    ) -> None:
        applicant.start()
        monkeypatch.setattr(applicant.records.drafts, "read", lambda _: None)
        monkeypatch.setattr(applicant.records.enquiries, "confirmation", nobody_answers)
        response = applicant.get("reason")
        assert response.status_code == 503 and 'href="tel:999"' in response.text

    @pytest.mark.parametrize("page", ["start", "about-you", "check", "send"])
    def test_any_other_page_says_whom_to_call(self, applicant: Applicant, monkeypatch, page: str) -> None:
        applicant.fill_in()
        monkeypatch.setattr(applicant.records.drafts, "read", nobody_answers)
        response = applicant.get(page)
        assert response.status_code == 503
        assert "Nothing was sent to the police" in response.text
        assert 'href="tel:999"' in response.text and 'href="tel:101"' in response.text


FREE_TEXT = [
    ("contact", "through-how_to_reach"),
    ("contact-times", "safe_times_note"),
    ("contact-times", "warnings"),
    ("language", "other_language"),
    ("language", "communication_needs"),
    ("who/1", "description"),
    ("who/1", "applicant_relationship_other"),
    ("home/1", "responsible_adult_name"),
    ("how/1", "subject_relationship_other"),
    ("name", "description"),
    ("name", "address_current-address_line_1"),
    ("details", "addresses_previous"),
    ("details", "telephone_number"),
    ("details", "online_accounts"),
    ("details", "occupation_or_voluntary_role"),
    ("reason", "reason"),
    ("reason", "reported_to"),
    ("reason", "urgent_change"),
]


class TestDanger:
    """"help now" and "child told" are words of the screen of these tests."""

    @pytest.mark.parametrize(("page", "field"), FREE_TEXT)
    def test_help_comes_at_once_and_nothing_is_lost(
        self, applicant: Applicant, page: str, field: str
    ) -> None:
        applicant.start()
        more = {"through-name": "Test Example"} if page == "contact" else {}
        response = applicant.post(page, {**PAGES[page], **more, field: "he is here, help now"})
        assert response.location == f"/enquiry/advice/{page}"
        text = applicant.get(f"advice/{page}").text
        assert 'href="tel:999"' in text and "Nothing has been sent yet" in text
        assert re.search(r'<a class="govuk-button" href="/enquiry/[\w/-]+">Go on', text)
        assert "he is here, help now" in applicant.get(page).text

    @pytest.mark.parametrize("trouble", ["another answer is wrong", "it is too long", "read", "write"])
    def test_help_comes_too_where_the_page_cannot_be_kept(
        self, applicant: Applicant, monkeypatch, trouble: str
    ) -> None:
        applicant.start()
        answers = {"csrf_token": token_of(applicant.key), "reason": "he is here, help now"}
        if trouble == "another answer is wrong":
            answers["urgent_change"] = "x" * 301
        elif trouble == "it is too long":
            answers["reason"] = f"{'quiet words ' * 400}help now"
        else:
            monkeypatch.setattr(applicant.records.drafts, trouble, nobody_answers)
        response = applicant.send("reason", answers)
        assert response.status_code == (503 if trouble in ("read", "write") else 200)
        card = response.text.index('data-kind="safety"')
        assert card < response.text.index("govuk-error-summary") < response.text.index("<form method")
        assert response.text.index("data-problems") < card  # the script leads there first
        assert answers["reason"] in response.text
        html5lib.HTMLParser(strict=True).parse(response.text)

    def test_without_danger_what_is_wrong_stands_alone(self, applicant: Applicant) -> None:
        applicant.start()
        assert 'data-kind="safety"' not in applicant.post("reason", {"reason": ""}).text

    def test_danger_is_flagged_and_the_enquiry_goes_on(self, applicant: Applicant) -> None:
        applicant.fill_in(reason={"reason": "please help now"})
        assert applicant.declare().location == "/enquiry/sent"
        handling = applicant.sent()["handling"]
        assert handling["safety_flags"] == ["present_danger"]
        assert handling["time_sensitive"] is False

    @pytest.mark.parametrize(
        ("page", "field"),
        [("about-you", "family_name"), ("about-you", "previous_names"), ("name", "other_names")],
    )
    def test_a_name_raises_no_alarm(self, applicant: Applicant, page: str, field: str) -> None:
        applicant.start()
        response = applicant.post(page, {**PAGES[page], field: "help now"})
        assert not response.location.startswith("/enquiry/advice")

    @pytest.mark.parametrize("danger", ["yes", "not_sure"])
    def test_danger_of_the_first_page_is_flagged(self, applicant: Applicant, danger: str) -> None:
        applicant.start(immediate_danger=danger)
        applicant.fill_in()
        applicant.declare()
        assert applicant.sent()["handling"]["safety_flags"] == ["present_danger"]

    def test_the_end_of_a_long_text_is_looked_at_too(self, applicant: Applicant) -> None:
        applicant.start()
        long = f"{'quiet words ' * 320}help now"
        assert applicant.post("reason", {"reason": long}).location == "/enquiry/advice/reason"

    def test_an_applicant_under_18_is_shown_childline_and_not_refused(self, applicant: Applicant) -> None:
        born = ["27", "3", str(now().year - 15)]
        applicant.start()
        response = applicant.post("about-you", {**PAGES["about-you"], "date_of_birth": born})
        assert response.location == "/enquiry/advice/about-you"
        text = applicant.get("advice/about-you").text
        assert "0800 1111" in text and 'href="/enquiry/address"' in text

    @pytest.mark.parametrize("partner", ["partner", "ex_partner"])
    def test_a_partner_is_told_of_the_other_scheme(self, applicant: Applicant, partner: str) -> None:
        applicant.start()
        response = applicant.post("details", {"relationship_to_applicant": partner})
        assert response.location == "/enquiry/advice/details"
        text = applicant.get("advice/details").text
        assert "Clare&#39;s Law" in text and 'action="/useful"' not in text


TYPED = [
    "given_name",
    "family_name",
    "description",
    "other_names",
    "warnings",
    "safe_times_note",
    "reason",
    "reported_to",
    "urgent_change",
    "address-address_line_1",
    "through-name",
    "through-how_to_reach",
    "online_accounts",
    "responsible_adult_name",
]


class TestNothingTypedGetsAway:
    @pytest.fixture
    def all_logs(self, caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
        caplog.set_level(logging.DEBUG)
        for name in list(logging.root.manager.loggerDict):
            caplog.set_level(logging.DEBUG, logger=name)
        return caplog

    def test_no_canary_in_a_log_an_address_a_cookie_or_a_title(
        self, applicant: Applicant, all_logs, monkeypatch
    ) -> None:
        seen: list[str] = []
        every = dict.fromkeys(TYPED, CANARY)
        applicant.start()
        for page in PAGES:
            for more in ({}, {"csrf_token": "wrong"}):
                response = applicant.post(page, {**PAGES[page], **every}, **more)
                seen += [str(response.headers), *re.findall(r"<title>.*?</title>", response.text)]
                seen += re.findall(r'(?:href|action|src)="[^"]*"', response.text)
        monkeypatch.setattr("web.enquiry.sending.compose", _does_not_fit)
        applicant.declare()
        monkeypatch.undo()
        applicant.declare()
        seen += [str(applicant.get("sent").headers), applicant.get("sent").text]
        assert applicant.sent()["data"]["subject"]["given_name"] == CANARY
        assert "was not sent" in all_logs.text
        assert CANARY not in "".join(seen)
        for record in all_logs.records:
            assert CANARY not in f"{record.getMessage()} {record.exc_info} {record.exc_text} {record.args}"

    def test_what_breaks_inside_says_nothing_of_it(
        self, app: Flask, applicant: Applicant, all_logs, monkeypatch
    ) -> None:
        applicant.start()
        monkeypatch.setattr(app, "testing", False)

        def fail(text: str) -> None:
            raise ValueError(f"cannot screen {text!r}")

        monkeypatch.setattr(app.extensions["signpost"].door._screener, "screen_text", fail)
        response = applicant.post("reason", {"reason": CANARY})
        assert response.status_code == 500 and CANARY not in response.text and "999" in response.text
        assert CANARY not in all_logs.text

    def test_nothing_typed_stands_readable_in_the_database(self, applicant: Applicant) -> None:
        applicant.fill_in(reason={"reason": CANARY})
        assert CANARY.encode() not in _files(applicant)
        applicant.declare()
        assert CANARY.encode() not in _files(applicant)


def _does_not_fit(draft, *_: object) -> None:
    """What pydantic says of answers that do not fit quotes them."""
    Submission(**{"data": draft.answers})


def _files(applicant: Applicant) -> bytes:
    """Everything that the service has written."""
    folder = applicant.app.extensions["signpost"].settings.var
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
