"""Which language a text is in, as far as the service needs to know: English, Welsh or another."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.screening.data import DATA, read_yaml
from bot.screening.normalise import clean, plain
from bot.screening.respelling import respelling
from bot.screening.spelling import english_words

Language = Literal["en", "cy", "other"]

USUAL = 3000            # times a word is seen in the dictionary's corpus, to count as English here
SURE = 0.9              # of the library, before text that is hardly English counts as another language
ENGLISH_ENOUGH = 0.5    # share of English words from which a text is English, whatever the library says
WELSH_ENOUGH = 0.4
FOREIGN_WORDS = 3       # fewer words than this tell the library nothing
FOREIGN_ENOUGH = 0.5    # share of everyday words of one language, from which two words or more are in it
ENOUGH = 500            # characters; more tell nothing new
_LETTERS = str.maketrans({"ł": "l", "ı": "i", "ß": "ss", "đ": "d", "ø": "o", "æ": "ae", "\u2019": "'"})
_WORD = re.compile(r"\d?[^\W\d_]+(?:'[^\W\d_]+)*")   # "3ayza": Arabic on a phone
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@lru_cache(maxsize=1)
def _listed() -> dict[str, frozenset[str]]:
    listed = read_yaml(DATA / "language.yml")
    names = ("welsh", "welsh_only", "help", "codes")
    return {name: frozenset(listed[name].split()) for name in names}


@lru_cache(maxsize=1)
def _everyday() -> list[tuple[frozenset[str], tuple[str, ...]]]:
    """For each language its everyday words, and how others begin ("dokun-")."""
    listed = [words.split() for words in read_yaml(DATA / "language.yml")["everyday"].values()]
    return [(frozenset(words), tuple(word[:-1] for word in words if word.endswith("-"))) for words in listed]


@lru_cache(maxsize=1)
def _library() -> LanguageIdentifier:
    library = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    library.set_languages([code for code in sorted(_listed()["codes"]) if code in library.nb_classes])
    return library


def language(text: str) -> Language:
    """The language of a text. Short, misspelt, dialect and unknown text is "en": none goes unheard."""
    text = clean(text[:ENOUGH])
    words = _TOKEN.findall(text.lower().replace("\u2019", "'"))
    if not words:
        return "en"
    if _foreign_script(text) or _calls_for_help(words) or _is_everyday(text):
        return "other"
    if _share(words, "welsh") >= WELSH_ENOUGH and _listed()["welsh_only"] & set(words):
        return "cy"
    english = sum(word in english_words(USUAL) for word in plain(text).split() if word.isalpha())
    if len(words) < FOREIGN_WORDS or english / len(words) >= ENGLISH_ENOUGH:
        return "en"
    code, sure = _library().classify(text)
    return "en" if code == "en" or sure < SURE else "cy" if code == "cy" else "other"


def _calls_for_help(words: list[str]) -> bool:
    """Whether one word is "help" in another language, and none is English."""
    return bool(_listed()["help"] & set(words)) and not english_words(USUAL) & set(words)


def _is_everyday(text: str) -> bool:
    """Whether enough words are everyday ones of one other language, of which at least one is not English."""
    words = _unaccented(text)
    for everyday, beginnings in _everyday():
        listed = [word for word in words if word in everyday or word.startswith(beginnings)]
        if len(listed) >= max(2, FOREIGN_ENOUGH * len(words)) and not all(map(_english, listed)):
            return True
    return False


def _english(word: str) -> bool:
    """Whether it is an English word, or how one is typed on a phone."""
    return word in english_words(USUAL) or word in respelling().words


def _unaccented(text: str) -> list[str]:
    """Its words in plain letters: "Kocam beni dövüyor!" -> kocam, beni, dovuyor."""
    text = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    return _WORD.findall("".join(char for char in text if not unicodedata.combining(char)))


def _share(words: list[str], name: str) -> float:
    return sum(word in _listed()[name] for word in words) / len(words)


def _foreign_script(text: str) -> bool:
    """Whether most letters are not Latin ones."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(ord(char) > 0x24F and not 0x1E00 <= ord(char) <= 0x1EFF for char in letters) > len(letters)
