"""What an enquiry may hold, and the schema that is published of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.knowledge.reading import DATA
from tests.store.examples import Desk, answers
from web.submission import Answers
from web.submission.schema import NAME, schema
from web.submission.values import PartialDate

KEPT = DATA.parent / "docs" / "schemas" / NAME


def test_the_kept_schema_is_that_of_the_models() -> None:
    assert json.loads(KEPT.read_text()) == schema(), (
        f"Make it anew: python -m web.submission.schema > docs/schemas/{NAME}"
    )


def test_the_published_schema_is_that_of_the_models(tmp_path) -> None:
    from tests.web.doubles import create_test_app

    answer = create_test_app(var=tmp_path).test_client().get("/api/schemas/csods-submission/1.0.0")
    assert answer.get_json() == schema()
    assert answer.mimetype == "application/schema+json"


def test_what_is_sent_fits_the_schema(desk: Desk) -> None:
    sent = json.loads(desk.submission(desk.draft()).payload())
    jsonschema_rs.Draft202012Validator(schema()).validate(sent)
    assert sent["schema"] == schema()["$id"]
    assert sent["meta"]["submission_reference"].startswith("TEST-")
    assert sent["meta"]["is_preview"] is True
    assert sent["data"]["contact"]["announce_police"] is False
    assert sent["data"]["contact"]["visit_allowed"] is False
    assert sent["data"]["subject"]["family_name"] is None
    assert sent["data"]["subject"]["date_of_birth"] == "not_known"


def test_the_schema_refuses_what_it_does_not_know(desk: Desk) -> None:
    validator = jsonschema_rs.Draft202012Validator(schema())
    sent = json.loads(desk.submission(desk.draft()).payload())
    for path, value in [
        (("data", "concern", "transcript"), "words"),
        (("data", "contact", "announce_police"), "no"),
        (("data", "contact", "methods_allowed"), ["pigeon"]),
        (("data", "declaration", "sharing_understood"), False),
        (("meta", "submission_reference"), "SMITH/2026"),
        (("handling", "data_subjects", 0, "category"), "suspect"),
    ]:
        changed = json.loads(json.dumps(sent))
        part = changed
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value
        assert not validator.is_valid(changed), path


@pytest.mark.parametrize(
    ("part", "fields", "names"),
    [
        ("applicant", {"address": None}, "no_fixed_address"),
        ("applicant", {"no_fixed_address": True}, "no_fixed_address"),
        ("applicant", {"date_of_birth": {"value": "1985", "precision": "year"}}, "date_of_birth"),
        ("applicant", {"title": "Mr"}, "title"),
        ("contact", {"telephone_number": None}, "telephone_number"),
        ("contact", {"methods_allowed": ["email"]}, "email_address"),
        ("contact", {"methods_allowed": ["through_someone_else"]}, "through"),
        ("contact", {"methods_allowed": []}, "methods_allowed"),
        ("contact", {"announce_police": "yes"}, "announce_police"),
        ("contact", {"email_confirmation": False}, "email_confirmation"),
        ("subject", {"given_name": "  "}, "description"),
        ("concern", {"reason": "a" * 4001}, "reason"),
        ("concern", {"reason": " "}, "reason"),
        ("declaration", {"sharing_understood": False}, "sharing_understood"),
        ("children", [], "children"),
        ("children", answers()["children"] * 11, "children"),
    ],
)
def test_what_is_wrong_is_named(part: str, fields: Any, names: str) -> None:
    with pytest.raises(ValidationError, match=names):
        Answers(**answers(**{part: fields}))


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("applicant", {"address": None, "no_fixed_address": True}),
        ("applicant", {"given_name": "Ó", "family_name": "D'Test-Éxample 王"}),
        ("contact", {"methods_allowed": ["bsl"], "email_address": "test@example.com"}),
        ("contact", {"methods_allowed": ["letter"], "telephone_number": None}),
        ("subject", {"given_name": None, "description": "drives a red van"}),
        ("subject", {"given_name": None, "other_names": ["Testy"]}),
        ("subject", {"given_name": None, "address_current": {"town_or_city": "Testville"}}),
        ("concern", {"reason": "a" * 4000}),
        ("children", answers()["children"] * 10),
    ],
)
def test_little_is_needed(part: str, fields: Any) -> None:
    Answers(**answers(**{part: fields}))


def test_something_soon_and_danger_now_are_two_things(desk: Desk) -> None:
    soon = desk.submission(desk.draft(answers(concern={"urgent_change": "moves in on Friday"})))
    assert soon.handling.time_sensitive
    assert soon.handling.safety_flags == []
    danger = desk.submission(desk.draft({**answers(), "safety_flags": ["present_danger"]}))
    assert not danger.handling.time_sensitive
    assert danger.handling.safety_flags == ["present_danger"]


def test_half_a_character_pair_can_be_sent(desk: Desk) -> None:
    sent = desk.submission(desk.draft(answers(concern={"reason": "sad \ud83d face\x00"})))
    assert json.loads(sent.payload())["data"]["concern"]["reason"] == "sad ? face"


@given(st.dates(date(1900, 1, 1), date(2026, 11, 21)))
def test_a_real_date_is_kept_at_each_precision(day: date) -> None:
    for precision, length in (("year", 4), ("month", 7), ("day", 10)):
        value = day.isoformat()[:length]
        kept = PartialDate(value=value, precision=precision)
        assert (kept.value, kept.precision) == (value, precision)


@given(st.text(max_size=12), st.sampled_from(["day", "month", "year"]))
def test_anything_else_is_no_date(value: str, precision: str) -> None:
    try:
        kept = PartialDate(value=value, precision=precision)
    except ValidationError:
        return
    whole = kept.value + "-01-01"[len(kept.value) - 4 :]
    assert date(1900, 1, 1) <= date.fromisoformat(whole) <= date.today()


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2023-02-29", "day"),
        ("1985-13", "month"),
        ("1899", "year"),
        ("2999-01-01", "day"),
        ("1985-03", "day"),
        ("１９８５", "year"),
        ("1985-3-27", "day"),
    ],
)
def test_dates_that_do_not_exist(value: str, precision: str) -> None:
    with pytest.raises(ValidationError):
        PartialDate(value=value, precision=precision)
