"""Text as it came in -> text that is safe to pass on (`clean`) and text that patterns can read (`plain`)."""

import re
import unicodedata
from functools import lru_cache
from itertools import product
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parents[2] / "data" / "safety"

_SPACE_LIKE = re.compile(r"\s+")
_LEADING_SLASH = re.compile(r"^[\s/\\]*/[\s/\\]*")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4`"), "'")
_LEET = str.maketrans("013457@$!", "oleastasi")
_TOKEN = re.compile(r"[a-z0-9'*@$!&+]*[a-z0-9*&+][a-z0-9'*@$]*|[.?!;\u2026\n]+")
_AGE_UNIT = re.compile(r"\b(\d{1,2})\s?-?\s?(yrs?|years?|yo|y/o|y|f|m|rs)\b(?!')")
_UNIT_FIRST = re.compile(r"(?<!['\w])([fm])\s?/?\s?(1\d)\b")
_SPELT_OUT = re.compile(r"\b(?:[a-z][ .*_-]){3,}[a-z]\b")
_HELD_KEY = re.compile(r"([a-z])\1{2,}")
_CHILD_BY_AGE = re.compile(         # "my 5 year old says" -> "my 5 years old child says"
    r"\b((?:my|our|a|an|the|her|his|their|this|that|another|with|little|to|some) (?:1[0-7]|[1-9]|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen) years old)"
    r"(?! (?:\w+ )?(?:girl|boy|child|son|daughter|lad|lass|kid|niece|nephew|grand|step|cousin|sister|brother|twins?|self))")
_NOT_ILL = {"am", "is", "are", "was", "were", "be", "been", "feel", "feeling", "mentally", "very",
            "really", "so", "seriously", "terminally", "fell", "or", "being", "physically", "made"}


def clean(text: str) -> str:
    """Make typed text safe to hand on: NFKC, nothing invisible, single spaces, no leading slash.

    Rasa reads text that starts with "/" as an intent, so slashes in front go, however they are dressed up.
    """
    before = None
    while text != before:
        before = text
        text = unicodedata.normalize("NFKC", text)
        text = "".join(" " if c in "\t\n\r\x0b\x0c\x85" else c for c in text if _visible(c))
        text = _SPACE_LIKE.sub(" ", text).strip()
        text = _LEADING_SLASH.sub("", text)
    return text


def _visible(char: str) -> bool:
    """False for control, format (zero-width, bidi, tag), surrogate and private characters, and blank letters."""
    if char in "\t\n\r\x0b\x0c\x85":
        return True
    if char in "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5" or "\ufe00" <= char <= "\ufe0f":
        return False
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def plain(text: str) -> str:
    """Lower-case words one space apart, spelt as the patterns spell them; "." or "?" stands where a sentence ends.

    >>> plain("he's touchin me & im only 13!!")
    'he is touching me and i am only 13 .'
    """
    table = spelling()
    text = unicodedata.normalize("NFD", clean(text).translate(_APOSTROPHES).lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = _SPELT_OUT.sub(lambda m: re.sub(r"[ .*_-]", "", m.group()), text)
    text = _UNIT_FIRST.sub(r"\2 \1", _AGE_UNIT.sub(r"\1 \2", text))
    words: list[str] = []
    for token in _TOKEN.findall(text):
        words += _word(token, words, table)
    return _join_phrases(words, table)


def _word(token: str, before: list[str], table: "Spelling") -> list[str]:
    if token[0] in ".?!;\u2026\n":
        return ["?" if "?" in token else "."]
    bare = token.replace("'", "") or token
    last = before[-1] if before else "."
    if token in ("i'll", "we'll", "he'll", "she'll", "they'll"):
        return [token.split("'")[0], "will"]
    if bare == "ill" and last not in _NOT_ILL:
        return ["i", "will"]
    if bare in ("2", "4") and last not in table.number_after and not last[0].isdigit() and last not in ".?":
        return ["to" if bare == "2" else "for"]
    for spelt in (token, bare):
        if spelt in table.words:
            return table.words[spelt].split()
    bare = _release_keys(bare, table.doubled)
    if bare[0] not in "0123456789" and sum(map(str.isdigit, bare)) < sum(map(str.isalpha, bare)):
        bare = bare.translate(_LEET).replace("*", "")
    return table.words.get(bare, bare).strip("*&+").split()


def _release_keys(word: str, doubled: set[str]) -> str:
    """Letters held down: "heeelp" -> "help", "kiilll" -> "kill" (in the list of words with a double letter)."""
    runs = len(_HELD_KEY.findall(word))
    for lengths in product((2, 1), repeat=min(runs, 4)):
        counts = iter(lengths)
        tried = _HELD_KEY.sub(lambda m: m.group(1) * next(counts, 1), word)  # noqa: B023
        if tried in doubled:
            return tried
    return _HELD_KEY.sub(r"\1", word)


def _join_phrases(words: list[str], table: "Spelling") -> str:
    text = f" {' '.join(words)} "
    text = table.phrase_finder.sub(lambda m: table.phrases[m.group()], text)
    text = _CHILD_BY_AGE.sub(r"\1 child", text)
    return table.my_before.sub(r" my \1", text).strip()


class Spelling:
    """The table of data/safety/spelling.yml, made ready for look-up."""

    def __init__(self, data: dict) -> None:
        self.words = {spelt: word for word, all_ in data["words"].items() for spelt in all_.split()}
        self.phrases = {p: word for word, all_ in data["phrases"].items() for p in all_.split("|") if p != word}
        longest_first = sorted(self.phrases, key=len, reverse=True)
        self.phrase_finder = re.compile(r"(?<= )(" + "|".join(map(re.escape, longest_first)) + r")(?= )")
        family = "|".join(data["my_before"] + [
            "dad", "dads", "mum", "mums", "uncle", "uncles", "brother", "brothers", "cousin", "cousins", "sister",
            "grandad", "grandads", "grandma", "grandmas", "stepdad", "stepdads", "stepmum", "husband", "boyfriend", "son", "sons",
            "daughter", "daughters", "kids", "kid", "bairn", "wean", "niece", "nephew", "teacher", "coach", "sister", "aunty"])
        self.my_before = re.compile(rf" (?:me|ma|mi|us) ((?:{family})(?= ))")
        self.number_after = set(data["number_after"])
        self.doubled = set(data["doubled"])


@lru_cache(maxsize=4)
def spelling(path: Path = DATA / "spelling.yml") -> Spelling:
    """The spelling table, read once."""
    return Spelling(yaml.safe_load(path.read_text(encoding="utf-8")))
