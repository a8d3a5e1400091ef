"""Makes the payload of an enquiry from its draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from bot.knowledge.forces import Force
from web.settings import Settings
from web.submission.envelope import FIRST_CHECKS, DataSubject, Handling, Meta, ShownAnswer, Submission
from web.submission.parts import Answers

if TYPE_CHECKING:
    from web.store.drafts import Draft

LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}


def compose(
    draft: Draft,
    shown: Sequence[ShownAnswer],
    form: dict[str, str],
    settings: Settings,
    force: Force,
) -> Submission:
    """The enquiry that `draft` holds; pydantic's ValidationError where something is missing.

    `shown` are the questions and answers as the applicant saw them, `form` the form_id,
    form_version and form_definition_sha256. `draft.answers` has the shape of `Answers`, and
    beside it may hold `safety_flags`.
    """
    from web.store.references import draw

    answers: dict[str, Any] = dict(draft.answers)
    flags = answers.pop("safety_flags", [])
    data = Answers(**answers)
    now = datetime.now(timezone.utc)
    meta = Meta(
        **form,
        submission_id=draft.submission_id,
        submission_reference=draw(settings.is_production),
        handoff_id=draft.handover_id,
        submitted_at=now,
        initial_checks_due_at=now + FIRST_CHECKS,
        force_code=force.id,
        language=LANGUAGES[draft.language],
        is_preview=not settings.is_production,
        environment=settings.env,
        security_marking=settings.security_marking,
        privacy_notice_version=force.privacy.version,
    )
    handling = Handling(
        safety_flags=flags,
        time_sensitive=data.concern.urgent_change is not None,
        data_subjects=data_subjects(len(data.children)),
    )
    return Submission(meta=meta, handling=handling, data=data, answers=list(shown))


def data_subjects(children: int) -> list[DataSubject]:
    """Whose data is where, as the Data Protection Act's Part 3 wants them told apart."""
    paths = {
        "applicant": "informant",
        **{f"children[{number}]": "child_at_possible_risk" for number in range(children)},
        "subject": "person_asked_about_unverified",
    }
    return [DataSubject(path=path, category=category) for path, category in paths.items()]
