"""What every page of the form is: questions whose words come from data/, and a token against forgery."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.validators import ValidationError

from web.enquiry.fields import Choice, Choices, Group
from web.enquiry.rules import is_optional
from web.enquiry.words import Words

Answers = dict[str, Any]


def token_of(key: str) -> str:
    """What only a page made for this draft can hold."""
    return hmac.new(key.encode(), b"enquiry form", hashlib.sha256).hexdigest()


class Token(CSRF):
    """The token of a page is derived from the key in the cookie, so that no server has to remember it."""

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        return token_of(csrf_token_field.meta.csrf_context)

    def validate_csrf_token(self, form: Form, field: CSRFTokenField) -> None:
        if not hmac.compare_digest(field.current_token.encode(), (field.data or "").encode()):
            raise ValidationError("try_again")


class Page(Form):
    """The questions of one page. Each field bears the name that its answer has in the submission.

    `section` is the part of the answers that it fills. Words are looked up as <section>.<field>.
    """

    section: ClassVar[str]
    known: Answers = {}  # the whole enquiry as it is kept: rules may look at what other pages asked

    class Meta:
        csrf_class = Token

    def __init__(
        self,
        words: Words,
        sent: MultiDict | None = None,
        given: Answers | None = None,
        key: str | None = None,
    ) -> None:
        """`sent` is what was posted, or `given` what is known. `key` is the draft's; None only looks."""
        self.words = words
        self.problems: list[dict[str, str]] = []
        meta = {"csrf": key is not None, "csrf_context": key, "words": words}
        super().__init__(sent, data=given, meta=meta)
        for field in self.questions():
            if f"{self.section}.{field.short_name}" in words.left_out:
                del self[field.short_name]
                continue
            self._word(field, f"{self.section}.{field.short_name}")

    def questions(self) -> list[Field]:
        return [field for field in self if not isinstance(field, CSRFTokenField)]

    def answers(self) -> Answers:
        """What was answered, under the names of the submission; what was not is left out."""
        held = {field.short_name: getattr(field, "held", field.data) for field in self.questions()}
        return {name: value for name, value in held.items() if value not in (None, "", [])}

    def validate(self, **more: Any) -> bool:
        """Whether it can be kept. Errors are then sentences, and `problems` lists them for the summary."""
        super().validate(**more)
        self.problems = list(self._tell())
        return not self.problems

    def _tell(self) -> Iterator[dict[str, str]]:
        for field in self:
            key = f"{self.section}.{field.short_name}"
            for part in field.form if isinstance(field, Group) else [field]:
                part.errors = [self._sentence(key, part, name) for name in part.errors]
                at = "continue" if isinstance(part, CSRFTokenField) else part.id
                yield from ({"text": text, "href": f"#{at}"} for text in part.errors[:1])

    def _sentence(self, key: str, field: Field, name: str) -> str:
        """The sentence called `name`: of this field if it has its own, else the one that serves all."""
        found = self.words.get(f"{key}.{name}", f"{field.short_name}.{name}", f"error.{name}")
        limits = {"limit": getattr(field, "limit", ""), "line_limit": getattr(field, "of", "")}
        return self.words.fill(found, what=self.words.get(f"{key}.what", key), **limits)

    def _word(self, field: Field, key: str) -> None:
        """Give a field its label, hint and choices."""
        words = field.words = self.words
        label = words.get(key, field.short_name and f"part.{field.short_name}")
        field.told_as = label
        field.label.text = words.fill(words["optional"], label=label) if is_optional(field) else label
        field.description = words.get(f"{key}.hint")
        if isinstance(field, (Choice, Choices)):
            field.choices = [
                (value, words.get(f"{key}.{value}", f"{field.short_name}.{value}", f"choice.{value}"))
                for value, _ in field.choices
            ]
        if isinstance(field, Group):
            for part in field.form:
                self._word(part, f"{key}.{part.short_name}")
                part.label.text = part.told_as


class Confirm(Page):
    """No question: only the button of a page that asks whether one is sure."""

    section = "confirm"
