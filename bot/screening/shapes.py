"""Regular expressions for personal data that has a shape. Which finds count is decided in structured.py."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)")
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_NTH = (
    r"(?:(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)")
_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN = rf"(?:oh|zero|nought|hundred|{_UNIT})"
_SPELT_YEAR = (
    r"(?:nineteen|twenty|two thousand)(?: and)?(?:[ -][a-z]+t(?:een|y))?"
    rf"(?:[ -](?:{_UNIT}|ten|eleven|twelve))?")
_UNDER_100 = (
    rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]{_UNIT})?|{_UNIT}|ten|eleven|twelve"
    r"|[a-z]+teen)")
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_NTH})"
_DAY_AND_MONTH = rf"(?:{_DAY}[\s-]+(?:of\s+)?{_MONTH}|{_MONTH}\s+{_DAY})"
_BORN = r"(?:born|birthday|dob|d\.o\.b\.?|date of birth)(?:\s+(?:is|was|on|in|the|of))*\s*[:=-]?\s*"
_WORD = r"[a-z][a-z'\u2019-]*"
# "road" is a kind of street and little else; "hill" is a plain word too, and counts only after a number
_STREET = (
    r"(?:street|road|rd|avenue|ave|lane|crescent|cres|gardens|gdns|terrace|terr|grove|close|drive|mews|parade"
    r"|wynd|brae|boulevard|heol|stryd|ffordd|maes|cottages)")
_STREET_OR_WORD = (
    r"(?:st|ln|way|court|ct|place|pl|square|sq|park|hill|rise|walk|row|green|view|dr|house|villas"
    r"|buildings)")
_WELSH_STREET = r"(?:heol|stryd|ffordd|maes|bryn|clos|l[o\u00f4]n|rhodfa|cae|erw|t[y\u0177])"
_APP = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|tik\s?tok|facebook|fb|discord|roblox|xbox|psn|gamer\s?tag|user\s?name"
    r"|twitter|kik|telegram|steam|onlyfans|yubo)")


def _any_case(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.IGNORECASE)


# What is masked is the group "data" where a shape has one, else all of it.
SURE: list[tuple[str, re.Pattern]] = [
    ("email", _any_case(
        r"[\w.+'-]+(?:@[\w-]+|\s?(?:\(at\)|\[at\])\s?[\w-]+|\s?(?:@|\(a\))\s?[\w-]+\.[\w-]+)(?:\.[\w-]+)*")),
    ("email", _any_case(
        r"\b(?!(?:look|looking|is|was|him|her|me|it|them|up|saw|found|live|works?|met) )[\w.+'-]+"
        r"(?: (?:dot|underscore|dash|hyphen) [\w.]+)* at [\w-]+(?:\.[\w-]+|(?: dot [a-z]+))*"
        r"(?:\.| dot )(?:com|co|uk|net|org|me)\b(?:(?:\.| dot )uk\b)?")),
    ("handle", _any_case(r"\b(?:https?://|www\.)\S+")),
    ("handle", _any_case(r"\b[\w-]+\.(?:com|co\.uk|net|org|org\.uk|io|me|tv|info)(?:/\S*)?\b")),
    ("handle", _any_case(r"(?<![\w@])@[\w.]{2,}")),
    ("handle", _any_case(r"\b[\w.]{2,}#\d{3,5}\b")),
    ("number", _any_case(
        r"\b(?:\d{2,}[a-z]{0,2}/\d{4,}|\d\d[a-z]{0,2}/\d{3}/\d\d|[a-z]{1,3}/\d{3,})(?:/\d+)*\b")),
    ("number", _any_case(r"\b[a-z9]{5}\s?\d{6}\s?[a-z9]{2}\d?[a-z\d]{2,3}\b")),     # driving licence
    ("number", re.compile(r"\b(?:[A-Z]\d{6,8}|\d{8,9}[A-Z]{2,3})\b")),
    ("phone", _any_case(rf"\b(?:(?:double |treble )?{_SPOKEN}[ ,]+){{6,}}{_SPOKEN}\b")),
    ("phone", _any_case(
        rf"\b(?:(?:double |treble |triple )?{_SPOKEN}[ ,]+){{3,}}\d{{2,4}}(?:[ ,]*\d{{2,4}})*\b")),
    ("phone", _any_case(r"\bo7[\do]{3}[\s-]?[\do]{3}[\s-]?[\do]{3}\b|\b0\d{3,4}/\d{5,7}\b")),
    ("postcode", _any_case(
        r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]?\s?\d(?!(?:nd|st|rd|th)\b)[ABD-HJLNP-UW-Z]{2})\b")),
    ("postcode", _any_case(
        r"\bpost\s?code(?:\s+is|\s+was)?\s*:?\s+(?P<data>[A-Z]{1,2}\s?\d(?:\s?[A-Z\d])?\s?\d\s?[A-Z]\s?[A-Z])\b")),
    ("number", _any_case(r"\b[A-Z]{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-D]\b")),  # National Insurance
    ("date", _any_case(rf"\b\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?{_YEAR}\b")),
    ("date", _any_case(r"\b(?:19|20)\d\d-\d\d-\d\d\b")),
    ("date", _any_case(
        rf"\b(?:the )?{_DAY}[\s-]+(?:of\s+)?{_MONTH}\b\.?,?[\s-]+(?:{_YEAR}|{_SPELT_YEAR})\b")),
    ("date", _any_case(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b")),
    ("date", _any_case(
        rf"\b{_BORN}(?P<data>{_DAY_AND_MONTH}\b|{_MONTH}\s+(?:19|20)\d\d\b|\d{{6,8}}\b"
        rf"|{_DAY}[\s/.-]+(?:of the )?{_DAY}(?:[\s/.-]+{_YEAR})?\b)")),
    ("plate", _any_case(r"\b[A-Z]{2}\d{2}[A-Z]{3}\b")),
    ("plate", _any_case(
        r"\b(?:reg|(?:number\s?)?plates?|registration)\.?(?: number| no\.?)?(?: is| was)?:? "
        r"(?P<data>[A-Z]{1,3}\s?\d{1,4}\s?[A-Z]{0,3})\b")),
    ("address", _any_case(r"(?<![\d.])-?\d{1,2}\.\d{2,},?\s+-?\d{1,3}\.\d{2,}\b")),  # latitude, longitude
    ("address", _any_case(r"///\w+\.\w+\.\w+")),  # three words for a place
    ("address", _any_case(
        rf"\b(?:number|no\.?)\s{_UNDER_100}\s(?:{_WORD}\s){{1,2}}{_STREET}\b")),
    ("address", _any_case(
        r"\b(?:flat|apartment|apt)\s?\d+[a-z]?\b"
        rf"(?:,?\s+(?:\d+\s+)?(?:{_WORD}\s+){{1,3}}(?:{_STREET}|{_STREET_OR_WORD})\b\.?)?")),
    ("address", _any_case(rf"\b\d{{1,4}}[a-z]?,?\s+{_WELSH_STREET}\s+{_WORD}(?:\s+{_WORD})?")),
    ("address", _any_case(rf"\b\d{{1,4}}[a-z]?,?\s+the\s+(?:{_STREET}|green|square|hill|row)\b")),
    ("address", _any_case(
        r"\b(?:at|at house|in|to|from) (?P<data>(?:the )?(?:house )?(?:no\.?|number)\s?\d{1,4}[a-z]?)\b")),
]
INITIALS = re.compile(
    r"(?<![\w.'\u2019])(?:(?:[A-Z]\.\s?){1,3}|[B-HJ-Z]{1,2}\s|(?:[b-hj-z]\.\s?){1,2})"
    r"([A-Za-z][a-z'\u2019-]{2,})\b")
DIGITS = _any_case(r"(?<![\w\u00a3$\u20ac.])\+?\(?\d(?:[\s().\u2010-\u2015-]{0,2}\d){5,18}(?!\d|[.,]\d)")
SPACED_PLATE = re.compile(
    r"\b(?:(?i:[A-Z]{2}\d{2}\s[A-Z]{3})|[A-Z]{2}\s\d{2}\s[A-Z]{3}|[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}[A-Z])\b")
NUMBERED_STREET = _any_case(
    rf"\b\d{{1,4}}[a-z]?,?\s+((?:{_WORD}\s+){{1,3}})({_STREET}|{_STREET_OR_WORD})\b\.?")
NAMED_STREET = _any_case(
    rf"\b(?:on|at|in|of|off|down|up|from|to|round|along)\s+((?:{_WORD}\s+){{1,2}})({_STREET})\b")
AFTER_AN_APP = _any_case(rf"\b{_APP}(?:\s+(?:as|user|name|id|@))*:?\s+([\w][\w.]{{2,}})")
NAME_ON_AN_APP = _any_case(
    rf"\b{_APP}(?:\s(?:name|account|handle|id|tag|user|username|profile|@))*\s?"
    r"(?:is|its|was|:|=|-|called|as|name|under)+\s+(?:called\s|under\s)?([\w.-]{3,})")
LETTERS_AND_DIGITS = _any_case(r"\b(?=\w*[a-z])(?:\w+_\w+|[a-z]{3,}\d{2,}[a-z]?)\b")
NOT_A_HANDLE = _any_case(
    r"(?:year|yr|covid|section|level|cat|category|stage|grade|class|windows|ios|page|age|aged|part|form|ks|ps|mp"
    r"|room|flat|unit|act|sept|june|july|march|april|may|chapter|paragraph|over|under|top|route|ward|no)\d+")
