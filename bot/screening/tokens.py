"""Words of a text with their places and their look: capital, first of a sentence, without "'s"."""

import re
import unicodedata

_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|\d+|[^\w\s]")
_POSSESSIVE = re.compile(r"['\u2019]s?$", re.IGNORECASE)
_TITLE_STOP = re.compile(r"\b(mrs?|ms|dr|prof|rev|sgt|insp|fr)\.(?=\s*[^\W\d_])", re.IGNORECASE)
_LETTERS = str.maketrans("\u0142\u00f8\u0111\u0131", "lodi")    # letters that no accent can be taken from


class Word:
    """One token of a text."""

    def __init__(self, match: re.Match, before: "Word | None") -> None:
        self.text = match.group()
        self.bare = _POSSESSIVE.sub("", self.text) or self.text
        self.low = _plain(self.bare.lower().replace("\u2019", "'"))
        self.start, self.end = match.start(), match.start() + len(self.bare)
        self.opens = before is None or before.text in ".?!:;\"'("
        self.capital = self.text[0].isupper() and not (self.text.isupper() and len(self.text) > 1)
        self.owns = self.text != self.bare      # "dave's"
        self.is_name = self.is_model_name = self.links = False


def _plain(word: str) -> str:
    """Without accents, as the lists of names are written: "zoë" -> "zoe"."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return "".join(part for part in parts if not unicodedata.combining(part)) or word


def tokens(text: str) -> list[Word]:
    """The words, numbers and marks of a text, in order, but for the stop of "Mr.", which ends no sentence."""
    words: list[Word] = []
    for match in _TOKEN.finditer(_TITLE_STOP.sub(r"\1 ", text)):
        words.append(Word(match, words[-1] if words else None))
    return words


NOTHING = tokens(".")[0]
