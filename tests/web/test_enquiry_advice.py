"""What the form says where danger is told, by the age it knows of, and what it flags."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from bot.knowledge import load
from tests.web.applicant import Applicant
from tests.web.doubles import create_test_app
from web.door import Door
from web.enquiry import advice
from web.enquiry.words import Words
from web.store.clock import now

YOUNG, OLD = str(now().year - 14), str(now().year - 41)
RELAY = ("18000",)  # to call 999 by text: beside it, not a service of its own


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = create_test_app(None, var=tmp_path_factory.mktemp("var"))
    app.extensions["signpost"] = replace(app.extensions["signpost"], door=Door())
    return app


def numbers(app: Flask, born: str, reason: str) -> list[str]:
    """The numbers to call, in their order, after a worry of someone born in that year."""
    applicant = Applicant(app).fill_in(until="reason", about_you={"date_of_birth": ["1", "1", born]})
    assert applicant.post("reason", {"reason": reason}).location == "/enquiry/advice/reason"
    shown = applicant.get("advice/reason").text.split("<main")[1].split("</main")[0]
    return [number for number in re.findall(r'href="tel:(\d+)"', shown) if number not in RELAY]


@pytest.mark.parametrize(
    "reason",
    ["i have sexual thoughts about children", "my boyfriend hits me", "i want to kill myself"],
)
def test_the_young_find_childline_beside_999(app: Flask, reason: str) -> None:
    assert {"999", "08001111"} >= set(numbers(app, YOUNG, reason)[:2])
    assert "08001111" not in numbers(app, OLD, reason)[:2]


def test_the_young_are_known_by_their_own_words_too(app: Flask) -> None:
    assert numbers(app, OLD, "I am 14 and I want to kill myself")[:2] == ["999", "08001111"]


FLAGS = {
    "he is hurting the baby right now": ["present_danger"],
    "he is touching my daughter": ["present_danger"],
    "I was abused by him when I was a child in 1985": ["safety_concern"],
    "I have sexual thoughts about children": ["safety_concern"],
    "I want to kill myself": ["safety_concern"],
    "he moved in next door last week": [],
}


@pytest.mark.parametrize(("reason", "flags"), FLAGS.items())
def test_only_danger_to_a_child_now_is_flagged_as_that(app: Flask, reason: str, flags: list[str]) -> None:
    door = app.extensions["signpost"].door
    answers = {"concern": {"reason": reason}}
    assert advice.safety_flags(door, Words(load("example"), "en"), answers, {}) == flags
