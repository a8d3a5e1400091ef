"""An invented person at the form: goes from page to page as a browser would, without one."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from web.enquiry.form import token_of
from web.store.seals import Keys
from web.store.tables import drafts, enquiries

START = {
    "immediate_danger": "no",
    "request_purpose": "ask_about_person",
    "knows_specific_person": "yes",
    "knows_specific_child": "yes",
}

# The pages for one child in order, each with the least that has to be answered.
PAGES: dict[str, dict[str, Any]] = {
    "about-you": {"given_name": "Test", "family_name": "Example", "date_of_birth": ["27", "3", "1985"]},
    "address": {"address-address_line_1": "1 Test Street", "address-town_or_city": "Testville"},
    "contact": {"methods_allowed": ["phone"], "telephone_number": "01632 960001"},
    "contact-times": {"subject_can_see": "no", "safe_times": ["mornings"], "voicemail_safe": "no"},
    "language": {},
    "who/1": {"given_name": "Sample", "applicant_relationship": "parent"},
    "home/1": {},
    "how/1": {"contact_type": ["not_sure"]},
    "name": {"given_name": "Placeholder"},
    "details": {},
    "reason": {"reason": "Synthetic text for tests."},
}
DECLARED = dict.fromkeys(
    ("true_to_best_of_knowledge", "confidentiality_understood", "sharing_understood"), "y"
)
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]*)"')
PROBLEM = re.compile(r'<a href="(#[^"]+)">([^<]+)</a>')


class Applicant:
    """Keeps a cookie. `base` is the address of the site as the browser sees it."""

    def __init__(self, app: Flask, base: str = "http://localhost") -> None:
        self.app, self.base = app, base
        self.client = app.test_client()

    def get(self, page: str) -> TestResponse:
        return self.client.get(f"/enquiry/{page}", base_url=self.base)

    def post(self, page: str, answers: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a page as it is shown, with these answers."""
        found = TOKEN.search(self.get(page).text)
        token = {"csrf_token": found[1]} if found else {}
        return self.send(page, {**token, **(answers or {}), **more})

    def send(self, page: str, fields: dict[str, Any]) -> TestResponse:
        """Send just these fields, as an old page or another site might."""
        return self.client.post(f"/enquiry/{page}", data=fields, base_url=self.base)

    def start(self, **answers: str) -> TestResponse:
        return self.post("start", START, **answers)

    def fill_in(self, until: str = "check", **changed: dict[str, Any]) -> Applicant:
        """Every page before `until`. Keywords change the answers of a page: fill_in(reason={...})."""
        if not self.client.get_cookie(self._cookie, domain="localhost"):
            self.start()
        for page, answers in PAGES.items():
            if page == until:
                break
            key = page.split("/")[0].replace("-", "_")
            token = {"csrf_token": token_of(self.key)}
            response = self.send(page, {**token, **answers, **changed.get(key, {})})
            assert response.status_code == 303, (page, problems(response))
        return self

    def declare(self) -> TestResponse:
        return self.post("send", DECLARED)

    @property
    def draft(self) -> dict[str, Any]:
        """The answers that are kept of this person."""
        kept = self.records.drafts.read(self.key)
        assert kept
        return kept.answers

    @property
    def records(self) -> Any:
        return self.app.extensions["signpost"].records

    @property
    def key(self) -> str:
        cookie = self.client.get_cookie(self._cookie, domain="localhost")
        assert cookie
        return cookie.value

    @property
    def _cookie(self) -> str:
        return "__Host-enquiry" if self.base.startswith("https") else "enquiry"

    def drafts_kept(self) -> int:
        with self.records.store.session() as session:
            return len(session.execute(select(drafts)).all())

    def sent(self) -> dict[str, Any]:
        """What this person sent, opened."""
        reference = self.records.enquiries.confirmation(self.key).reference
        with self.records.store.session() as session:
            mine = enquiries.c.reference == reference
            row = session.execute(select(enquiries).where(mine)).one()
        keys = Keys.configured(self.app.extensions["signpost"].settings)
        return json.loads(keys.open(row.key_id, row.sealed))


def problems(response: TestResponse) -> dict[str, str]:
    """The error summary: where each line leads, and what it says."""
    return {href: html.unescape(text) for href, text in PROBLEM.findall(response.text)}
