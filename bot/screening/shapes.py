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
    r"(?:(?:nineteen|twenty|two thousand)(?: and)?(?:[ -][a-z]+t(?:een|y))?"
    rf"(?:[ -](?:oh[ -])?(?:{_UNIT}|ten|eleven|twelve))?|(?:oh|nought)[ -]{_UNIT})")
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_UNDER_100 = (
    rf"(?:{_TENS}(?:[ -]{_UNIT})?|{_UNIT}|ten|eleven|twelve"
    r"|[a-z]+teen)")
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_NTH})"
_DAY_AND_MONTH = rf"(?:{_DAY}[\s-]*(?:of\s+)?{_MONTH}|{_MONTH}\.?\s+(?:the\s+)?{_DAY})"
_BORN = (
    r"(?:born|birth\s?da(?:y|te)s?|b'?days?|dob|d\.\s?o\.\s?b\.?|date of birth"
    r"|(?:turns|turned|be|is|was|i'?m|s?he'?s) \d{1,2}(?= on\b))"
    r"(?:\s+(?:is|was|on|in|the|of))*\s*[:=-]?\s*")
_WORD = r"[a-z][a-z'\u2019-]*"
# "road" is a kind of street and little else; "hill" is a plain word too, and counts only after a number
_STREET = (
    r"(?:street|stret|streat|road|raod|rd|avenue|avenu|avanue|ave|lane|lne|crescent|cresent|cresant|cres"
    r"|gardens|gdns"
    r"|terrace|terace|terr|grove|grv|close|drive|drv|mews|parade|wynd|brae|boulevard|heol|stryd|ffordd"
    r"|maes|cottages)")
_STREET_OR_WORD = (
    r"(?:st|ln|way|court|ct|place|pl|square|sq|park|hill|rise|walk|wk|row|green|view|dr|house|villas"
    r"|buildings|croft|gate|quay|wharf|yard|meadows?|fields?|heights|bank|lodge|cottage|farm|towers?|point"
    r"|sands)")
_THE = (    # what follows "the" in "1 the paddocks"
    r"(?:green|square|hill|row|paddocks?|meadows?|orchards?|maltings|willows|poplars|beeches|oaks|firs"
    r"|elms|limes|laurels"
    r"|cedars|pines|hollies|hawthorns|rowans|spinney|copse|glade|glebe|dell|ridings|hollow|croft|quay"
    r"|wharf|moorings|bungalow)")
_WELSH_STREET = (
    r"(?:heol|stryd|ffordd|maes|bryn|clos|llys|trem|l[o\u00f4]n|rhodfa|cae|erw|t[y\u0177]|pen-?y-?)")
_AREA = (   # the letters that a British postcode may begin with
    r"(?:a[bl]|b[abdhlnrst]?|c[abfhmortvw]|d[adeghlnty]|e[chnx]?|f[ky]|g[luy]?|h[adgprsux]|i[gmpv]|je"
    r"|k[atwy]|l[adelnsu]?"
    r"|m[ekl]?|n[egnprw]?|o[lx]|p[aehlor]|r[ghm]|s[aegklmnoprstwy]?|t[adfnqrsw]|ub|w[acdfnrsv]?|yo|ze|zz)")
_APP = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|tik\s?tok|facebook|fb|discord|roblox|xbox|psn|gamer\s?tag"
    r"|user\s?name"
    r"|twitter|kik|telegram|steam|onlyfans|yubo)")
_WORD_START = r"(?<![\w.+'-])"
_LOCAL = rf"{_WORD_START}(?!{_APP}\s)[\w.+'-]+"    # what stands before the "@"
_AT = r"(?:\s?@\s?|\s?[(\[{]\s?(?:at|a)\s?[)\]}]\s?)"
_DOT = r"(?:\s?[(\[{]\s?dot\s?[)\]}]\s?|\sdot\s|\.)"
_DOMAIN_END = r"(?:com|co|uk|net|org|me|ac|gov|nhs|sch|example|info|io|ie)"
_MAIL = (
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|aol|btinternet|msn|protonmail|proton|talktalk"
    r"|virginmedia"
    r"|live|sky)")


def _any_case(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.IGNORECASE)


