"""What is done to typed text before anything else reads it: cleaned, masked, language told, screened."""

from dataclasses import dataclass
from pathlib import Path

from bot.screening.danger import DECISIVE, POSSIBLE, Finding, Screen
from bot.screening.data import DATA
from bot.screening.language import Language, language
from bot.screening.masking import MASKABLE, Masked, Masker
from bot.screening.normalise import clean

__all__ = [
    "DECISIVE", "MASKABLE", "POSSIBLE", "Finding", "Masked", "Screener", "Screening", "clean", "language",
]


@dataclass(frozen=True)
class Screening:
    """One text, screened. Only `masked` may be passed on to the dialogue engine."""

    clean: str
    masked: Masked
    language: Language
    findings: list[Finding]
    signs: tuple[str, ...]  # what bears on which danger it is: danger.Report

    @property
    def decisive(self) -> str | None:
        """The safety topic to act on at once, or None."""
        first = next(iter(self.findings), None)
        return first.topic if first and first.strength == DECISIVE else None


class Screener:
    """Made once by `load`, then shared by all threads; keeps nothing of what it reads."""

    def __init__(self, screen: Screen, masker: Masker) -> None:
        self._screen, self._masker = screen, masker

    @classmethod
    def load(cls, folder: Path = DATA, names: bool = True) -> "Screener":
        """Read data/safety. `names=False` leaves spaCy's model out (it is the slow part to load): names in
        lower case or unknown to the lists may then pass, and all else works."""
        return cls(Screen(folder), Masker(folder, names=names))

    def with_names(self, folder: Path = DATA) -> "Screener":
        """The same screener with spaCy's model for names, loaded now."""
        return Screener(self._screen, Masker(folder, names=True))

    def screen_text(self, text: str) -> Screening:
        """Screen all of `text`; `masked` holds its first 2,000 characters (longer text is not handed on)."""
        cleaned = clean(text)
        report = self._screen.report(cleaned)
        masked = self._masker.mask(cleaned)
        return Screening(cleaned, masked, language(cleaned), report.findings, report.signs)
