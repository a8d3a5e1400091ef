"""Figures of speech are read as if they were not there; all else in the sentence counts."""

import pytest

from bot.screening.danger import FIGURE, UNDER_18, YOUNG, Screen
from tests.screening.test_danger import alarms, decides


@pytest.mark.parametrize("text", [
    "he beats me at chess every time",
    "I am killing time before my shift",
    "I was touched by your kindness",
    "my dad is a survivor of cancer",
    "the dentist hurt my child's tooth",
    "mum makes me do my chores",
    "I could murder a curry",
    "my son is dying to go to the football camp",
    "a programme about child abuse was on",
])
def test_a_figure_of_speech_raises_no_alarm_and_is_told_of(screen: Screen, text: str) -> None:
    report = screen.report(text)
    assert not alarms(report.findings)
    assert FIGURE in report.signs


@pytest.mark.parametrize(("text", "topic"), [
    ("he beats me at chess and then he rapes me, im 12", "safety.child_self"),
    ("my husband beats me at cards and beats me up when he loses", "safety.domestic_abuse"),
    ("I could murder a curry but really I want to kill myself", "safety.suicide_self_harm"),
    ("it was our secret recipe at first, then he made me touch his willy", "safety.child_self"),
    ("my uncle makes me do the dishes and makes me do sexual things", "safety.child_self"),
])
def test_danger_beside_a_figure_of_speech_is_heard(screen: Screen, text: str, topic: str) -> None:
    report = screen.report(text)
    assert decides(report.findings, [topic]), report.findings
    assert FIGURE not in report.signs


@pytest.mark.parametrize(("text", "signs"), [
    ("what is Sarah's Law", ()),
    ("im 14 and my teacher set homework on Sarah's Law", (YOUNG, UNDER_18)),
    ("my teacher set homework on Sarah's Law", (YOUNG,)),
    ("dwi'n 14 a dwi eisiau marw", (YOUNG, UNDER_18)),
    ("killing time, what is Sarah's Law", (FIGURE,)),
])
def test_the_signs_of_a_text(screen: Screen, text: str, signs: tuple[str, ...]) -> None:
    assert screen.report(text).signs == signs
