"""Everything the applicant answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field, root_validator

from web.submission.contact import Contact
from web.submission.people import Applicant, Child, Subject
from web.submission.values import Part, YesNoNotSure, text


class Concern(Part):
    """Why the applicant asks. `urgent_change` is something that will happen soon."""

    reason: text(4000)
    reported_before: YesNoNotSure | None
    reported_to: text(300) | None
    urgent_change: text(300) | None


class Declaration(Part):
    """What the applicant says they understand: not consent."""

    true_to_best_of_knowledge: Literal[True]
    confidentiality_understood: Literal[True]
    sharing_understood: Literal[True]
    accepted_at: datetime
    text_version: text(50)


class Answers(Part):
    """Everything the applicant answered: `data` of the payload."""

    applicant: Applicant
    contact: Contact
    children: list[Child] = Field(min_items=1, max_items=10)
    subject: Subject
    concern: Concern
    declaration: Declaration

    @root_validator(skip_on_failure=True)
    def _letters_have_an_address(cls, values: dict[str, Any]) -> dict[str, Any]:
        contact = values["contact"]
        is_there = contact.letter_address or values["applicant"].address
        if "letter" in contact.methods_allowed and not is_there:
            raise ValueError("letter needs an address of the applicant or for letters")
        return values
