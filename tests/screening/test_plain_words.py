"""What is said in few plain words is heard, however shortened, hidden or spelt; its harmless twin is not."""

import pytest

from bot.screening.danger import DENIED, Screen
from bot.screening.normalise import plain
from tests.screening.conftest import cases
from tests.screening.test_danger import alarms, decides

CASES = cases("plain_cases")


def heard() -> list[tuple[str, list[str]]]:
    """(line, its right topics)."""
    return [(line["line"], [topic, *line["or"]]) if isinstance(line, dict) else (line, [topic])
            for topic, listed in CASES["heard"].items() for line in listed]


def test_there_are_enough_lines_for_each_topic() -> None:
    assert len(CASES["heard"]) == 13
    assert len(heard()) >= 200 and len(CASES["quiet"]) >= 150


def test_plain_words_are_decided(screen: Screen) -> None:
    found = {line: (screen.examine(line), right) for line, right in heard()}
    unfound = [line for line, (findings, _) in found.items() if not alarms(findings)]
    elsewhere = [line for line, (findings, right) in found.items() if not decides(findings, right)]
    assert len(unfound) / len(found) <= 0.02, unfound
    assert len(elsewhere) / len(found) <= 0.05, elsewhere


def test_the_same_words_meant_otherwise_raise_no_alarm(screen: Screen) -> None:
    false = [line for line in CASES["quiet"] if alarms(screen.examine(line))]
    assert len(false) / len(CASES["quiet"]) <= 0.035, false


@pytest.mark.parametrize(("typed", "read"), [
    ("my dad SAs me", "my dad rapes me"),
    ("he SA'd me", "he raped me"),
    ("he SA\u2019d me", "he raped me"),
    ("i was sad", "i was sad"),
    ("my SATs in SA", "my sats in sa"),
    ("k1ll the k1ds g1rl h1t", "kill the kids girl hit"),
    ("*sigh* n*des p*edo", "sigh n*des paedophile"),
])
def test_short_forms_and_changed_letters_are_read_as_what_they_stand_for(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize("text", [
    "I am not thinking of ending my life", "im not planning on killing myself", "i was never raped",
])
def test_a_not_before_what_somebody_means_to_do_denies_it(screen: Screen, text: str) -> None:
    report = screen.report(text)
    assert (report.findings, report.signs) == ([], (DENIED,))


@pytest.mark.parametrize("text", [
    "i cant stop thinking of ending my life", "im not ok, thinking of ending my life",
    "i cant stop hurting myself",
])
def test_who_cannot_stop_denies_nothing(screen: Screen, text: str) -> None:
    assert alarms(screen.examine(text))


def test_pictures_that_somebody_got_are_no_figure_of_speech(screen: Screen) -> None:
    """"I get the picture" once covered "he's got pictures of me"."""
    assert alarms(screen.examine("hes got pics of me and wants money or hell send them to everyone"))
    assert not alarms(screen.examine("ok i get the picture now"))
