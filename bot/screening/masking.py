"""Takes personal data out of a text before anything else reads it."""

import re
from dataclasses import dataclass
from pathlib import Path

from bot.screening import structured
from bot.screening.data import DATA, read_yaml
from bot.screening.names import NameFinder

MASKABLE = 2000         # characters; a longer text is never handed on, so the rest is dropped


@dataclass(frozen=True)
class Masked:
    """The text with "[name]", "[phone]" and so on in place of personal data, and which kinds there were."""

    text: str
    kinds: tuple[str, ...]


class Masker:
    """Masks names, phone numbers, addresses and the like; keeps what answers need (masking.yml)."""

    def __init__(self, folder: Path = DATA, names: bool = True) -> None:
        data = read_yaml(folder / "masking.yml")
        kept = "|".join(map(_either_spelling, sorted(data["keep"], key=len, reverse=True)))
        self._keep = re.compile(rf"\b(?:{kept})\b", re.IGNORECASE)
        self._numbers = set(data["numbers"]) | _service_numbers(folder.parent / "contacts.yml")
        self._names = NameFinder(folder, model=names)

    def mask(self, text: str) -> Masked:
        """Replace personal data. Text is expected clean (`normalise.clean`)."""
        text = text[:MASKABLE]
        kept = [match.span() for match in self._keep.finditer(text)]
        found = [span for span in structured.find(text, self._keeps_number) if not _within(span, kept)]
        spans = _longest(found)
        hidden = _blank_out(text, kept + [span[:2] for span in spans])
        spans += [(start, end, "name") for start, end in self._names.find(hidden)]
        out, at = [], 0
        for start, end, kind in sorted(spans):
            out += [text[at:start], f"[{kind}]"]
            at = end
        return Masked("".join([*out, text[at:]]), tuple(sorted({kind for *_, kind in spans})))

    def _keeps_number(self, digits: str) -> bool:
        return digits in self._numbers or "0" + digits.removeprefix("44") in self._numbers


def _either_spelling(phrase: str) -> str:
    """A pattern for "sarahs law" that also finds "Sarah's Law"."""
    return re.sub(r"s(?=\\s\+|$)", "['\u2019]?s", re.escape(phrase).replace(r"\ ", r"\s+"))


def _service_numbers(path: Path) -> set[str]:
    """Phone numbers of data/contacts.yml, digits only."""
    if not path.exists():
        return set()
    contacts = read_yaml(path) or []
    return {re.sub(r"\D", "", str(way["value"])) for contact in contacts for way in contact.get("ways", [])
            if way["kind"] in {"phone", "text", "relay"}} - {""}


def _overlaps(span: tuple, others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _within(span: structured.Span, others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _longest(spans: list[structured.Span]) -> list[structured.Span]:
    """Of overlapping finds the longest; the earlier rule where they are alike."""
    chosen: list[structured.Span] = []
    for span in sorted(spans, key=lambda s: s[0] - s[1]):
        if not _overlaps(span, [other[:2] for other in chosen]):
            chosen.append(span)
    return chosen


def _blank_out(text: str, spans: list[tuple[int, int]]) -> str:
    """Put a stop in place of each span, so that no name is looked for in it and positions stay."""
    for start, end in spans:
        text = text[:start] + "," * (end - start) + text[end:]
    return text
