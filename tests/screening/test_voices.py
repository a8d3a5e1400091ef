"""Danger in many voices, and beside it what only sounds like danger: near_cases.yml, hinted_cases.yml."""

from collections.abc import Iterator

from bot.screening.danger import Screen
from tests.screening.conftest import cases
from tests.screening.test_danger import alarms, decides

NEAR, HINTED = cases("near_cases"), cases("hinted_cases")


def heard() -> Iterator[tuple[str, str]]:
    """(line, topic) of what tells of danger in words like those of a harmless line."""
    return ((line, topic) for topic, pairs in NEAR.items() for line in pairs["heard"])


def hinted() -> Iterator[tuple[str, str]]:
    """(line, topic) of danger told without its name."""
    return ((line, topic) for topic, lines in HINTED.items() for line in lines)


def silent() -> list[str]:
    return [line for pairs in NEAR.values() for line in pairs["silent"]]


def test_there_are_enough_lines_for_each_topic() -> None:
    assert len(NEAR) == len(HINTED) == 13
    assert all(len(pairs["silent"]) >= 20 and len(pairs["heard"]) >= 15 for pairs in NEAR.values())
    assert all(len(lines) >= 20 for lines in HINTED.values())


def test_what_only_sounds_like_danger_raises_no_alarm(screen: Screen) -> None:
    false = [line for line in silent() if alarms(screen.examine(line))]
    assert len(false) / len(silent()) <= 0.03, false


def test_danger_in_like_words_is_decided(screen: Screen) -> None:
    told = list(heard())
    missed = [line for line, topic in told if not decides(screen.examine(line), [topic])]
    assert 1 - len(missed) / len(told) >= 0.93, missed


def test_danger_told_without_its_name_is_found(screen: Screen) -> None:
    told = list(hinted())
    unfound = [line for line, _ in told if not screen.examine(line)]
    undecided = [line for line, topic in told if not decides(screen.examine(line), [topic])]
    assert 1 - len(unfound) / len(told) >= 0.93, unfound
    assert 1 - len(undecided) / len(told) >= 0.86, undecided
