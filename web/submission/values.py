"""The small values an enquiry is made of: texts, dates of which only part is known, addresses."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field, StrictStr, constr, root_validator, validator

FIRST_YEAR = 1900
E164 = r"^\+[1-9][0-9]{6,14}$"  # a telephone number as it is dialled from anywhere
LENGTHS = {"year": 4, "month": 7, "day": 10}  # characters of an ISO date known to that precision

NotKnown = Literal["not_known"]  # the person said so; null means that nothing was given
YesNoNotSure = Literal["yes", "no", "not_sure"]


def text(longest: int, regex: str | None = None) -> Any:
    """A text of 1 to `longest` characters, of any script."""
    return constr(strict=True, min_length=1, max_length=longest, regex=regex)


Name = text(100)


class Part(BaseModel):
    """A part of an enquiry. Texts lose the blanks around them; one that is blank was not given."""

    class Config:
        extra = "forbid"

    @validator("*", pre=True)
    def _tidy(cls, value: Any) -> Any:
        if isinstance(value, list):
            return [tidy(entry) for entry in value]
        return tidy(value)


def tidy(value: Any) -> Any:
    """A text in composed form (NFC), fit to be written as UTF-8, or None; the rest unchanged."""
    if not isinstance(value, str):
        return value
    encodable = value.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\0", "")
    return unicodedata.normalize("NFC", encodable).strip() or None


class PartialDate(Part):
    """A date, a month or a year: "1985-03-27", "1985-03" or "1985", and which of the three."""

    value: StrictStr = Field(regex=r"^\d{4}(-\d{2}){0,2}$")
    precision: Literal["day", "month", "year"]

    @root_validator(skip_on_failure=True)
    def _is_a_date_of_the_past(cls, values: dict[str, Any]) -> dict[str, Any]:
        value = values["value"]
        if not value.isascii() or len(value) != LENGTHS[values["precision"]]:
            raise ValueError("value and precision differ")
        first_day = date.fromisoformat(value + "-01-01"[len(value) - 4 :])
        if first_day.year < FIRST_YEAR or first_day > date.today():
            raise ValueError(f"not between {FIRST_YEAR} and today")
        return values


class Address(Part):
    """As much of an address as is known."""

    address_line_1: text(200) | None
    address_line_2: text(200) | None
    town_or_city: text(100) | None
    county: text(100) | None
    postcode: text(20) | None

    @root_validator(skip_on_failure=True)
    def _is_not_empty(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not any(values.values()):
            raise ValueError("an address of which nothing is known")
        return values


class PastAddress(Address):
    """An address of the last five years, and when, in the person's words."""

    dates: text(100) | None


class Telephone(Part):
    """A number as it was typed, and as +44... where it could be read as one."""

    entered: text(40)
    e164: text(16, E164) | None


class Intermediary(Part):
    """Someone through whom the applicant can be reached."""

    name: Name
    how_to_reach: text(200)
