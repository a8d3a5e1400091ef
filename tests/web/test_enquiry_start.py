"""How the form begins, who may see it, its one cookie, and how it ends without being sent."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.web.applicant import PAGES, START, Applicant, problems
from tests.web.doubles import create_test_app, library
from web.enquiry.form import token_of
from web.enquiry.handover import record_of
from web.problems import Problem
from web.store.clock import now
from web.store.errors import Unavailable

TRIAGE = {**START, "knows_specific_child": "not_sure"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_test_app(None, var=tmp_path_factory.mktemp("var"))


@pytest.fixture
def applicant(app: Flask) -> Applicant:
    return Applicant(app)


def token_from_the_chat(app: Flask, triage: dict[str, str] = TRIAGE) -> str:
    record = record_of(library(), triage, "en", now())
    return app.extensions["signpost"].handovers.offer(record)


def test_reading_the_first_page_sets_no_cookie_and_keeps_nothing(applicant: Applicant) -> None:
    before = applicant.drafts_kept()
    response = applicant.get("start")
    assert "Set-Cookie" not in response.headers
    assert "Is a child in danger now?" in response.text
    assert "history" in response.text
    assert applicant.drafts_kept() == before


def test_who_skips_the_questions_of_the_chat_is_asked_them_here(applicant: Applicant) -> None:
    response = applicant.post("start")
    assert list(problems(response)) == [f"#{question}" for question in START]
    assert "Set-Cookie" not in response.headers


def test_the_first_answers_open_the_first_page(applicant: Applicant) -> None:
    response = applicant.start()
    assert (response.status_code, response.location) == (303, "/enquiry/about-you")


def test_a_form_that_is_begun_counts_once(app: Flask, applicant: Applicant) -> None:
    events = app.extensions["signpost"].records.events
    events.take()
    applicant.get("start")
    applicant.post("start")  # without the answers
    assert events.take()["form_started"] == 0
    applicant.start()
    applicant.get("about-you")
    assert events.take()["form_started"] == 1


@pytest.mark.parametrize(
    ("base", "cookie"),
    [
        ("http://localhost", ("enquiry=", "HttpOnly", "Path=/", "SameSite=Strict")),
        ("https://localhost", ("__Host-enquiry=", "HttpOnly", "Path=/", "SameSite=Strict", "Secure")),
    ],
)
def test_one_strict_cookie_that_goes_with_the_browser(app: Flask, base: str, cookie: tuple[str, ...]) -> None:
    response = Applicant(app, base).start()
    (header,) = response.headers.getlist("Set-Cookie")
    name, *terms = [part.strip() for part in header.split(";")]
    assert name.startswith(cookie[0])
    assert sorted(terms) == sorted(cookie[1:])


@pytest.mark.parametrize("danger", ["yes", "not_sure"])
def test_danger_shows_999_first_and_never_blocks(applicant: Applicant, danger: str) -> None:
    response = applicant.start(immediate_danger=danger)
    assert response.location == "/enquiry/advice/start"
    text = applicant.get("advice/start").text
    assert 'href="tel:999"' in text and 'href="/enquiry/about-you"' in text
    assert applicant.get("about-you").status_code == 200


def test_without_one_person_in_mind_another_way_is_shown_and_nobody_is_refused(applicant: Applicant) -> None:
    assert applicant.start(knows_specific_person="no").location == "/enquiry/advice/start"
    assert 'href="/enquiry/about-you"' in applicant.get("advice/start").text


def test_whoever_needs_something_else_is_shown_it_and_nobody_is_refused(applicant: Applicant) -> None:
    assert applicant.start(request_purpose="job_check").location == "/enquiry/advice/start"
    text = applicant.get("advice/start").text
    assert "DBS" in text and 'href="/enquiry/about-you"' in text


def test_the_first_page_says_where_it_is_for(applicant: Applicant) -> None:
    assert "England and Wales. Scotland and Northern Ireland have" in applicant.get("start").text


def test_nobody_starts_form_after_form(tmp_path: Path) -> None:
    app = create_test_app(None, var=tmp_path, rate_limit="2 per minute")
    answers = [Applicant(app).start().status_code for _ in range(21)]
    assert answers == [303] * 20 + [429]


def test_while_something_may_be_typed_nothing_at_the_foot_leads_away(applicant: Applicant) -> None:
    assert 'href="/privacy"' in applicant.get("start").text.split("<footer")[1]
    applicant.start()
    foot = applicant.get("reason").text.split("<footer")[1]
    assert 'href="tel:999"' in foot and 'href="/' not in foot
    assert "This form uses one cookie" in foot


class TestFromTheChat:
    def test_what_was_chosen_is_shown_and_not_asked_again(self, app: Flask, applicant: Applicant) -> None:
        response = applicant.send("start", {"token": token_from_the_chat(app)})
        assert response.location == "/enquiry/start"
        text = applicant.get("start").text
        assert "What you told us in the chat" in text and "I am not sure about the child" in text
        assert 'name="immediate_danger"' not in text
        assert applicant.post("start", {"is_right": "yes"}).location == "/enquiry/about-you"

    def test_it_is_used_only_with_their_yes(self, app: Flask, applicant: Applicant) -> None:
        applicant.send("start", {"token": token_from_the_chat(app)})
        assert list(problems(applicant.post("start"))) == ["#is_right"]
        assert applicant.post("start", {"is_right": "no"}).location == "/enquiry/start"
        assert 'name="immediate_danger"' in applicant.get("start").text
        assert applicant.post("start", START).location == "/enquiry/about-you"
        assert applicant.records.drafts.read(applicant.key).triage["knows_specific_person"] == "yes"

    def test_what_the_chat_has_not_asked_is_asked_here(self, app: Flask, applicant: Applicant) -> None:
        applicant.send("start", {"token": token_from_the_chat(app, {"immediate_danger": "no"})})
        assert 'name="knows_specific_person"' in applicant.get("start").text
        assert applicant.post("start", START).location == "/enquiry/about-you"

    def test_danger_told_in_the_chat_is_not_forgotten(self, app: Flask, applicant: Applicant) -> None:
        applicant.send("start", {"token": token_from_the_chat(app, {**TRIAGE, "immediate_danger": "yes"})})
        assert applicant.post("start", {"is_right": "yes"}).location == "/enquiry/advice/start"

    def test_a_token_serves_once(self, app: Flask, applicant: Applicant) -> None:
        token = token_from_the_chat(app)
        applicant.send("start", {"token": token})
        other = Applicant(app)
        assert other.send("start", {"token": token}).location == "/enquiry/start"
        assert 'name="immediate_danger"' in other.get("start").text

    def test_who_is_told_to_wait_can_come_again_with_it(
        self, app: Flask, applicant: Applicant, monkeypatch
    ) -> None:
        token = token_from_the_chat(app)

        def too_many(_: object) -> None:
            raise Problem("too_many")

        monkeypatch.setattr(app.extensions["signpost"].limits, "count", too_many)
        assert applicant.send("start", {"token": token}).status_code == 429
        monkeypatch.undo()
        applicant.send("start", {"token": token})
        assert "What you told us in the chat" in applicant.get("start").text

    def test_the_enquiry_keeps_the_id_of_the_hand_over(self, app: Flask, applicant: Applicant) -> None:
        record = record_of(library(), TRIAGE, "en", now())
        applicant.send("start", {"token": app.extensions["signpost"].handovers.offer(record)})
        assert applicant.records.drafts.read(applicant.key).handover_id == str(record.handoff_id)


class TestAForeignPost:
    """Another site can send a form here, but not read our pages; its post changes nothing."""

    def test_no_other_site_can_begin_a_form(self, app: Flask, applicant: Applicant) -> None:
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        response = applicant.client.post("/enquiry/start", data=START, headers=elsewhere)
        assert response.location == "/enquiry/start" and "Set-Cookie" not in response.headers

    @pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
    def test_a_page_without_its_token_keeps_nothing_and_loses_nothing(
        self, applicant: Applicant, token: str | None
    ) -> None:
        applicant.start()
        answers = {"given_name": "Test", "family_name": "Example", "date_of_birth": ["27", "3", "1985"]}
        response = applicant.send("about-you", {"csrf_token": token, **answers} if token else answers)
        assert problems(response)["#continue"].endswith("Press the button again.")
        assert 'value="Example"' in response.text
        assert not applicant.draft

    def test_a_token_is_that_of_one_draft(self, app: Flask, applicant: Applicant) -> None:
        other = Applicant(app)
        applicant.start()
        other.start()
        assert "#continue" in problems(other.send("language", {"csrf_token": token_of(applicant.key)}))

    @pytest.mark.parametrize("page", ["send", "remove/1", "anew", "stay"])
    def test_every_other_post_asks_for_it_too(self, applicant: Applicant, page: str) -> None:
        applicant.fill_in()
        applicant.send(page, {"true_to_best_of_knowledge": "y"})
        assert applicant.draft["children"]


BESIDE = ["start", "advice/who/1", "check", "send", "remove/1", "sent", "ended"]


@pytest.mark.parametrize("page", [*PAGES, *BESIDE])
def test_every_page_is_guarded_and_never_kept(applicant: Applicant, page: str) -> None:
    applicant.fill_in()
    key = applicant.key
    if page == "sent":
        applicant.declare()
    response = applicant.get(page)
    assert response.status_code == 200
    assert key not in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert ("Set-Cookie" in response.headers) is (page in ("sent", "ended"))


class TestOneEnquiryAtATime:
    def test_an_open_one_is_offered_not_overwritten(self, app: Flask, applicant: Applicant) -> None:
        applicant.fill_in(until="contact")
        text = applicant.get("start").text
        assert "You have a form open" in text and 'href="/enquiry/contact"' in text
        assert "You have a form open" in applicant.send("start", {"token": token_from_the_chat(app)}).text
        assert applicant.send("start", START).location == "/enquiry/start"
        assert applicant.draft["applicant"]["given_name"] == "Test"

    def test_it_can_be_erased_to_start_again(self, applicant: Applicant) -> None:
        applicant.fill_in(until="contact")
        key = applicant.key
        applicant.send("anew", {"csrf_token": token_of(key)})
        assert applicant.records.drafts.read(key) is None
        assert "Is a child in danger now?" in applicant.get("start").text


    def test_to_start_again_uses_what_a_later_chat_asked(self, app: Flask, applicant: Applicant) -> None:
        applicant.fill_in(until="contact")
        first = applicant.key
        text = applicant.send("start", {"token": token_from_the_chat(app)}).text
        later = re.search(r'name="later" value="([^"]+)"', text)[1]
        applicant.send("anew", {"csrf_token": token_of(first), "later": later})
        assert applicant.records.drafts.read(first) is None
        assert "What you told us in the chat" in applicant.get("start").text


class TestTheChatEnds:
    """Taking the way into the form ends the chat, whatever the form then has of it: once the person has left,
    nothing that Back finds leads to the chat's answers."""

    @pytest.mark.parametrize("token", ["good", "late", "none: questions skipped, or nothing kept"])
    @pytest.mark.parametrize("is_open", [True, False], ids=["a form is open", "no form is open"])
    def test_by_every_way_into_the_form(
        self, app: Flask, applicant: Applicant, monkeypatch, token: str, is_open: bool
    ) -> None:
        ended: list[str] = []
        monkeypatch.setattr("web.enquiry.start.end_conversation", ended.append)
        if is_open:
            applicant.fill_in(until="contact")
        known = {"good": token_from_the_chat(app), "late": "x" * 43}.get(token, "")
        applicant.send("start", {"token": known, "conversation": "key-of-the-chat"})
        assert ended == ["key-of-the-chat"]

    def test_even_while_nothing_can_be_kept(self, app: Flask, applicant: Applicant, monkeypatch) -> None:
        def away(_: str) -> None:
            raise Unavailable("OperationalError")

        ended: list[str] = []
        monkeypatch.setattr("web.enquiry.start.end_conversation", ended.append)
        monkeypatch.setattr(app.extensions["signpost"].handovers, "redeem", away)
        assert applicant.send("start", {"token": "any", "conversation": "key"}).status_code == 503
        assert ended == ["key"]


