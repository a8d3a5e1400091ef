"""Text as it came in -> text that is safe to pass on (`clean`) and text that patterns can read (`plain`)."""

import re
import unicodedata

from bot.screening.respelling import Respelling, respelling
from bot.screening.spelling import frequency

_SPACE = "\t\n\r\x0b\x0c\x85"
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}    # control, format, surrogate, private, unassigned
_SPACE_LIKE = re.compile(r"\s+")
_LEADING_SLASH = re.compile(r"^[\s/\\]*/[\s/\\]*")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4`"), "'")
_LEET = str.maketrans("03457@$!", "oeastasi")
_TOKEN = re.compile(r"[a-z0-9'*@$!&+]*[a-z0-9*&+][a-z0-9'*@$]*|[.?!;\u2026\n]+|,")
_AGE_UNIT = re.compile(r"\b(\d{1,2})\s?-?\s?(yrs?|years?|yo|y/o|y|f|m|rs)\b(?!')")
_UNIT_FIRST = re.compile(r"(?<!['\w])([fm])\s?/?\s?(1\d)\b")
_CONTRACTED = {"'ll": "will", "'d": "would", "'ve": "have", "'re": "are", "'m": "am"}
_PRONOUNS = {"i", "he", "she", "we", "they", "you", "it", "who", "that", "there", "would", "could", "should"}
_SPELT_OUT = re.compile(r"\b(?:[a-z][ .*_-]){3,}[a-z]\b")
_CHILD_BY_AGE = re.compile(         # "my 5 year old says" -> "my 5 years old child says"
    r"\b((?:my|our|a|an|the|her|his|their|this|that|another|with|little|to|some) "
    r"(?:1[0-7]|[1-9]|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen) years old)(?! (?:\w+ )?"
    r"(?:girl|boy|child|son|daughter|lad|lass|kid|niece|nephew|grand|step|cousin|sister|brother|twins?))")


def clean(text: str) -> str:
    """Make typed text safe to hand on: NFKC, nothing invisible, single spaces, no leading slash.

    Rasa reads text that starts with "/" as an intent, so slashes in front go, however they are dressed up.
    """
    before = None
    while text != before:
        before = text
        text = unicodedata.normalize("NFKC", text)
        text = "".join(" " if char in _SPACE else char for char in text if _visible(char))
        text = _SPACE_LIKE.sub(" ", text).strip()
        text = _LEADING_SLASH.sub("", text)
    return text


def _visible(char: str) -> bool:
    if char < "\x7f":
        return char >= " " or char in _SPACE
    if char in _BLANK_LETTERS or "\ufe00" <= char <= "\ufe0f":
        return False
    return char in _SPACE or unicodedata.category(char) not in _UNSEEN


def plain(text: str) -> str:
    """Lower-case words one space apart, spelt as the patterns spell them; "." or "?" where a sentence ends,
    and commas. A "*" within a word stays: which letter it hides is for the patterns to say.

    >>> plain("he's touchin me, im only 13!!")
    'he is touching me , i am only 13 .'
    """
    table = respelling()
    text = table.as_meant(clean(text).translate(_APOSTROPHES))
    text = unicodedata.normalize("NFD", text.lower())
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _SPELT_OUT.sub(lambda found: re.sub(r"[ .*_-]", "", found.group()), text)
    text = _UNIT_FIRST.sub(r"\2 \1", _AGE_UNIT.sub(r"\1 \2", text))
    words: list[str] = []
    for token in _TOKEN.findall(text):
        words += _read(token, words[-1] if words else ".", table)
    return _CHILD_BY_AGE.sub(r"\1 child", table.join(words))


def _read(token: str, last: str, table: Respelling) -> list[str]:
    """One token, as the words it stands for; `last` is the word before."""
    if token == ",":
        return [","]
    if token[0] in ".?!;\u2026\n":
        return ["?" if "?" in token else "."]
    bare = token.replace("'", "") or token
    for ending, word in _CONTRACTED.items():
        if token.endswith(ending) and token[: -len(ending)] in _PRONOUNS:
            return [token[: -len(ending)], word]
    if bare == "ill" and last not in table.not_will_after:
        return ["i", "will"]
    if bare in ("2", "4") and last not in table.number_after and not last[0].isdigit() and last not in ".?,":
        return ["to" if bare == "2" else "for"]
    if bare in table.words:
        return table.words[bare].split()
    bare = table.release_keys(bare)
    if bare[0] not in "0123456789" and sum(map(str.isdigit, bare)) < sum(map(str.isalpha, bare)):
        bare = _unleet(bare)
    bare = bare.strip("*&+")
    return table.words.get(bare.replace("*", ""), bare).split()


def _unleet(word: str) -> str:
    """Digits and signs as the letters they stand for; "1" is an l or an i, as it makes the likelier word."""
    word = word.translate(_LEET)
    return max((word.replace("1", letter) for letter in "li"), key=frequency)
