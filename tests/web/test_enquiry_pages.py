"""The pages of the form: what each asks, what is wrong with an answer, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Callable

import html5lib
import pytest
from flask import Flask

from bot.knowledge import load
from tests.web.applicant import PAGES, Applicant, problems
from tests.web.doubles import create_test_app
from web.enquiry import visit
from web.enquiry.form import token_of
from web.enquiry.pages import Declarations
from web.enquiry.steps import STEPS
from web.enquiry.words import Words


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_test_app(None, var=tmp_path_factory.mktemp("var"))


@pytest.fixture
def applicant(app: Flask) -> Applicant:
    return Applicant(app)


def test_there_are_at_most_14_pages_for_one_child(applicant: Applicant) -> None:
    before_and_after = ["start", "check", "send"]
    assert len(PAGES) == len(STEPS)
    assert len([*PAGES, *before_and_after]) <= 14
    assert applicant.fill_in().get("check").status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "check", "send"])
def test_every_page_is_valid_and_asks_in_one_way(applicant: Applicant, page: str) -> None:
    applicant.start() if page in PAGES else applicant.fill_in()
    response = applicant.get(page)
    html5lib.HTMLParser(strict=True).parse(response.text)
    assert response.text.count("<h1") == 1
    assert 'class="govuk-back-link"' in response.text
    assert "Exit this page" in response.text
    assert 'lang="en"' in response.text
    assert 'type="file"' not in response.text
    assert page in ("check", "send") or " checked" not in response.text
    if page != "check":
        assert re.search(r'<form method="post" novalidate autocomplete="off"', response.text)


@pytest.mark.parametrize("page", PAGES)
def test_titles_and_addresses_say_nothing(applicant: Applicant, page: str) -> None:
    applicant.start()
    title = re.search(r"<title>([^<]*)</title>", applicant.get(page).text)[1]
    assert re.fullmatch(r"Step \d+ of 11 - Information and advice", title)


MISSING = {
    "about-you": ["#given_name", "#family_name", "#date_of_birth"],
    "address": ["#address-address_line_1", "#address-town_or_city"],
    "contact": ["#methods_allowed"],
    "contact-times": ["#subject_can_see", "#safe_times"],
    "who/1": ["#given_name", "#applicant_relationship"],
    "how/1": ["#contact_type"],
    "name": ["#given_name"],
    "reason": ["#reason"],
}


@pytest.mark.parametrize("page", PAGES)
def test_only_what_is_really_needed_has_to_be_answered(applicant: Applicant, page: str) -> None:
    applicant.start()
    response = applicant.post(page)
    assert list(problems(response)) == MISSING.get(page, [])
    assert response.status_code == (200 if page in MISSING else 303)
    if page in MISSING:
        assert "<title>Error: " in response.text
        assert all(f'id="{href[1:]}"' in response.text for href in problems(response))


WRONG = [
    ("about-you", {"date_of_birth": ["31", "2", "1985"]}, "Enter a real date"),
    ("about-you", {"date_of_birth": ["27", "3", "85"]}, "The year must have 4 numbers"),
    ("about-you", {"date_of_birth": ["", "3", "1985"]}, "Enter a day, a month and a year"),
    ("about-you", {"date_of_birth": ["27", "3", "2999"]}, "The date must be in the past"),
    ("about-you", {"date_of_birth": ["27", "3", "1585"]}, "Check the year. That is more than 120 years ago."),
    ("about-you", {"given_name": "x" * 101}, "Your first name is too long. The most is 100."),
    ("about-you", {"previous_names": "a\nb\nc\nd\ne\nf"}, None),
    ("address", {"address-postcode": "75001 Paris"}, None),
    ("address", {"no_fixed_address": "y"}, None),
    ("contact", {"telephone_number": "my mobile"}, None),
    ("contact", {"methods_allowed": ["email"], "email_address": "me at home"}, None),
    ("contact", {"methods_allowed": ["email"]}, "Enter an email address that the police can write to"),
    ("contact", {"methods_allowed": ["through_someone_else"]}, "Enter the name of the person to go through"),
    ("contact", {"methods_allowed": ["bsl"], "telephone_number": ""}, None),
    ("contact", {"methods_allowed": ["fax"]}, None),
    ("contact-times", {"safe_times": ["other"]}, "Say when it is safe to reach you"),
    ("language", {"preferred_language": "other"}, "Enter which language is best for you"),
    ("who/1", {"approximate_age": "18"}, "Enter an age from 0 to 17, in whole years"),
    ("who/1", {"approximate_age": "seven"}, "Enter an age from 0 to 17, in whole years"),
    ("who/1", {"applicant_relationship": "other"}, "Say what you are to the child"),
    ("who/1", {"date_of_birth": ["5", "", "2019"]}, "Enter the month too, or leave out the day"),
    ("name", {"other_names": "x" * 101}, "Each line can be up to 100 characters long"),
    ("details", {"approximate_age": "121"}, "Enter an age from 0 to 120, in whole years"),
    ("reason", {"reason": "x" * 4001}, "What you wrote is too long. The most is 4000."),
]


@pytest.mark.parametrize(("page", "answers", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    applicant: Applicant, page: str, answers: dict, sentence: str | None
) -> None:
    applicant.start()
    response = applicant.post(page, {**PAGES[page], **answers})
    assert response.status_code == 200
    told = problems(response)
    assert told and sentence in (None, *told.values())
    assert "{" not in "".join(told.values())
    for typed in (value for value in answers.values() if isinstance(value, str) and len(value) > 1):
        assert typed in response.text.replace("&#39;", "'")


def test_every_sentence_is_there() -> None:
    """No label, choice or error of any field falls back to its bare name."""
    words = Words(load("example"), "en")
    for page in [*(step.page for step in STEPS), Declarations]:
        for field in page(words).questions():
            assert field.told_as and "_" not in field.told_as
            assert "_" not in field.label.text
            assert all(label and "_" not in label for _, label in getattr(field, "choices", None) or ())
        for step in STEPS:
            assert words[f"{step.name}.heading"] and words[f"{step.name}.short"]


def test_browsers_help_only_with_the_applicants_own_answers(applicant: Applicant) -> None:
    applicant.start()
    tokens = {
        page: set(re.findall(r'<(?:input|textarea)[^>]*autocomplete="([^"]+)"', applicant.get(page).text))
        for page in PAGES
    }
    birthday = {"bday-day", "bday-month", "bday-year"}
    assert tokens["about-you"] == {"given-name", "family-name", "off"} | birthday
    assert tokens["contact"] == {"tel", "email", "off"}
    for page in ("who/1", "home/1", "how/1", "name", "details", "reason"):
        text = applicant.get(page).text
        assert tokens[page] == {"off"}
        typed_in = re.findall(r'<input[^>]*type="text"[^>]*>|<textarea[^>]*>', text)
        dates = [field for field in typed_in if "date_of_birth" in field]
        assert all('spellcheck="false"' in field for field in typed_in if field not in dates)


def test_answers_stand_on_the_page_when_it_is_opened_again(applicant: Applicant) -> None:
    applicant.fill_in()
    assert 'value="Test"' in applicant.get("about-you").text
    assert 'value="1985"' in applicant.get("about-you").text
    assert re.search(r'value="mornings"\s+checked', applicant.get("contact-times").text)
    assert "Synthetic text for tests.</textarea>" in applicant.get("reason").text


def test_i_do_not_know_is_an_answer(applicant: Applicant) -> None:
    applicant.fill_in(
        who={"date_of_birth": ["", "", "", "not_known"]},
        home={"address_same_as": "not_known", "responsible_adult_address-not_known": "y"},
        how={"subject_relationship": "not_known"},
        name={"address_current-not_known": "y"},
        details={"sex": "not_known", "date_of_birth": ["", "", "", "not_known"]},
    )
    child, subject = applicant.draft["children"][0], applicant.draft["subject"]
    assert child["date_of_birth"] == child["address_same_as"] == "not_known"
    assert child["responsible_adult_address"] == child["subject_relationship"] == "not_known"
    assert subject["address_current"] == subject["date_of_birth"] == subject["sex"] == "not_known"


@pytest.mark.parametrize(
    "answers",
    [
        {"given_name": "", "description": "The man in the flat above"},
        {"given_name": "", "other_names": "Nick"},
        {"given_name": "", "address_current-address_line_1": "2 Test Street"},
    ],
)
def test_a_name_is_not_needed(applicant: Applicant, answers: dict) -> None:
    applicant.start()
    assert applicant.post("name", answers).status_code == 303


def test_no_fixed_address(applicant: Applicant) -> None:
    empty = {"address-address_line_1": "", "address-town_or_city": ""}
    applicant.fill_in(address={**empty, "no_fixed_address": "y"})
    assert applicant.draft["applicant"]["no_fixed_address"] is True
    assert "address" not in applicant.draft["applicant"]


def test_answers_may_be_taken_back(applicant: Applicant) -> None:
    applicant.fill_in(details={"online_accounts": "canary"})
    applicant.post("details", {"online_accounts": ""})
    assert "canary" not in str(applicant.draft)


def test_a_page_that_is_not_there(applicant: Applicant) -> None:
    applicant.fill_in()
    for page in ("no-such-page", "who", "who/3", "who/0", "about-you/1", "advice/no-such-page"):
        assert applicant.get(page).status_code == 404


def test_advice_on_a_page_that_is_not_filled_in_yet(applicant: Applicant) -> None:
    """By the Back button after another enquiry was begun."""
    applicant.start()
    for page in PAGES:
        assert applicant.get(f"advice/{page}").status_code == 200


class TestAWayToReachThem:
    """Nobody sends an enquiry that leaves the police no way of contact that is allowed."""

    HOMELESS = {"address-address_line_1": "", "address-town_or_city": "", "no_fixed_address": "y"}

    def test_a_letter_needs_an_address(self, applicant: Applicant) -> None:
        applicant.fill_in(until="contact", address=self.HOMELESS)
        found = problems(applicant.post("contact", {"methods_allowed": "letter"}))
        assert list(found) == ["#letter_address-address_line_1"]
        there = {"letter_address-address_line_1": "2 Test Street"}
        assert applicant.post("contact", {"methods_allowed": "letter", **there}).status_code == 303

    def test_the_address_may_be_taken_back_later_only_with_another_way(self, applicant: Applicant) -> None:
        applicant.fill_in(contact={"methods_allowed": "letter"})
        applicant.post("address", {"no_fixed_address": "y"})
        assert applicant.get("check").location == "/enquiry/contact"

    @pytest.mark.parametrize(
        ("methods", "safe", "sentence"),
        [
            (["text"], None, "Say if it is safe to send a text"),
            (["text"], "no", "A text is the only way you chose"),
            (["text"], "not_sure", "A text is the only way you chose"),
            (["text"], "yes", None),
            (["text", "email"], "no", None),
        ],
    )
    def test_a_text_is_a_way_only_where_it_is_safe(
        self, applicant: Applicant, methods: list[str], safe: str | None, sentence: str | None
    ) -> None:
        reached = {"methods_allowed": methods, "email_address": "test@example.com"}
        applicant.fill_in(until="contact-times", contact=reached)
        said = {"text_safe": safe} if safe else {}
        response = applicant.post("contact-times", {**PAGES["contact-times"], **said})
        assert response.status_code == (200 if sentence else 303)
        assert (sentence or "") in problems(response).get("#text_safe", "")

    def test_who_may_be_called_says_if_a_message_is_safe(self, applicant: Applicant) -> None:
        applicant.fill_in(until="contact-times")
        response = applicant.post("contact-times", {"subject_can_see": "no", "safe_times": "mornings"})
        assert list(problems(response)) == ["#voicemail_safe"]


class TestTheAgeOfAChild:
    @pytest.mark.parametrize("born", [["", "", "1950"], ["1", "1", "1990"]])
    def test_nobody_of_age_is_the_child(self, applicant: Applicant, born: list[str]) -> None:
        applicant.start()
        response = applicant.post("who/1", {**PAGES["who/1"], "date_of_birth": born})
        assert problems(response) == {"#date_of_birth": "Check the year. A child is under 18."}

    def test_a_month_may_be_named(self, applicant: Applicant) -> None:
        applicant.start()
        applicant.post("about-you", {**PAGES["about-you"], "date_of_birth": ["27", "March", "1985"]})
        assert applicant.draft["applicant"]["date_of_birth"]["value"] == "1985-03-27"


class TestSeveralChildren:
    def test_one_who_was_only_begun_can_be_removed(self, applicant: Applicant) -> None:
        applicant.fill_in()
        assert "/enquiry/remove/2" not in applicant.get("who/2").text  # nothing is known yet
        applicant.post("who/2", PAGES["who/1"])
        for page in ("who/2", "home/2", "how/2"):
            assert 'href="/enquiry/remove/2"' in applicant.get(page).text
        assert applicant.post("remove/2").location == "/enquiry/check"
        assert applicant.get("check").status_code == 200

    def test_another_child_can_be_added_and_removed(self, applicant: Applicant) -> None:
        applicant.fill_in(until="how/1")
        onward = applicant.post("how/1", PAGES["how/1"], then="another")
        assert onward.location == "/enquiry/who/2"
        applicant.post("who/2", {"description": "The younger one", "applicant_relationship": "parent"})
        assert applicant.get("check").location == "/enquiry/how/2"
        applicant.post("how/2", PAGES["how/1"])
        assert [sorted(child)[-1] for child in applicant.draft["children"]] == ["given_name", "description"]
        assert "Remove child 2?" in applicant.get("remove/2").text
        applicant.post("remove/2")
        assert len(applicant.draft["children"]) == 1

    def test_there_may_be_ten(self, applicant: Applicant) -> None:
        applicant.fill_in()
        for number in range(2, 11):
            for page in ("who", "home", "how"):
                given = applicant.post(f"{page}/{number}", PAGES[f"{page}/1"])
                assert given.status_code == 303
        assert len(applicant.draft["children"]) == 10
        assert applicant.get("who/11").status_code == 404
        assert "add another child" not in applicant.get("how/10").text
        assert "Add another child" not in applicant.get("check").text
        assert applicant.declare().location == "/enquiry/sent"
        assert len(applicant.sent()["data"]["children"]) == 10

    def test_the_last_one_cannot_be_taken_away_for_good(self, applicant: Applicant) -> None:
        applicant.fill_in()
        applicant.post("remove/1")
        assert applicant.get("check").location == "/enquiry/who/1"


class TestTwoPagesAtOnce:
    """Two tabs, or a Continue that takes long and a page that is opened meanwhile."""

    @pytest.fixture
    def meanwhile(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
        """Has something happen after the next page has read the draft, and before it keeps it."""
        keep = visit.keep

        def later(happens: Callable[[], None]) -> None:
            def held_up(*kept: object) -> object:
                monkeypatch.undo()
                happens()
                return keep(*kept)

            monkeypatch.setattr(visit, "keep", held_up)

        return later

    def test_neither_undoes_what_the_other_has_kept(self, applicant: Applicant, meanwhile) -> None:
        applicant.fill_in()
        meanwhile(lambda: applicant.post("reason", {"reason": "Synthetic", "reported_to": "A school"}))
        answers = {**PAGES["contact-times"], "warnings": "The dog bites"}
        applicant.send("contact-times", {"csrf_token": token_of(applicant.key), **answers})
        assert applicant.draft["contact"]["warnings"] == "The dog bites"
        assert applicant.draft["concern"]["reported_to"] == "A school"

    def test_a_second_click_does_not_remove_the_next_child(self, applicant: Applicant, meanwhile) -> None:
        applicant.fill_in()
        applicant.post("who/2", {"description": "The younger one", "applicant_relationship": "parent"})
        meanwhile(lambda: applicant.post("remove/1"))
        applicant.send("remove/1", {"csrf_token": token_of(applicant.key)})
        assert [child["description"] for child in applicant.draft["children"]] == ["The younger one"]


class TestTheWay:
    def test_each_page_leads_to_the_next(self, applicant: Applicant) -> None:
        applicant.start()
        for page, following in zip(PAGES, [*list(PAGES)[1:], "check"]):
            assert applicant.post(page, PAGES[page]).location == f"/enquiry/{following}"

    def test_each_page_leads_back(self, applicant: Applicant) -> None:
        applicant.fill_in(until="reason")
        for page, preceding in zip(PAGES, ["start", *PAGES]):
            assert f'<a href="/enquiry/{preceding}" class="govuk-back-link"' in applicant.get(page).text

    def test_once_all_is_there_a_change_leads_back_to_the_check(self, applicant: Applicant) -> None:
        applicant.fill_in()
        for page in PAGES:
            assert '<a href="/enquiry/check" class="govuk-back-link"' in applicant.get(page).text
            assert applicant.post(page, PAGES[page]).location == "/enquiry/check"

    def test_the_check_is_not_reached_before_all_is_there(self, applicant: Applicant) -> None:
        applicant.fill_in(until="contact")
        assert applicant.get("check").location == "/enquiry/contact"
        assert applicant.get("send").location == "/enquiry/contact"
        assert applicant.send("send", {}).location == "/enquiry/contact"