# What is masked is the group "data" where a shape has one, else all of it.
SURE: list[tuple[str, re.Pattern]] = [
    ("email", _any_case(
        rf"{_LOCAL}(?:@[\w-]+|\s?(?:\(at\)|\[at\])\s?[\w-]+|\s?(?:@|\(a\))\s?[\w-]+\.[\w-]+)(?:\.[\w-]+)*")),
    ("email", _any_case(
        rf"{_LOCAL}(?:{_AT}|\sat\s)[\w-]+(?:(?:{_DOT}|\s\.\s?|\.\s){_DOMAIN_END}\b)+")),
    ("email", _any_case(
        rf"{_WORD_START}(?!(?:look|looking|is|was|him|her|me|it|them|up|saw|found|works?|account|email"
        rf"|mail|address|job|over) )"
        rf"[\w.+'-]+(?: (?:dot|underscore|dash|hyphen) [\w.]+)*\s?at\s?(?!live\b|sky\b){_MAIL}\b"
        r"(?:[\s.]{0,3}(?:dot )?(?:com|co[\s.]{0,3}(?:dot )?uk|co|net)\b)?")),
    ("email", _any_case(
        rf"{_WORD_START}(?!(?:look|looking|is|was|him|her|me|it|them|up|saw|found|live|works?|met) )[\w.+'-]+"
        r"(?: (?:dot|underscore|dash|hyphen) [\w.]+)* at [\w-]+(?:\.[\w-]+|(?: dot [a-z]+))*"
        r"(?:\.| dot )(?:com|co|uk|net|org|me)\b(?:(?:\.| dot )uk\b)?")),
    ("handle", _any_case(r"\b(?:https?://|www\.)\S+")),
    ("handle", _any_case(r"\b[\w-]+\.(?:com|co\.uk|net|org|org\.uk|io|me|tv|info)(?:/\S*)?\b")),
    ("handle", _any_case(r"(?<![\w@])@[\w.]{2,}")),
    ("phone", _any_case(rf"\b(?:(?:double |treble )?{_SPOKEN}[ ,]+){{6,}}{_SPOKEN}\b")),
    ("date", _any_case(
        rf"\b(?:the )?{_DAY}[\s-]*(?:of\s+)?{_MONTH}\b\.?,?[\s-]+(?:{_YEAR}|{_SPELT_YEAR})\b")),
    ("date", _any_case(rf"\b{_MONTH}\.?\s+(?:the\s+)?{_DAY},?\s+(?:{_YEAR}|{_SPELT_YEAR})\b")),
    ("date", _any_case(
        rf"\b{_BORN}(?P<data>{_DAY_AND_MONTH}\b|{_MONTH}\s+(?:19|20)\d\d\b|\d{{6,8}}\b"
        rf"|{_DAY}[\s/.-]+(?:of the )?{_DAY}(?:[\s/.-]+(?:{_YEAR}|{_SPELT_YEAR}))?\b)")),
    ("address", _any_case(r"///\w+\.\w+\.\w+")),  # three words for a place
    ("address", _any_case(
        rf"\b(?:number|no\.?)\s{_UNDER_100}\s(?:{_WORD}\s){{1,2}}(?:{_STREET}|way|rise|walk|court|hill)\b")),
    ("address", _any_case(
        r"\b(?:at|at house|in|to|from) (?P<data>(?:the )?(?:house )?(?:(?:no\.?|number)\s?\d{1,4}[a-z]?"
        r"|number\s"
        rf"{_UNDER_100}))\b")),
]
WITH_A_DIGIT: list[tuple[str, re.Pattern]] = [    # looked for only where there is one
    ("handle", _any_case(r"\b[\w.]{2,}#\d{3,5}\b")),
    ("number", _any_case(
        r"\b(?:\d{2,}[a-z]{0,2}/\d{4,}|\d\d[a-z]{0,2}/\d{3}/\d\d|[a-z]{1,3}/\d{3,})(?:/\d+)*\b")),
    ("number", _any_case(r"\b[a-z9]{5}\s?\d{6}\s?[a-z9]{2}\d?[a-z\d]{2,3}\b")),     # driving licence
    ("number", re.compile(r"\b(?:[A-Z]\d{6,8}|\d{8,9}[A-Z]{2,3})\b")),
    ("phone", _any_case(
        rf"\b(?:(?:double |treble |triple )?{_SPOKEN}[ ,]+){{3,}}\d{{2,4}}(?:[ ,]*\d{{2,4}})*\b")),
    ("phone", _any_case(
        r"\b(?=(?:[o\s-]*\d){5})[0o][127][\do]{2,3}[\s-]?[\do]{3}[\s-]?[\do]{3,4}\b"
        r"|\b0\d{3,4}/\d{3,7}(?:/\d{3,4})?\b"
        r"|\b0[127]\d{3}[\s-]?\d{3}[\s-]?[\dx*?]{2,4}(?<![\s-])(?!\d)")),
    ("postcode", _any_case(
        r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]?\s?\d(?!(?:nd|st|rd|th)\b)[ABD-HJLNP-UW-Z]{2})\b")),
    ("postcode", _any_case(
        rf"\b{_AREA}\d[a-z\d]?[\s-]{{1,2}}\d[\s-]?(?!(?:nd|st|rd|th)\b)[abd-hjlnp-uw-z]{{2}}\b")),
    ("postcode", _any_case(
        rf"\bpost\s?codes?(?:\s(?:is|was|starts?|begins?|of|with|in|area|its|it's|:|-))*:?\s"
        rf"(?P<data>{_AREA}\s?\d[a-z\d]?(?:\s?\d(?:\s?[a-z]){{0,2}})?)\b")),
    ("postcode", _any_case(     # the first half alone, two letters of it ("M1" is a road, "me2" is "me too")
        rf"\b(?:in|near|around|from|area|live|lives|its|at) (?P<data>(?!(?:me|so|to|pe"
        rf"|st)\d){_AREA}(?<=[a-z]{{2}})\d\d?[a-z]?"
        r"(?:\s\d[a-z]{0,2})?)\b(?!\s?(?:%|years?|months?|weeks?))")),
    ("postcode", _any_case(
        r"\bpost\s?code(?:\s+is"
        r"|\s+was)?\s*:?\s+(?P<data>[A-Z]{1,2}\s?\d(?:\s?[A-Z\d])?\s?\d\s?[A-Z]\s?[A-Z])\b")),
    ("number", _any_case(r"\b[A-Z]{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-D]\b")),  # National Insurance
    ("number", _any_case(
        r"\b(?:ni|nino|national insurance|insurance)(?:\s(?:number|num|no|is|was))*[\s:.]{1,3}"
        r"(?P<data>[a-z]\s?[a-z][\s-]?(?:\d[\s-]?){6}[a-d]?)\b")),
    ("number", _any_case(r"\b[a-z]\d{4}[a-z]{2}\b")),     # prison number
    ("number", _any_case(
        r"\b(?:(?:crime|case|incident|custody|log|prison|passport|claim|licen[cs]e|reference"
        r"|urn)\s(?:ref(?:erence)?|number|num|no|#)"
        r"|ref|reference number|case ref|cad)\.?(?:\s(?:is|was"
        r"|number))*\s?:?\s(?P<data>(?:cad\s)?(?=[\w/-]*\d)[\w/-]{3,})")),
    ("date", _any_case(rf"\b\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?{_YEAR}\b")),
    ("date", _any_case(r"\b(?:19|20)\d\d-\d\d-\d\d\b")),
    ("plate", _any_case(r"\b[A-Z]{2}\d{2}[A-Z]{3}\b")),
    ("plate", _any_case(
        r"\b(?:reg|(?:number\s?)?plates?|registration)\.?(?: (?:number|no\.?|is|was|starts?|begins?|ends?"
        r"|with|in|of|its))*:? "
        r"(?P<data>[A-Z]{1,3}\s?\d{1,4}\s?[A-Z]{0,3}|[a-z]\s?[a-z]\s?\d\s?\d(?:\s?[a-z]){0,3})\b")),
    ("address", _any_case(r"(?<![\d.])-?\d{1,2}\.\d{2,},?\s+-?\d{1,3}\.\d{2,}\b")),  # latitude, longitude
    ("address", _any_case(
        r"\b(?:flat|apartment|apt|caravan|chalet)\s?(?:no\.?\s|number\s)?\d+[a-z]?\b"
        rf"(?:,?\s+(?:\d+\s+)?(?:{_WORD}\s+){{1,3}}(?:{_STREET}|{_STREET_OR_WORD})\b\.?)?")),
    ("address", _any_case(rf"\b\d{{1,4}}[a-z]?,?\s+{_WELSH_STREET}\s+{_WORD}(?:\s+{_WORD})?")),
    ("address", _any_case(rf"\b\d{{1,4}}[a-z]?,?\s+the\s+(?:old\s+)?(?:{_STREET}|{_THE})\b")),
    ("address", _any_case(
        rf"\b\d{{1,4}}[a-z]?,?\s+(?:{_WORD}\s+)?(?:broadway|[a-z]{{3,}}(?:sway|scroft|gate|field"
        rf"|side(?<!inside)(?<!outside)))\b")),
    ("address", _any_case(
        rf"\b(?:heol|stryd|ffordd|l[o\u00f4]n|rhodfa|maes|clos)\s+(?:(?:y"
        rf"|yr)\s+)?{_WORD}(?:\s{_WORD})?,?\s+\d{{1,3}}[a-z]?\b")),
]
DIGIT = re.compile(r"\d")
INITIALS = re.compile(
    r"(?<![\w.'\u2019])(?:(?:[A-Z]\.\s?){1,3}|[B-HJ-Z]{1,2}\s|(?:[b-hj-z]\.\s?){1,2})"
    r"([A-Za-z][a-z'\u2019-]{2,})\b")