class TestLeaving:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_leaving_erases_the_draft_and_the_cookie(self, applicant: Applicant, method: str) -> None:
        applicant.fill_in(until="name")
        key = applicant.key
        response = applicant.client.open("/exit", method=method)
        assert response.status_code == 303
        assert "enquiry=;" in response.headers["Set-Cookie"]
        assert applicant.records.drafts.read(key) is None
        assert applicant.get("about-you").location == "/enquiry/ended"

    def test_the_old_cookie_opens_nothing_any_more(self, applicant: Applicant) -> None:
        applicant.fill_in(until="name")
        key = applicant.key
        applicant.client.get("/exit")
        applicant.client.set_cookie("enquiry", key)
        assert applicant.get("about-you").location == "/enquiry/ended"

    def test_the_last_page_is_calm_and_takes_the_cookie_back(self, applicant: Applicant) -> None:
        applicant.fill_in(until="name")
        response = applicant.get("ended")
        assert response.status_code == 200
        assert "This page has closed" in response.text and 'href="tel:999"' in response.text
        assert "enquiry=;" in response.headers["Set-Cookie"]
        assert applicant.get("name").location == "/enquiry/ended"


class TestTimeLimits:
    @pytest.mark.parametrize(("pause", "is_open"), [(59, True), (61, False)])
    def test_sixty_minutes_without_use_end_it(
        self, applicant: Applicant, monkeypatch, pause: int, is_open: bool
    ) -> None:
        applicant.fill_in(until="name")
        later = now() + timedelta(minutes=pause)
        monkeypatch.setattr(applicant.records.drafts, "_clock", lambda: later)
        assert (applicant.get("name").status_code == 200) is is_open

    def test_staying_begins_the_time_anew_for_four_hours(self, applicant: Applicant, monkeypatch) -> None:
        applicant.start()
        token = token_of(applicant.key)
        assert f'data-token="{token}"' in applicant.get("name").text
        for minutes in range(50, 240, 50):
            later = now() + timedelta(minutes=minutes)
            monkeypatch.setattr(applicant.records.drafts, "_clock", lambda later=later: later)
            assert applicant.send("stay", {"csrf_token": token}).status_code == 204
        monkeypatch.setattr(applicant.records.drafts, "_clock", lambda: now() + timedelta(hours=4))
        assert applicant.send("stay", {"csrf_token": token}).status_code == 410

    def test_the_limit_is_said_on_each_page(self, applicant: Applicant) -> None:
        assert "data-idle" not in applicant.get("start").text  # nothing is open that could end
        applicant.start()
        assert "erased after 60 minutes without use" in applicant.get("reason").text


