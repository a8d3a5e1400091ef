"""Reads what a person typed, before anything else does. Nothing typed is ever logged or kept."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread

from bot.screening import Screener
from web.problems import Problem

MAX_TEXT = 2000


@dataclass(frozen=True)
class Reading:
    """What the door made of a typed text. `masked` and `hints` are all that may go further."""

    masked: str
    hints: list[dict[str, str]]
    danger: str | None  # the safety topic that the screen is sure of
    language: str  # "en", "cy" or "other"
    is_empty: bool
    is_too_long: bool
    is_masked: bool  # False while the model that finds names is not there yet

    @property
    def possible_danger(self) -> str | None:
        """The likeliest safety topic: what counts when no engine can weigh it against the rest."""
        return self.danger or next((hint["topic"] for hint in self.hints), None)

    def refuse(self) -> None:
        """Raises the Problem with a text that no one can answer."""
        if self.is_empty:
            raise Problem("empty")
        if self.is_too_long:
            raise Problem("too_long")


class Door:
    """The screen. It finds danger from the start; what finds names to mask loads meanwhile."""

    def __init__(self, screener: Screener) -> None:
        """`screener` without the model for names."""
        self._screener = screener
        self._masks_names = False

    def open(self) -> None:
        """Load what finds names, without keeping anyone waiting."""
        Thread(target=self.load_names, name="door", daemon=True).start()

    def load_names(self) -> None:
        self._screener = self._screener.with_names()
        self._masks_names = True

    @property
    def is_open(self) -> bool:
        """Whether texts can be masked, and so may go to the engine."""
        return self._masks_names

    def read(self, text: str) -> Reading:
        """Screen all of a text, however long."""
        is_masked = self._masks_names  # asked before the screener works, so never true too soon
        found = self._screener.screen_text(text)
        return Reading(
            masked=found.masked.text,
            hints=[{"topic": f.topic, "strength": f.strength} for f in found.findings],
            danger=found.decisive,
            language=found.language,
            is_empty=not found.clean.strip(),
            is_too_long=len(text.replace("\r\n", "\n")) > MAX_TEXT,
            is_masked=is_masked,
        )
