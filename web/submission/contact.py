"""How it is safe to get in touch with the applicant."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, StrictBool, root_validator

from web.submission.values import Address, Intermediary, Part, Telephone, YesNoNotSure, text

Method = Literal["phone", "text", "email", "letter", "through_someone_else", "bsl", "relay"]

# What each way of contact cannot do without: one of these.
NEEDS: dict[str, tuple[str, ...]] = {
    "phone": ("telephone_number",),
    "text": ("telephone_number",),
    "relay": ("telephone_number",),
    "bsl": ("telephone_number", "email_address"),
    "email": ("email_address",),
    "through_someone_else": ("through",),
}


class Contact(Part):
    """Safe contact. Nothing that was left unanswered counts as a yes."""

    methods_allowed: list[Method] = Field(min_items=1, unique_items=True)
    telephone_number: Telephone | None
    email_address: text(254, r"^[^@\s]+@[^@\s]+$") | None
    letter_address: Address | None = Field(description="null: the applicant's own address")
    through: Intermediary | None
    safe_times: list[Literal["any_time", "mornings", "afternoons", "evenings", "weekends", "other"]] = Field(
        min_items=1, unique_items=True
    )
    safe_times_note: text(200) | None
    voicemail_safe: YesNoNotSure | None = Field(description="anything but yes: leave no message")
    text_safe: YesNoNotSure | None = Field(description="anything but yes: send no text")
    announce_police: StrictBool = Field(False, description="may a caller say it is the police")
    subject_can_see: YesNoNotSure | None = Field(
        description="can the person asked about see the applicant's phone, post or messages"
    )
    visit_allowed: StrictBool = Field(
        False, description="false: do not visit unannounced. To write, letter must be among methods_allowed"
    )
    warnings: text(500) | None

    @root_validator(skip_on_failure=True)
    def _each_method_can_be_used(cls, values: dict[str, Any]) -> dict[str, Any]:
        for method in values["methods_allowed"]:
            needed = NEEDS.get(method)
            if needed and not any(values[name] for name in needed):
                raise ValueError(f"{method} needs {' or '.join(needed)}")
        if values["methods_allowed"] == ["text"] and values["text_safe"] != "yes":
            raise ValueError("text is the only way and not safe")
        return values
