"""The payload: what was answered, what was shown, and how to handle it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StrictBool

from web.submission.parts import Answers
from web.submission.values import Part, text

SCHEMA_VERSION = "1.0.0"
SCHEMA = f"urn:signpost:schemas:csods-submission:{SCHEMA_VERSION}"
REFERENCE = r"^(TEST-)?[2-9A-HJKMNPR-Y]{3}(-[2-9A-HJKMNPR-Y]{3}){2}$"
FIRST_CHECKS = timedelta(hours=24)

# Of danger to a child now; of anything else that a safety topic answers (abuse long ago, harm to oneself).
SafetyFlag = Literal["present_danger", "safety_concern"]


class Meta(Part):
    """Which enquiry this is, and which versions of the form and its texts were shown."""

    schema_version: Literal["1.0.0"] = SCHEMA_VERSION
    submission_id: UUID
    submission_reference: str = Field(regex=REFERENCE)
    handoff_id: UUID | None
    submitted_at: datetime
    initial_checks_due_at: datetime
    force_code: text(100)
    form_id: text(100)
    form_version: text(50)
    form_definition_sha256: str = Field(regex=r"^[0-9a-f]{64}$")
    language: Literal["en-GB", "cy-GB"]
    is_preview: StrictBool
    environment: Literal["preview", "production"]
    security_marking: text(100)
    privacy_notice_version: text(50)


class DataSubject(Part):
    """Whose data a part of the payload is. Never `suspect` or `offender`."""

    path: str = Field(regex=r"^(applicant|subject|children\[[0-9]\])$")
    category: Literal["informant", "child_at_possible_risk", "person_asked_about_unverified"]


class Handling(Part):
    """What whoever opens it must know first. `safety_flags` and `time_sensitive` are two things."""

    safe_contact_required: Literal[True] = True
    safety_flags: list[SafetyFlag] = Field([], unique_items=True)
    time_sensitive: StrictBool = Field(description="something is to happen soon: urgent_change")
    data_subjects: list[DataSubject]
    information_basis: Literal["applicant_statement_unverified"] = "applicant_statement_unverified"


class ShownAnswer(Part):
    """A question and its answer in the words that the applicant saw."""

    question_id: text(100)
    question_text: text(500)
    answer_text: text(5000) | None


class Submission(BaseModel):
    """One enquiry (csods-submission 1.0.0). null: not given; "not_known": the applicant said so."""

    class Config:
        extra = "forbid"
        allow_population_by_field_name = True

    schema_: Literal["urn:signpost:schemas:csods-submission:1.0.0"] = Field(SCHEMA, alias="schema")
    meta: Meta
    handling: Handling
    data: Answers
    answers: list[ShownAnswer] = Field(min_items=1)

    def stamped(self, reference: str, submitted_at: datetime) -> Submission:
        """The same enquiry under another reference and time."""
        fresh: dict[str, Any] = {
            "submission_reference": reference,
            "submitted_at": submitted_at,
            "initial_checks_due_at": submitted_at + FIRST_CHECKS,
        }
        return self.copy(update={"meta": self.meta.copy(update=fresh)})

    def payload(self) -> bytes:
        """The JSON that is sealed, signed and sent: the same bytes each time."""
        return self.json(by_alias=True, ensure_ascii=False).encode()
