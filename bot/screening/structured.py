"""Personal data that has a shape: phone numbers, addresses, postcodes, dates, number plates, handles."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

from bot.screening.spelling import english_words

Span = tuple[int, int, str]     # where it begins, where it ends, what kind

_MONTH = (r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
          r"|nov(?:ember)?|dec(?:ember)?)")
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_STREET = (r"(?:street|road|rd|avenue|ave|lane|crescent|cres|gardens|gdns|terrace|terr|grove|close|drive|mews|parade|wynd"
           r"|brae|boulevard|heol|stryd|ffordd|maes|cottages)")
_STREET_OR_WORD = r"(?:st|ln|way|court|ct|place|pl|square|sq|park|hill|rise|walk|row|green|view|dr|house|villas|buildings)"
_WORD = r"[a-z][a-z'\u2019.-]*"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_APP = (r"(?:insta(?:gram)?|ig|snap(?:chat)?|tik\s?tok|facebook|fb|discord|roblox|xbox|psn|gamer\s?tag|user\s?name|twitter|kik"
        r"|telegram|steam|onlyfans|yubo)")


def _finder(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern:
    return re.compile(pattern, flags)


_PLAIN_SHAPES: list[tuple[str, re.Pattern]] = [
    ("email", _finder(r"[\w.+'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+")),
    ("handle", _finder(r"\b(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|co\.uk|net|org|org\.uk|io|me|tv|info)(?:/\S*)?\b")),
    ("handle", _finder(r"(?<![\w@])@[\w.]{2,}")),
    ("postcode", _finder(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]?\s?\d(?!(?:nd|st|rd|th)\b)[ABD-HJLNP-UW-Z]{2})\b")),
    ("number", _finder(r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b")),
    ("date", _finder(rf"\b\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?{_YEAR}\b|\b(?:19|20)\d\d-\d\d-\d\d\b")),
    ("date", _finder(rf"\b{_ORDINAL}\s+(?:of\s+)?{_MONTH}\b\.?,?\s+{_YEAR}\b|\b{_MONTH}\s+{_ORDINAL},?\s+{_YEAR}\b")),
    ("date", _finder(rf"(?<=born )(?:on )?(?:the )?(?:{_ORDINAL}\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+{_ORDINAL})\b")),
    ("date", _finder(r"(?:(?<=\bdob )|(?<=\bdob: )|(?<=\bd\.o\.b )|(?<=\bbirth )|(?<=\bbirth: )|(?<=\bborn ))\d{6,8}\b")),
    ("date", _finder(rf"(?:(?<=birthday is )|(?<=birthday )|(?<=dob )|(?<=birth is ))(?:on )?(?:the )?{_ORDINAL}\s+(?:of\s+)?{_MONTH}\b")),
    ("plate", _finder(r"\b[A-Z]{2}\d{2}[A-Z]{3}\b")),
    ("plate", _finder(r"(?:(?<=\breg )|(?<=\breg is )|(?<=plate )|(?<=plate is )|(?<=registration )|(?<=registration is ))"
                      r"[A-Z]{1,3}\s?\d{1,4}\s?[A-Z]{0,3}\b")),
    ("address", _finder(rf"\b(?:flat|apartment|apt)\s?\d+[a-z]?\b(?:,?\s+(?:\d+\s+)?(?:{_WORD}\s+){{1,3}}(?:{_STREET}|{_STREET_OR_WORD})\b\.?)?")),
    ("address", _finder(r"(?:(?<=\bat )|(?<=\bat house )|(?<=\bin )|(?<=\bto )|(?<=\bfrom ))(?:the )?(?:house )?(?:no\.?|number)\s?\d{1,4}[a-z]?\b")),
]
_PLATE_SPACED = _finder(r"\b(?:[A-Z]{2}\d{2}\s[A-Z]{3}|[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}[A-Z])\b", 0)
_NUMBERED_STREET = _finder(rf"\b\d{{1,4}}[a-z]?,?\s+((?:{_WORD}\s+){{1,3}})({_STREET}|{_STREET_OR_WORD})\b\.?")
_NAMED_STREET = _finder(rf"\b(?:on|at|in|of|off|down|up|from|to|round|along)\s+((?:{_WORD}\s+){{1,2}})({_STREET})\b")
_DIGITS = _finder(r"(?<![\w\u00a3$\u20ac.])\+?\(?\d(?:[\s().\u2010-\u2015-]{0,2}\d){5,18}(?!\w|[.,]?\d)")
_APP_NAME = _finder(rf"\b{_APP}(?:\s(?:name|account|handle|id|tag|user|username|profile|@))*\s?(?:is|its|was|:|=|-|called|as|name|under)+\s+"
                    r"(?:called\s|under\s)?([\w.-]{3,})")
_LETTERS_DIGITS = _finder(r"\b(?=\w*[a-z])(?:\w+_\w+|[a-z]{3,}\d{2,}[a-z]?)\b")
_NOT_HANDLE = _finder(r"(?:year|yr|covid|section|level|cat|category|stage|grade|class|windows|ios|page|age|aged|part|form|ks|ps|mp|room|"
                      r"flat|unit|act|sept|june|july|march|april|may|chapter|paragraph|over|under|top|route|ward|no)\d+", re.I)
_GENERIC = STOP_WORDS | {"main", "high", "same", "busy", "whole", "long", "quiet", "dual", "side", "wrong", "right", "country",
                         "dirt", "open", "different", "new", "old", "next", "street", "road", "end", "middle", "bottom", "local",
                         "years", "year", "yr", "yrs", "weeks", "week", "months", "days", "hours", "minutes", "mins", "pounds", "kids",
                         "children", "people", "men", "times", "miles", "doors", "quid", "boys", "girls", "stone", "foot", "houses", "wor"}


def find(text: str, keeps_number: Callable[[str], bool]) -> Iterator[Span]:
    """Every structured piece of personal data in `text`; `keeps_number` says which digits are a service's."""
    for kind, shape in _PLAIN_SHAPES:
        for match in shape.finditer(text):
            yield match.start(), match.end(), kind
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if not keeps_number(digits):
            yield match.start(), match.end(), "phone" if _is_phone(match.group(), digits) else "number"
    for match in _NUMBERED_STREET.finditer(text):
        if _is_street(match.group(1).lower().replace("high ", "").replace("main ", "").replace("new ", "") or "acacia"):
            yield match.start(), match.end(), "address"
    for match in _NAMED_STREET.finditer(text):
        if _is_street(match.group(1), capitals=match.group(2).istitle()):
            yield match.start(1), match.end(), "address"
    for match in _PLATE_SPACED.finditer(text):
        if re.sub(r"[\d\s]", "", match.group())[-3:].lower() not in english_words() and not match.group().startswith("YR"):
            yield match.start(), match.end(), "plate"
    for match in _APP_NAME.finditer(text):
        if match.group(1).lower() not in english_words() or any(map(str.isdigit, match.group(1))):
            yield match.start(1), match.end(1), "handle"
    for match in _LETTERS_DIGITS.finditer(text):
        if not _NOT_HANDLE.fullmatch(match.group()):
            yield match.start(), match.end(), "handle"


def _is_phone(text: str, digits: str) -> bool:
    return text.startswith("+") or digits.startswith("00") or digits[0] == "0" and 9 <= len(digits) <= 12


@lru_cache(maxsize=512)
def _is_street(words: str, capitals: bool = True) -> bool:
    """Whether the words before "road" can be its name ("acacia road", not "the main road")."""
    return all(word.lower().strip("'.") not in _GENERIC for word in words.split()) and (capitals or len(words) > 4)
