"""Regular expressions for personal data that has a shape. Which finds count is decided in structured.py."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)")
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY_AND_MONTH = rf"(?:{_DAY}\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+{_DAY})"
_WORD = r"[a-z][a-z'\u2019-]*"
# "road" is a kind of street and little else; "hill" is a plain word too, and counts only after a number
_STREET = (
    r"(?:street|road|rd|avenue|ave|lane|crescent|cres|gardens|gdns|terrace|terr|grove|close|drive|mews|parade"
    r"|wynd|brae|boulevard|heol|stryd|ffordd|maes|cottages)")
_STREET_OR_WORD = (
    r"(?:st|ln|way|court|ct|place|pl|square|sq|park|hill|rise|walk|row|green|view|dr|house|villas"
    r"|buildings)")
_APP = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|tik\s?tok|facebook|fb|discord|roblox|xbox|psn|gamer\s?tag|user\s?name"
    r"|twitter|kik|telegram|steam|onlyfans|yubo)")


def _any_case(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.IGNORECASE)


def _after(*words: str) -> str:
    """Looks back for one of `words`, each with a space after it."""
    return "(?:" + "|".join(rf"(?<=\b{word} )" for word in words) + ")"


SURE: list[tuple[str, re.Pattern]] = [
    ("email", _any_case(r"[\w.+'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+")),
    ("handle", _any_case(r"\b(?:https?://|www\.)\S+")),
    ("handle", _any_case(r"\b[\w-]+\.(?:com|co\.uk|net|org|org\.uk|io|me|tv|info)(?:/\S*)?\b")),
    ("handle", _any_case(r"(?<![\w@])@[\w.]{2,}")),
    ("postcode", _any_case(
        r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]?\s?\d(?!(?:nd|st|rd|th)\b)[ABD-HJLNP-UW-Z]{2})\b")),
    ("number", _any_case(r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b")),             # National Insurance
    ("date", _any_case(rf"\b\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?{_YEAR}\b")),
    ("date", _any_case(r"\b(?:19|20)\d\d-\d\d-\d\d\b")),
    ("date", _any_case(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\b\.?,?\s+{_YEAR}\b")),
    ("date", _any_case(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b")),
    ("date", _any_case(
        _after("born", "birthday is", "birthday", "dob", "birth is")
        + rf"(?:on )?(?:the )?{_DAY_AND_MONTH}\b")),
    ("date", _any_case(_after("dob", "dob:", "d.o.b", "birth", "birth:", "born") + r"\d{6,8}\b")),
    ("plate", _any_case(r"\b[A-Z]{2}\d{2}[A-Z]{3}\b")),
    ("plate", _any_case(
        _after("reg", "reg is", "plate", "plate is", "registration", "registration is")
        + r"[A-Z]{1,3}\s?\d{1,4}\s?[A-Z]{0,3}\b")),
    ("address", _any_case(
        r"\b(?:flat|apartment|apt)\s?\d+[a-z]?\b"
        rf"(?:,?\s+(?:\d+\s+)?(?:{_WORD}\s+){{1,3}}(?:{_STREET}|{_STREET_OR_WORD})\b\.?)?")),
    ("address", _any_case(
        _after("at", "at house", "in", "to", "from")
        + r"(?:the )?(?:house )?(?:no\.?|number)\s?\d{1,4}[a-z]?\b")),
]
DIGITS = _any_case(r"(?<![\w\u00a3$\u20ac.])\+?\(?\d(?:[\s().\u2010-\u2015-]{0,2}\d){5,18}(?!\w|[.,]?\d)")
SPACED_PLATE = re.compile(r"\b(?:[A-Z]{2}\d{2}\s[A-Z]{3}|[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}[A-Z])\b")
NUMBERED_STREET = _any_case(
    rf"\b\d{{1,4}}[a-z]?,?\s+((?:{_WORD}\s+){{1,3}})({_STREET}|{_STREET_OR_WORD})\b\.?")
NAMED_STREET = _any_case(
    rf"\b(?:on|at|in|of|off|down|up|from|to|round|along)\s+((?:{_WORD}\s+){{1,2}})({_STREET})\b")
NAME_ON_AN_APP = _any_case(
    rf"\b{_APP}(?:\s(?:name|account|handle|id|tag|user|username|profile|@))*\s?"
    r"(?:is|its|was|:|=|-|called|as|name|under)+\s+(?:called\s|under\s)?([\w.-]{3,})")
LETTERS_AND_DIGITS = _any_case(r"\b(?=\w*[a-z])(?:\w+_\w+|[a-z]{3,}\d{2,}[a-z]?)\b")
NOT_A_HANDLE = _any_case(
    r"(?:year|yr|covid|section|level|cat|category|stage|grade|class|windows|ios|page|age|aged|part|form|ks|ps|mp"
    r"|room|flat|unit|act|sept|june|july|march|april|may|chapter|paragraph|over|under|top|route|ward|no)\d+")