DIGITS = _any_case(r"(?<![\w\u00a3$\u20ac.])\+?\(?\d(?:[\s().\u2010-\u2015-]{0,2}\d){5,18}(?!\d|[.,]\d)")
SPACED_PLATE = re.compile(
    r"\b(?:(?i:[A-Z]{2}\d{2}\s[A-Z]{3})|[A-Z]{2}\s\d{2}\s[A-Z]{3}|[A-Z]\d{1,3}\s?[A-Z]{3}"
    r"|[A-Z]{3}\s?\d{1,3}[A-Z])\b")
VEHICLE = _any_case(
    r"\b(?:reg|plates?|car|cars|van|vans|driv(?:es|ing|er)|drove|parked|truck|lorry|taxi|transit"
    r"|motor(?:bike)?|golf|ford|fiesta"
    r"|corsa|astra|focus|audi|bmw|vauxhall|peugeot|mercedes|merc|renault|nissan|toyota|skoda|volvo|jeep"
    r"|land rover)\b")
LOOSE_PLATE = _any_case(r"\b([a-z]{2})[\s-]?\d{2}[\s-]?([a-z]{3})\b|\b([a-z])\s\d{1,3}\s([a-z]{3})\b")
NUMBERED_STREET = _any_case(
    rf"\b(?:\d{{1,4}}\s?[a-z]?|{_TENS}[ -]{_UNIT}),?\s+((?:{_WORD}\s+){{1,3}})({_STREET}"
    rf"|{_STREET_OR_WORD})\b\.?")
