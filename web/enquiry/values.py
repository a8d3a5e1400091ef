"""What people type, made uniform: texts, postcodes, telephone numbers, dates of which only part is known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from itertools import chain, groupby, islice

import phonenumbers

from web.submission.values import E164

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?|GIR)(\d[A-Z]{2})", re.ASCII)
BETWEEN = re.compile(r"[\W_]+")
BLANKS = re.compile(r"[^\S\n]+")
UNWRITABLE = ("Cc", "Cs", "Co", "Cn")  # control characters, halves of pairs, characters of no script
MOST_MARKS = 30  # on one character: Unicode's own limit, which no language comes near
LONGEST_LIFE = 120  # years
PRECISIONS = ("year", "month", "day")
LENGTHS = (4, 7, 10)  # characters of an ISO date of each precision


def tidy(typed: str | None) -> str | None:
    """One way of writing each character, single blanks, no blank ends; None where nothing is left."""
    lines = (typed or "").replace("\r\n", "\n").replace("\t", " ")
    kept = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in UNWRITABLE)
    return BLANKS.sub(" ", unicodedata.normalize("NFC", _of_few_marks(kept))).strip() or None


def _of_few_marks(text: str) -> str:
    """Without the marks that are too many: to compose them takes the square of their number in time."""
    runs = groupby(text, lambda c: unicodedata.category(c).startswith("M"))
    return "".join(chain.from_iterable(islice(run, MOST_MARKS) if marks else run for marks, run in runs))


def postcode(typed: str) -> str | None:
    """"zz999zz" -> "ZZ99 9ZZ"; None for what is no postcode of the United Kingdom."""
    found = POSTCODE.fullmatch(BETWEEN.sub("", typed).upper())
    return f"{found[1]} {found[2]}" if found else None


def e164(typed: str) -> str | None:
    """"07700 900123" -> "+447700900123"; None for what can be no telephone number."""
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        return None
    # A number without its area code is "possible, locally": the police could not call it.
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    dialled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return dialled if re.fullmatch(E164, dialled) else None  # else the enquiry could not be sent


def partial_date(day: str, month: str, year: str, today: date | None = None) -> dict[str, str]:
    """{"value": "1985-03", "precision": "month"} where no day was typed.

    Raises ValueError with the name of what is wrong.
    """
    today = today or date.today()
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        raise ValueError("date_year")
    if day and not month:
        raise ValueError("date_month")
    if not all(re.fullmatch(r"\d{0,2}", part, re.ASCII) for part in (day, month)):
        raise ValueError("date_real")
    try:
        numbers = [int(part) for part in (year, month, day) if part]
        first_day = date(*[*numbers, 1, 1][:3])
    except (ValueError, OverflowError):
        raise ValueError("date_real") from None
    if first_day > today:
        raise ValueError("date_future")
    if first_day.year < today.year - LONGEST_LIFE:
        raise ValueError("date_past")
    precision = len(numbers) - 1
    return {"value": first_day.isoformat()[: LENGTHS[precision]], "precision": PRECISIONS[precision]}


def number_of(month: str, months: Sequence[str]) -> str:
    """"March" or "mar" -> "3", by the names of the twelve; anything else stays as it was typed."""
    short = month.casefold()
    named = [n for n, name in enumerate(months, 1) if len(short) > 2 and name.casefold().startswith(short)]
    return str(named[0]) if named else month


def years_since(born: dict[str, str], today: date | None = None) -> int:
    """The age of someone born on a date; the least it can be, where day or month are unknown."""
    today = today or date.today()
    known = [int(part) for part in born["value"].split("-")]
    year, *birthday = [*known, *(12, 31)[len(known) - 1 :]]
    return today.year - year - ([today.month, today.day] < birthday)
