"""How the door reads texts of any length."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest

from bot.screening import Screener
from tests.service import ROOT
from tests.web.doubles import ScreenDouble, create_test_app
from web.door import MAX_TEXT, MOST_READ, Door, parts_of
from web.processes.watched import EXIT_CANNOT_WORK

DANGER = "help my child is being hurt right now"
MOST_SECONDS = 15  # of processor time for the longest text, on a slow core
STORY = "We have lived in this street for years and the neighbours are kind to us. "


@pytest.fixture(scope="module")
def real_door() -> Door:
    return Door(Screener.load(names=False))


def test_the_first_page_does_not_wait_for_spacy() -> None:
    found = "import sys, web.app; web.app.create_app(); sys.exit('spacy' in sys.modules)"
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-c", found], cwd=ROOT, env={**os.environ, "SIGNPOST_VAR": folder}, check=True
        )


def test_texts_that_come_before_the_patterns_wait_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[bool] = []

    def load(names: bool) -> ScreenDouble:
        loads.append(names)
        time.sleep(0.2)
        return ScreenDouble()

    monkeypatch.setattr(Screener, "load", load)
    door = Door()
    with ThreadPoolExecutor(4) as people:
        readings = list(people.map(door.read, ["help now"] * 4))
    assert {reading.danger for reading in readings} == {"safety.immediate_danger"}
    assert loads == [False]


def test_a_website_whose_patterns_cannot_be_read_ends_and_says_so() -> None:
    broken = (
        "import time, bot.screening, web.door\n"
        "def load(names): raise ValueError('words.yml: @nobody is no class')\n"
        "bot.screening.Screener.load = load\n"
        "web.door.Door().open()\n"
        "time.sleep(60)"
    )
    done = subprocess.run([sys.executable, "-c", broken], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == EXIT_CANNOT_WORK
    assert "words.yml: @nobody is no class" in done.stderr


def test_parts_hold_every_character_and_every_sentence() -> None:
    text = "".join(f"{number:05d}" for number in range(2000))
    parts = parts_of([text])
    assert max(map(len, parts)) == MAX_TEXT
    for at in range(0, len(text) - 200, 50):
        assert any(text[at : at + 200] in part for part in parts)


def test_what_is_only_repeated_is_read_once() -> None:
    assert len(parts_of(["a" * 100_000])) <= 2


@pytest.mark.parametrize("place", [0, 0.3, 0.5, 1])
def test_the_real_screen_finds_danger_anywhere_in_a_long_text(real_door: Door, place: float) -> None:
    sentences = [STORY] * 200
    sentences.insert(int(len(sentences) * place), f"{DANGER}. ")
    assert real_door.read("".join(sentences)).danger == "safety.immediate_danger"


def long_text() -> str:
    """100,000 characters of which no part is like another."""
    sentences = (f"On day {day} we fed {day * 7} ducks in the park and walked home. " for day in range(2000))
    return "".join(sentences)[:100_000]


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 50_000, 100_000])
def test_danger_in_a_hundred_thousand_characters_is_found(real_door: Door, place: int) -> None:
    text = long_text()
    began = time.process_time()
    assert real_door.read(f"{text[:place]} {DANGER}. {text[place:]}").danger == "safety.immediate_danger"
    assert time.process_time() - began < MOST_SECONDS


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        long_text(),
        "".join(chr(33 + number * 7919 % 50_000) for number in range(100_000)),
        " ".join(f"{number:x}" for number in range(20_000)),
    ],
    ids=["sentences", "any characters", "no words"],
)
def test_a_hundred_thousand_characters_cost_seconds_at_most(real_door: Door, text: str) -> None:
    began = time.process_time()
    reading = real_door.read(text)
    assert time.process_time() - began < MOST_SECONDS
    assert (reading.is_too_long, reading.danger) == (True, None)


@pytest.mark.parametrize(
    "elsewhere",
    ["this is for my homework at college", "we watched a film about it", "I was not hurt"],
)
def test_what_is_said_elsewhere_in_a_long_text_takes_nothing_back(real_door, elsewhere: str) -> None:
    text = f"{elsewhere}. {STORY * 40} {DANGER}. {STORY * 40} {elsewhere}."
    assert real_door.read(text).danger == "safety.immediate_danger"


def test_reading_stops_at_the_first_danger() -> None:
    screen = Attentive()
    assert Door(screen).read(f"help now {LONG}").danger == "safety.immediate_danger"
    assert len(screen.read) == 1


def test_one_long_text_at_a_time_and_short_ones_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.door.SECONDS_TO_WAIT", 60)
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


LONG = "".join(map(str, range(40_000)))  # no part of it is like another


class Attentive(ScreenDouble):
    """Notes what it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def screen_text(self, text: str) -> SimpleNamespace:
        self.read.append(text)
        return super().screen_text(text)


@pytest.mark.parametrize("text", [f"help now {LONG}", f"{LONG} help now"], ids=["beginning", "end"])
def test_of_a_text_that_cannot_be_read_whole_both_ends_are_read(text: str) -> None:
    screen = Attentive()
    assert Door(screen).read(text, whole=False).danger == "safety.immediate_danger"
    assert len(screen.read) <= 2


def test_no_text_has_more_read_than_the_longest_that_is_read_whole() -> None:
    screen = Attentive()
    Door(screen).read(LONG)
    assert sum(map(len, screen.read)) < 1.2 * MOST_READ  # parts overlap
    assert LONG.startswith(screen.read[0])
    assert LONG.endswith(screen.read[-1])


def test_nobody_waits_long_for_the_long_texts_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who wait would keep every thread; meanwhile both ends of theirs are read."""
    monkeypatch.setattr("web.door.SECONDS_TO_WAIT", 0.01)
    begun, released, screen = threading.Event(), threading.Event(), Attentive()

    class Slow(Attentive):
        def screen_text(self, text: str) -> SimpleNamespace:
            begun.set()
            released.wait(60)
            return super().screen_text(text)

    door = Door(Slow())
    before = threading.Thread(target=door.read, args=(LONG,))
    before.start()
    begun.wait(60)
    door._screener = screen
    assert door.read(f"{LONG} help now").danger == "safety.immediate_danger"
    assert before.is_alive()
    assert len(screen.read) == 2
    released.set()
    before.join()
    door.read(LONG)
    assert len(screen.read) > 50


def test_a_long_text_that_is_one_too_many_is_not_read_whole() -> None:
    app = create_test_app(rate_limit="1 per minute")
    app.extensions["signpost"].door._screener = screen = Attentive()
    client, statuses = app.test_client(), []
    for _ in range(2):
        screen.read.clear()
        message = {"conversation": "k", "text": LONG}
        statuses.append(client.post("/api/v1/messages", json=message).status_code)
    assert statuses == [413, 429]
    assert len(screen.read) == 2


def test_a_long_nothing_is_nothing() -> None:
    assert Door(ScreenDouble()).read("\u200b" * 5000).is_empty