NAMED_STREET = _any_case(
    rf"\b(?:on|at|in|of|off|down|up|from|to|round|along|near|by|outside|behind|opposite|past)\s+"
    rf"(?=((?:{_WORD}\s+){{1,2}})({_STREET})\b)"
    rf"|\band\s+(?=({_WORD}\s+)(street|road|rd|avenue|ave|crescent|lane)\b)")
NAMED_HOUSE = _any_case(
    rf"\b(?:at|in|from|to)\s+(?=((?:the\s+old\s+)?{_WORD}\s+)(cottage|lodge|farm|farmhouse|manor|rectory"
    rf"|vicarage|hostel)\b)")
AFTER_AN_APP = _any_case(rf"\b{_APP}(?:\s+(?:as|user|name|id|@))*:?\s+([\w][\w.]{{2,}})")
NAME_ON_AN_APP = _any_case(
    rf"\b{_APP}(?:\s(?:name|account|handle|id|tag|user|username|profile|@))*\s?"
    r"(?:is|its|was|:|=|-|called|as|name|under)+\s+(?:called\s|under\s)?([\w.-]{3,})")
LETTERS_AND_DIGITS = _any_case(r"\b(?=\w*[a-z])(?:\w+_\w+|[a-z]{3,}\d{2,}[a-z]?)\b")
NOT_A_HANDLE = _any_case(
    r"(?:year|yr|covid|section|level|cat|category|stage|grade|class|windows|ios|page|age|aged|part|form|ks"
    r"|ps|mp"
    r"|room|flat|unit|act|sept|june|july|march|april|may|chapter|paragraph|over|under|top|route|ward|no)\d+")
