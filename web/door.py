"""Reads what a person typed, before anything else does. Nothing typed is ever logged or kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from threading import Lock, Thread
from typing import TYPE_CHECKING

from bot.young import UNDER_18, for_the_age
from web.problems import Problem
from web.processes.watched import EXIT_CANNOT_WORK

if TYPE_CHECKING:  # it brings spaCy, which the first page does without
    from bot.screening import Screener, Screening

MAX_TEXT = 2000
OVERLAP = 250
MOST_READ = 110_000  # characters: a hundred thousand are read whole, of many more both ends
SECONDS_TO_WAIT = 1.0  # for long texts that came before; then both ends must do


@dataclass(frozen=True)
class Reading:
    """What the door made of a typed text. `masked`, `hints` and `signs` are all that may go further."""

    masked: str
    hints: list[dict[str, str]]
    signs: list[str]  # what the screen noticed beside: the writer is young, the words are a figure of speech
    danger: str | None  # the safety topic that the screen is sure of
    language: str  # "en", "cy" or "other"
    is_empty: bool
    is_too_long: bool
    is_masked: bool  # False while the model that finds names is not there yet

    @property
    def under_18(self) -> bool:
        """Whether the writer says so."""
        return UNDER_18 in self.signs

    @property
    def possible_danger(self) -> str | None:
        """The likeliest safety topic: what counts when no engine can weigh it against the rest. Nobody under
        18 is sent to services for adults alone.

        In a text that is too long only what is sure counts, since it can be cut and sent again.
        """
        likeliest = next((hint["topic"] for hint in self.hints), None)
        told = self.danger or (None if self.is_too_long else likeliest)
        return told and for_the_age(told, self.signs)

    def refuse(self) -> None:
        """Raises the Problem with a text that no one can answer."""
        if self.is_empty:
            raise Problem("empty")
        if self.is_too_long:
            raise Problem("too_long")


class Door:
    """The screen. No text is answered without it: the first ones wait until the patterns are there. Danger
    is found from then on; what finds names to mask loads meanwhile."""

    def __init__(self, screener: Screener | None = None) -> None:
        """`screener` without the model for names, where it is there already."""
        if screener:
            self._screener = screener
        self._masks_names = False
        # A very long text keeps the processor busy for seconds; two would keep everyone waiting.
        self._one_at_a_time = Lock()

    def open(self) -> None:
        """Load the patterns and what finds names, without keeping the page waiting. Without them this
        process cannot work, and ends."""
        Thread(target=self._load, name="door", daemon=True).start()

    def _load(self) -> None:
        try:
            self.load_names()
        except Exception as error:
            print(f"The screen cannot be read: {error}", file=sys.stderr, flush=True)
            os._exit(EXIT_CANNOT_WORK)

    @cached_property  # whoever comes while it is read waits for the one that reads it
    def _screener(self) -> Screener:
        from bot.screening import Screener

        return Screener.load(names=False)

    def load_names(self) -> None:
        self._screener = self._screener.with_names()
        self._masks_names = True

    @property
    def is_open(self) -> bool:
        """Whether texts can be masked, and so may go to the engine."""
        return self._masks_names

    def read(self, text: str, whole: bool = True) -> Reading:
        """Screen a text. Of one that is too long just the beginning and the end, unless `whole` is wanted,
        it is no longer than MOST_READ, and nobody else's is being read."""
        text = text.replace("\r\n", "\n")
        is_masked = self._masks_names  # asked before the screener works, so never true too soon
        parts = list(self._screen(text, whole))
        return Reading(
            masked=parts[0].masked.text,
            hints=[{"topic": f.topic, "strength": f.strength} for f in parts[0].findings],
            signs=list(dict.fromkeys(sign for part in parts for sign in part.signs)),
            danger=parts[-1].decisive,
            language=parts[0].language,
            is_empty=not any(part.clean.strip() for part in parts),
            is_too_long=len(text) > MAX_TEXT,
            is_masked=is_masked,
        )

    def _screen(self, text: str, whole: bool) -> Iterator[Screening]:
        """Each part of a text as a message of its own, up to the first that tells of danger."""
        if len(text) <= MAX_TEXT:
            yield self._screener.screen_text(text)
            return
        # Whoever waited for long would keep one of the threads that short texts need, too.
        has_turn = whole and self._one_at_a_time.acquire(timeout=SECONDS_TO_WAIT)
        try:
            for part in parts_of(ends_of(text, MOST_READ if has_turn else 2 * MAX_TEXT)):
                yield (found := self._screener.screen_text(part))
                if found.decisive:
                    return
        finally:
            if has_turn:
                self._one_at_a_time.release()


def ends_of(text: str, most: int) -> list[str]:
    """All of a text, or where it has more characters than `most`, its beginning and its end."""
    return [text] if len(text) <= most else [text[: most // 2], text[-most // 2 :]]


def parts_of(texts: Iterable[str]) -> list[str]:
    """Pieces of MAX_TEXT characters that overlap, so that no sentence is cut in all; repeats once."""
    step = MAX_TEXT - OVERLAP
    starts = ((text, at) for text in texts for at in range(0, max(1, len(text) - OVERLAP), step))
    return list(dict.fromkeys(text[at : at + MAX_TEXT] for text, at in starts))
