"""How the door reads texts of any length."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest

from bot.screening import Screener
from tests.web.doubles import ScreenDouble
from web.door import MAX_TEXT, Door, parts_of

DANGER = "help my child is being hurt right now"
STORY = "We have lived in this street for years and the neighbours are kind to us. "


@pytest.fixture(scope="module")
def real_door() -> Door:
    return Door(Screener.load(names=False))


def test_parts_hold_every_character_and_every_sentence() -> None:
    text = "".join(f"{number:05d}" for number in range(2000))
    parts = parts_of(text)
    assert max(map(len, parts)) == MAX_TEXT
    for at in range(0, len(text) - 200, 50):
        assert any(text[at : at + 200] in part for part in parts)


def test_what_is_only_repeated_is_read_once() -> None:
    assert len(parts_of("a" * 100_000)) <= 2


@pytest.mark.parametrize("place", [0, 0.3, 0.5, 1])
def test_the_real_screen_finds_danger_anywhere_in_a_long_text(real_door: Door, place: float) -> None:
    sentences = [STORY] * 200
    sentences.insert(int(len(sentences) * place), f"{DANGER}. ")
    assert real_door.read("".join(sentences)).danger == "safety.immediate_danger"


@pytest.mark.parametrize(
    "elsewhere",
    ["this is for my homework at college", "we watched a film about it", "I was not hurt"],
)
def test_what_is_said_elsewhere_in_a_long_text_takes_nothing_back(real_door, elsewhere: str) -> None:
    text = f"{elsewhere}. {STORY * 40} {DANGER}. {STORY * 40} {elsewhere}."
    assert real_door.read(text).danger == "safety.immediate_danger"


def test_reading_stops_at_the_first_danger() -> None:
    read: list[str] = []

    class Counting(ScreenDouble):
        def screen_text(self, text: str) -> SimpleNamespace:
            read.append(text)
            return super().screen_text(text)

    text = "help now " + "".join(map(str, range(20_000)))
    assert Door(Counting()).read(text).danger == "safety.immediate_danger"
    assert len(read) == 1


def test_one_long_text_at_a_time_and_short_ones_meanwhile() -> None:
    busy, most = 0, 0

    class Slow(ScreenDouble):
        def screen_text(self, text: str) -> SimpleNamespace:
            nonlocal busy, most
            if len(text) == MAX_TEXT:
                busy += 1
                most = max(most, busy)
                time.sleep(0.05)
                busy -= 1
            return super().screen_text(text)

    door = Door(Slow())
    long = "".join(map(str, range(2000)))
    threads = [threading.Thread(target=door.read, args=(long,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    door.read("short")
    assert threads[-1].is_alive()
    for thread in threads:
        thread.join()
    assert most == 1


def test_a_long_nothing_is_nothing() -> None:
    assert Door(ScreenDouble()).read("\u200b" * 5000).is_empty
