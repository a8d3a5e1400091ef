"""What an answer has to be. A rule that is broken raises the name of the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from web.enquiry.values import postcode

Rule = Callable[[BaseForm, Field], None]


def needed(form: BaseForm, field: Field) -> None:
    """There is an answer."""
    if not field.data:
        raise StopValidation("needed")


def conditional(form: BaseForm, field: Field) -> None:
    """Whether an answer is needed depends on others: the page itself says so."""


def needed_if(name: str, value: str) -> Rule:
    """There is an answer where `value` is (or is among) the answer to the question `name`."""

    def rule(form: BaseForm, field: Field) -> None:
        given = form[name].data or ()
        if not field.data and (value == given or value in given):
            raise StopValidation("needed")

    return rule


def at_most(limit: int) -> Rule:
    """No more than `limit` characters, or entries of a list."""

    def rule(form: BaseForm, field: Field) -> None:
        if field.data and len(field.data) > limit:
            raise ValidationError("too_long")

    return rule


def each_at_most(limit: int) -> Rule:
    """No more than `limit` characters in each line."""

    def rule(form: BaseForm, field: Field) -> None:
        if any(len(line) > limit for line in field.data or ()):
            raise ValidationError("line_too_long")

    return rule


def in_the_uk(form: BaseForm, field: Field) -> None:
    """It is a postcode, if there is one."""
    if field.data and not postcode(field.data):
        raise ValidationError("not_a_postcode")


def is_optional(field: Field) -> bool:
    return needed not in field.validators and conditional not in field.validators
