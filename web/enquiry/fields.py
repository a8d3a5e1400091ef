"""Answers that are chosen or put together: dates, choices, ticks, addresses.

What a field holds, here and in texts.py, is what is sent on: plain JSON values. `held` is that
where a form needs `data` to be something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Field, Form, FormField, RadioField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from web.enquiry import widgets
from web.enquiry.rules import Rule
from web.enquiry.values import number_of, partial_date, tidy

NOT_KNOWN = "not_known"  # the person said that they do not know; None is no answer


class PartialDate(Field):
    """A date of which the day, or day and month, may be unknown: {value, precision}, or "not_known"."""

    widget = widgets.Date()

    def __init__(self, *rules: Rule, own: bool = False, **bound: Any) -> None:
        """`own`: it is that of the person who fills in the form, who knows all of it."""
        super().__init__(None, list(rules), **bound)
        self.own = own

    @property
    def parts(self) -> Sequence[str]:
        """Day, month and year, as they were typed or as they are known."""
        if self.raw_data:
            return [*self.raw_data, "", "", ""][:3]
        known = self.data["value"].split("-") if isinstance(self.data, dict) else []
        return [*[""] * (3 - len(known)), *(str(int(part)) for part in reversed(known))]

    @property
    def is_unknown(self) -> bool:
        return self.data == NOT_KNOWN

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = [tidy(part) or "" for part in [*valuelist, "", "", ""][:3]]
        unknown = NOT_KNOWN if NOT_KNOWN in valuelist[3:] else None
        day, month, year = typed
        month = number_of(month, self.meta.words.months)
        self.data = partial_date(day, month, year) if any(typed) else unknown

    def pre_validate(self, form: BaseForm) -> None:
        if self.own and self.data and self.data["precision"] != "day":
            raise StopValidation("date_whole")


class Choice(RadioField):
    """One of several answers; none is chosen beforehand."""

    widget = widgets.Radios()

    def __init__(self, values: str, *rules: Rule, **bound: Any) -> None:
        choices = [(value, value) for value in values.split()]
        super().__init__(None, list(rules), choices=choices, validate_choice=False, **bound)

    def pre_validate(self, form: BaseForm) -> None:
        if self.data is not None and self.data not in dict(self.choices):
            raise StopValidation("needed")


class YesNo(Choice):
    """Yes or no: a truth value. Unanswered is no."""

    def __init__(self, *rules: Rule, **bound: Any) -> None:
        super().__init__("yes no", *rules, **bound)

    def process_data(self, value: bool | None) -> None:
        super().process_data(None if value is None else "yes" if value else "no")

    @property
    def held(self) -> bool | None:
        return None if self.data is None else self.data == "yes"


class Choices(SelectMultipleField):
    """Any number of several answers."""

    widget = widgets.Checkboxes()

    def __init__(self, values: str, *rules: Rule, **bound: Any) -> None:
        choices = [(value, value) for value in values.split()]
        super().__init__(None, list(rules), choices=choices, validate_choice=False, **bound)

    def pre_validate(self, form: BaseForm) -> None:
        if set(self.data or ()) - set(dict(self.choices)):
            raise StopValidation("needed")


class Tick(BooleanField):
    """One box to tick."""

    widget = widgets.Checkbox()

    def __init__(self, *rules: Rule, **bound: Any) -> None:
        super().__init__(None, list(rules), **bound)


class Group(FormField):
    """Fields that belong together, such as an address: an object, "not_known", or None if all are empty."""

    widget = widgets.Together()

    def __init__(self, form: type[Form], *rules: Rule, **bound: Any) -> None:
        super().__init__(form, **bound)
        self.validators = rules

    def validate(self, form: BaseForm, extra_validators: Sequence[Rule] = ()) -> bool:
        """A rule of the page for the whole adds its errors to the parts."""
        is_valid = super().validate(form)
        for rule in extra_validators:
            rule(form, self)
        return is_valid

    def process(self, formdata: Any, data: Any = None, **more: Any) -> None:
        super().process(formdata, {NOT_KNOWN: True} if data == NOT_KNOWN else data or {}, **more)

    @property
    def held(self) -> dict[str, Any] | str | None:
        given = {name: value for name, value in self.form.data.items() if value}
        return NOT_KNOWN if given.pop(NOT_KNOWN, False) and not given else given or None
