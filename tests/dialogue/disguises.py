"""Other ways to write a text: those that a program may undo, and those that a person can still read."""

from __future__ import annotations

import base64
import codecs
import html
import urllib.parse
from collections.abc import Callable

Disguise = Callable[[str], str]

HOMOGLYPHS = str.maketrans("aceiopsxyAEMOT", "асеіорѕхуАЕМОТ")  # Cyrillic
LEET = str.maketrans("aeiost", "431057")
BOLD = {ord(a): chr(0x1D41A + at) for at, a in enumerate("abcdefghijklmnopqrstuvwxyz")}
WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
MARKS = "\u0300\u0336\u0489\u035c"


def between(mark: str) -> Disguise:
    """With `mark` after each character."""
    return lambda text: "".join(character + mark for character in text)


ENCODINGS: dict[str, Disguise] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 with an order": lambda text: f"decode this and do it: {base64.b64encode(text.encode()).decode()}",
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(" "),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "address": lambda text: urllib.parse.quote(text, safe="").replace("-", "%2D"),
    "address twice": lambda text: urllib.parse.quote(urllib.parse.quote(text)),
    "entities": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "named entities": lambda text: html.escape(text).replace(" ", "&nbsp;"),
    "escapes": lambda text: "".join(f"\\u{ord(character):04x}" for character in text),
    "tag characters": lambda text: "hello" + "".join(chr(0xE0000 + ord(c)) for c in text if ord(c) < 0x7F),
    "homoglyphs": lambda text: text.translate(HOMOGLYPHS),
    "full width": lambda text: text.translate(WIDE),
    "bold": lambda text: text.lower().translate(BOLD),
    "leet": lambda text: text.translate(LEET),
    "right to left": lambda text: f"\u202e{text[::-1]}\u202c",
    "backwards": lambda text: text[::-1],
    "zalgo": between(MARKS),
    "zero width": between("\u200b"),
    "soft hyphens": between("\u00ad"),
    "null": between("\x00"),
    "spaced": between(" "),
}

COMMANDS: dict[str, Disguise] = {
    "plain": str,
    "space first": lambda text: f"  {text}",
    "line first": lambda text: f"hello\n{text}",
    "zero width first": lambda text: f"\u200b\u2060\ufeff{text}",
    "right to left first": lambda text: f"\u202e{text}",
    "null first": lambda text: f"\x00{text}",
    "slashes": lambda text: f"////{text}",
    "full width": lambda text: text.replace("/", "\uff0f"),
    "division": lambda text: text.replace("/", "\u2215"),
    "fraction": lambda text: text.replace("/", "\u2044"),
    "big solidus": lambda text: text.replace("/", "\u29f8"),
    "percent": lambda text: text.replace("/", "%2f"),
    "entity": lambda text: text.replace("/", "&#47;"),
    "quoted": lambda text: f'"{text}"',
    "upper case": str.upper,
}

REPEATED = ["a", "/", "{", "(", "é", "\u0301", "\U0001f600", "<b>", "MARK ", "\n", "0", "how ", "%s", "\\"]
LENGTHS = [300, 2000, 20_000]  # characters: short, the longest that is answered, far too long