class TestPreview:
    """As long as no force has taken it over, only who sits at the machine sees the form."""

    @pytest.mark.parametrize("visitor", ["127.0.0.1", "127.0.0.5", "::1"])
    @pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
    def test_it_is_served_to_this_machine(self, app: Flask, visitor: str, host: str) -> None:
        asked = {"REMOTE_ADDR": visitor, "HTTP_HOST": host}
        assert app.test_client().get("/enquiry/start", environ_overrides=asked).status_code == 200

    @pytest.mark.parametrize(
        ("visitor", "host"),
        [("192.0.2.7", "localhost"), ("127.0.0.1", "www.police.example"), ("", "localhost")],
    )
    @pytest.mark.parametrize("page", ["start", "about-you", "sent"])
    def test_and_to_nobody_else(self, app: Flask, visitor: str, host: str, page: str) -> None:
        asked = {"REMOTE_ADDR": visitor, "HTTP_HOST": host}
        response = app.test_client().get(f"/enquiry/{page}", environ_overrides=asked)
        assert response.status_code == 403
        assert "101" in response.text and "999" in response.text

    def test_every_page_says_that_it_is_a_test(self, applicant: Applicant) -> None:
        applicant.fill_in()
        for page in ("start", "about-you", "reason", "check", "send", "ended"):
            assert "The police will NOT get what you write here" in applicant.get(page).text


def test_a_force_without_our_form_has_no_such_pages(tmp_path: Path, monkeypatch) -> None:
    force = library().force
    link = force.copy(update={"handoff": force.handoff.copy(update={"mode": "none"})})
    monkeypatch.setattr("tests.web.doubles.library", lambda: library().copy(update={"force": link}))
    client = create_test_app(None, var=tmp_path).test_client()
    assert client.get("/enquiry/start").status_code == 404
    assert client.post("/enquiry/start", data=START).status_code == 404
