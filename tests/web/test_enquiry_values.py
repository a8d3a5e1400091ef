"""Whatever people type in names, dates, postcodes and numbers: kept whole, or told what is wrong."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.web.doubles import library
from web.enquiry import pages
from web.enquiry.form import Page
from web.enquiry.values import MOST_MARKS, e164, number_of, partial_date, postcode, tidy, years_since
from web.enquiry.words import Words
from web.submission.parts import Applicant, Child, Concern, Subject
from web.submission.values import Address, PartialDate, Telephone

few = settings(max_examples=30)  # for those that make a page each time
WORDS = Words(library(), "en")
TODAY = date(2026, 11, 22)

printable = st.characters(blacklist_categories=("Cc", "Cs", "Co", "Cn"))
names = st.text(printable, min_size=1, max_size=100).map(str.strip).filter(lambda name: tidy(name))
dates = st.dates(date(1930, 1, 1), date.today())


def filled(page: type[Page], **typed: Any) -> Page:
    return page(WORDS, MultiDict({k: v if isinstance(v, list) else [v] for k, v in typed.items()}))


@few
@given(names)
def test_a_name_of_any_script_is_kept(name: str) -> None:
    kept = tidy(name)
    assert kept == tidy(kept)
    answers = filled(pages.TheChild, given_name=name, applicant_relationship="other").answers()
    assert answers["given_name"] == kept
    Child(given_name=kept, applicant_relationship="other", contact_type=["not_sure"])


REAL = "O'Brien|O’Brien|Núñez|Ng|X|Åsa-Lïv|Nguyễn|李小龍|محمد|Siân 🎈|Mary  Ann"


@pytest.mark.parametrize("name", REAL.split("|"))
def test_names_people_really_have(name: str) -> None:
    page = filled(pages.AboutYou, given_name=name, family_name=name, date_of_birth=["1", "1", "1990"])
    assert page.validate(), page.problems
    assert page.answers()["given_name"] == " ".join(name.split())


@given(st.text())
def test_tidying_never_fails_and_leaves_what_can_be_written(text: str) -> None:
    kept = tidy(text)
    assert kept is None or (kept == kept.strip() and "\x00" not in kept and kept.encode())


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0f73"])  # the last is two marks once it is composed
def test_a_heap_of_marks_takes_no_time_and_few_are_kept(marks: str) -> None:
    """To sort 200,000 marks took a minute, in which the whole website stood still."""
    assert len(tidy(f"a{marks * 100_000}b") or "") <= 2 + 2 * MOST_MARKS


def test_letters_and_marks_typed_one_by_one_are_composed() -> None:
    assert tidy("Nguye\u0302\u0303n \u0928\u093f\u092e\u094d") == "Nguy\u1ec5n \u0928\u093f\u092e\u094d"


@given(st.text(), st.text(), st.text())
def test_any_three_texts_are_a_date_or_told_to_be_none(day: str, month: str, year: str) -> None:
    try:
        PartialDate(**partial_date(day, month, year))
    except ValueError as error:
        assert WORDS.get(f"error.{error}")


@few
@given(dates, st.sampled_from(["day", "month", "year"]))
def test_every_date_of_the_past_is_kept_as_far_as_it_is_known(born: date, precision: str) -> None:
    known = {"day": (born.day, born.month), "month": ("", born.month), "year": ("", "")}[precision]
    typed = [str(part) for part in (*known, born.year)]
    made = partial_date(*typed)
    assert made["precision"] == precision
    assert born.isoformat().startswith(made["value"])
    page = filled(pages.MoreAboutThem, date_of_birth=typed)
    again = pages.MoreAboutThem(WORDS, None, page.answers())
    assert again.answers()["date_of_birth"] == made
    assert list(again.date_of_birth.parts) == typed


@given(st.dates(TODAY + timedelta(1), date(2999, 12, 31)))
def test_a_day_to_come_is_no_date_of_birth(day: date) -> None:
    with pytest.raises(ValueError, match="date_future"):
        partial_date(str(day.day), str(day.month), str(day.year), TODAY)


@pytest.mark.parametrize(("born", "years"), [("2008-11-22", 18), ("2008-11-23", 17), ("1985-03-27", 41)])
def test_ages_change_on_the_birthday(born: str, years: int) -> None:
    assert years_since({"value": born, "precision": "day"}, TODAY) == years


AREAS = st.from_regex(r"[A-Z]{1,2}[0-9][0-9A-Z]?", fullmatch=True)
INWARD = st.from_regex(r"[0-9][A-Z]{2}", fullmatch=True)


@given(AREAS, INWARD, st.sampled_from(["", " ", "  ", "-", ".", " . "]), st.booleans())
def test_a_postcode_is_read_however_it_is_written(area: str, inward: str, between: str, small: bool) -> None:
    typed = f" {area}{between}{inward} "
    assert postcode(typed.lower() if small else typed) == f"{area} {inward}"


@given(st.text())
def test_any_text_is_a_postcode_or_none(text: str) -> None:
    assert postcode(text) is None or Address(postcode=postcode(text))


@given(st.text(max_size=40) | st.text("0123456789 +()-", max_size=16))
@example("0000")  # possible, but only from a telephone next door
@example("+49 1234")  # possible, but shorter than the schema of an enquiry has it
@example("+49 30 1234567890 12")  # and longer
def test_any_text_is_a_telephone_number_or_none(text: str) -> None:
    assert e164(text) is None or Telephone(entered="x", e164=e164(text))


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("01632 960001", "+441632960001"),
        ("(01632) 960-001", "+441632960001"),
        ("07700900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("+1 202 555 0143", "+12025550143"),
    ],
)
def test_a_number_is_kept_as_typed_and_as_dialled(typed: str, dialled: str) -> None:
    page = filled(pages.HowToContact, methods_allowed="phone", telephone_number=typed)
    assert page.validate(), page.problems
    assert page.answers()["telephone_number"] == {"entered": typed, "e164": dialled}


@pytest.mark.parametrize("typed", ["+49 1234", "+49 30 1234567890 12", "0049 1512 3456789012"])
def test_a_number_that_no_enquiry_can_hold_is_told_at_once(typed: str) -> None:
    """And not only at the end, where every try to send the enquiry would fail."""
    page = filled(pages.HowToContact, methods_allowed="phone", telephone_number=typed)
    assert not page.validate()
    assert [problem["href"] for problem in page.problems] == ["#telephone_number"]


@few
@given(st.text(printable, min_size=1, max_size=4000).filter(tidy))
def test_a_worry_of_up_to_4000_characters_is_kept(reason: str) -> None:
    page = filled(pages.YourWorry, reason=reason)
    assert page.validate() and page.answers()["reason"] == tidy(reason)
    Concern(**page.answers())


@pytest.mark.parametrize(("lines", "fits"), [(2000, True), (2001, False)])
def test_the_end_of_a_line_counts_as_one_character(lines: int, fits: bool) -> None:
    """As the person sees it; a browser sends two."""
    page = filled(pages.YourWorry, reason="\r\n".join(["a"] * lines))
    assert page.validate() is fits


@few
@given(st.lists(names, max_size=10), st.lists(names, max_size=5))
def test_lists_are_kept_line_by_line(nicknames: list[str], addresses: list[str]) -> None:
    page = filled(pages.ThePerson, description="x", other_names="\r\n".join(nicknames))
    assert page.answers().get("other_names", []) == [tidy(name) for name in nicknames]
    more = filled(pages.MoreAboutThem, addresses_previous="\r\n".join(addresses)).answers()
    Subject(**page.answers(), **more)
    again = pages.MoreAboutThem(WORDS, None, more)
    assert again.answers() == more


def test_an_applicant_of_the_form_is_an_applicant_of_the_submission() -> None:
    page = filled(pages.AboutYou, given_name="A", family_name="B", date_of_birth=["27", "3", "1985"])
    address = {"address_line_1": "1 Test Street", "town_or_city": "Testville", "postcode": "zz99 9ZZ"}
    home = filled(pages.YourAddress, **{f"address-{name}": value for name, value in address.items()})
    assert page.validate() and home.validate()
    assert Applicant(**page.answers(), **home.answers()).address.postcode == "ZZ99 9ZZ"


MONTHS = list(calendar.month_name)[1:]


@pytest.mark.parametrize(
    ("typed", "number"), [("March", "3"), ("mar", "3"), ("may", "5"), ("3", "3"), ("ma", "ma"), ("", "")]
)
def test_a_month_may_be_typed_as_a_word(typed: str, number: str) -> None:
    assert number_of(typed, MONTHS) == number


@pytest.mark.parametrize("typed", ["1_0", "+1", "001", "March"])
def test_a_day_is_one_or_two_digits(typed: str) -> None:
    with pytest.raises(ValueError, match="date_real"):
        partial_date(typed, "3", "1985")


@pytest.mark.parametrize(("born", "least"), [("2008", 17), ("2008-11", 17), ("2008-10", 18), ("2007", 18)])
def test_of_an_unknown_day_the_least_age_counts(born: str, least: int) -> None:
    assert years_since({"value": born}, date(2026, 11, 22)) == least
