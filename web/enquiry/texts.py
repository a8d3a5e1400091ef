"""Answers that are typed: lines, longer texts, lists, numbers to reach people by, postcodes, ages."""

from __future__ import annotations

import re
from typing import Any

from wtforms import StringField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from web.enquiry import widgets
from web.enquiry.rules import Rule, at_most, each_at_most
from web.enquiry.values import LONGEST_LIFE, e164, postcode, tidy

MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Text(StringField):
    """A line of text in any script. What can hold a sentence is looked through for danger when it comes."""

    widget = widgets.Line()
    is_screened = True

    def __init__(
        self, *rules: Rule, limit: int = 100, own: str | None = None, type: str = "text", **bound: Any
    ) -> None:
        """`own` is the autocomplete token of an answer that people give about themselves."""
        self.limit = limit
        browser = {"autocomplete": own or "off", "spellcheck": "false", "type": type}
        super().__init__(None, [*rules, at_most(limit)], render_kw=browser, **bound)

    @property
    def most(self) -> int:
        """Characters of the longest answer."""
        return self.limit

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tidy(" ".join(valuelist[:1]).replace("\n", " "))


class Name(Text):
    """A name, of which no word may raise an alarm."""

    is_screened = False


class LongText(Text):
    """What they say in their own words."""

    widget = widgets.Area()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tidy("".join(valuelist[:1]))


class Lines(Text):
    """Several names, one a line: a list of texts."""

    widget = widgets.Area()
    is_screened = False

    def __init__(self, *rules: Rule, limit: int, of: int = 100, **bound: Any) -> None:
        super().__init__(*rules, each_at_most(of), limit=limit, **bound)
        self.of = of

    @property
    def most(self) -> int:
        return self.limit * (self.of + 1)

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = (tidy("".join(valuelist[:1])) or "").split("\n")
        self.data = list(filter(None, map(tidy, lines)))

    def _value(self) -> str:
        return "\n".join(self.data or ())


class Addresses(Lines):
    """Earlier addresses, one a line: a list of addresses, of which only the first line is used."""

    is_screened = True

    def process_data(self, value: list[dict[str, str]] | None) -> None:
        super().process_data([address["address_line_1"] for address in value or ()])

    @property
    def held(self) -> list[dict[str, str]]:
        return [{"address_line_1": line} for line in self.data]


class Email(Text):
    """An e-mail address. Only its form is looked at."""

    is_screened = False

    def __init__(self, *rules: Rule, **bound: Any) -> None:
        super().__init__(*rules, limit=254, own="email", type="email", **bound)

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and not MAIL.fullmatch(self.data):
            raise StopValidation("not_an_email")


class Phone(Text):
    """A telephone number, as it was typed and as it is dialled from anywhere."""

    is_screened = False

    def __init__(self, *rules: Rule, **bound: Any) -> None:
        super().__init__(*rules, limit=40, own="tel", type="tel", **bound)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data and {"entered": self.data, "e164": e164(self.data)}

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and (not self.data["e164"] or len(self.data["entered"]) > self.limit):
            raise StopValidation("not_a_phone")

    def _value(self) -> str:
        return self.data["entered"] if self.data else ""


class Postcode(Text):
    """A postcode in any case, with anything between its letters. What is none is kept as it is."""

    is_screened = False

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data and (postcode(self.data) or self.data)


class Age(Text):
    """Whole years, perhaps only about right."""

    widget = widgets.Number()
    is_screened = False

    def __init__(self, *rules: Rule, oldest: int = LONGEST_LIFE, **bound: Any) -> None:
        super().__init__(*rules, **bound)
        self.oldest = oldest

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data and self.data.isdecimal() and len(self.data) < 4:
            self.data = int(self.data)

    def pre_validate(self, form: BaseForm) -> None:
        if self.data is not None and not (isinstance(self.data, int) and self.data <= self.oldest):
            raise StopValidation("not_an_age")
        raise StopValidation()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)
