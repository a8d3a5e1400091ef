"""Words of a text with their places and their look: capital, first of a sentence, without "'s"."""

import re

_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|\d+|[^\w\s]")
_POSSESSIVE = re.compile(r"['\u2019]s?$", re.IGNORECASE)


class Word:
    """One token of a text."""

    def __init__(self, match: re.Match, before: "Word | None") -> None:
        self.text = match.group()
        self.bare = _POSSESSIVE.sub("", self.text) or self.text
        self.low = self.bare.lower().replace("\u2019", "'")
        self.start, self.end = match.start(), match.start() + len(self.bare)
        self.opens = before is None or before.text in ".?!:;\"'("
        self.capital = self.text[0].isupper() and not (self.text.isupper() and len(self.text) > 1)
        self.is_name = self.is_model_name = self.links = False


def tokens(text: str) -> list[Word]:
    """The words, numbers and marks of a text, in order."""
    words: list[Word] = []
    for match in _TOKEN.finditer(text):
        words.append(Word(match, words[-1] if words else None))
    return words


NOTHING = tokens(".")[0]
