"""An invented enquiry, and a store to send it to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from bot.knowledge.forces import read_force
from web.settings import Settings
from web.store.drafts import Drafts
from web.store.engine import Store
from web.store.enquiries import Enquiries
from web.store.migrations import migrate
from web.store.seals import Keys
from web.submission import ShownAnswer, Submission, compose

CANARY = "canary-okapi"  # stands in every typed answer

FORM = {"form_id": "csods_default", "form_version": "1", "form_definition_sha256": "0" * 64}


def answers(**changed: dict[str, Any]) -> dict[str, Any]:
    """Answers as the form keeps them. Keywords replace fields of a part: answers(concern={...})."""
    example: dict[str, Any] = {
        "applicant": {
            "given_name": "Test",
            "family_name": f"Example {CANARY}",
            "date_of_birth": {"value": "1985-03-27", "precision": "day"},
            "address": {
                "address_line_1": f"1 Test Street {CANARY}",
                "town_or_city": "Testville",
                "postcode": "ZZ99 9ZZ",
            },
        },
        "contact": {
            "methods_allowed": ["phone"],
            "telephone_number": {"entered": "01632 960 001", "e164": "+441632960001"},
            "safe_times": ["mornings"],
            "voicemail_safe": "no",
        },
        "children": [
            {
                "given_name": f"Sample {CANARY}",
                "approximate_age": 7,
                "applicant_relationship": "grandparent_or_relative",
                "contact_type": ["lives_with"],
            }
        ],
        "subject": {"given_name": f"Placeholder {CANARY}", "date_of_birth": "not_known"},
        "concern": {"reason": f"Synthetic text for tests. {CANARY}", "reported_before": "no"},
        "declaration": {
            "true_to_best_of_knowledge": True,
            "confidentiality_understood": True,
            "sharing_understood": True,
            "accepted_at": "2026-11-22T10:19:30Z",
            "text_version": "1",
        },
    }
    for part, fields in changed.items():
        example[part] = {**example[part], **fields} if isinstance(fields, dict) else fields
    return example


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.at

    def on(self, **time: float) -> None:
        self.at += timedelta(**time)


class Desk:
    """A store in a folder, with keys, and everything that works with it."""

    def __init__(self, folder: Path, url: str = "", **settings: Any) -> None:
        self.settings = Settings(var=folder, database=url, **settings)
        self.clock = Clock()
        self.keys = Keys.configured(self.settings)
        self.keys.make_missing()
        self.store = Store(self.settings.database_url)
        migrate(self.store)
        self.drafts = Drafts(self.store, self.keys, self.clock)
        self.enquiries = Enquiries(self.store, self.keys, self.clock)

    def draft(self, given: dict[str, Any] | None = None) -> str:
        """The key of a form that is filled in."""
        key = self.drafts.begin(None, "en")
        assert self.drafts.write(key, lambda _: given or answers())
        return key

    def submission(self, key: str) -> Submission:
        draft = self.drafts.read(key)
        shown = [
            ShownAnswer(
                question_id="concern.reason",
                question_text="What has made you want to ask?",
                answer_text=draft.answers["concern"]["reason"],
            )
        ]
        return compose(draft, shown, FORM, self.settings, read_force("example"))

    def send(self, given: dict[str, Any] | None = None) -> str:
        """Fill in and send a form; gives the reference."""
        key = self.draft(given)
        return self.enquiries.submit(key, self.submission(key))
