"""Somebody who fills in the form over HTTP, with invented answers, and tries again when it fails."""

from __future__ import annotations

import re

import requests

from tests.web.applicant import DECLARED, PAGES, START, TOKEN

PATIENCE = 60  # seconds; a busy machine is no failure
REFERENCE = re.compile(r"<strong>(TEST-\w{3}-\w{3}-\w{3})</strong>")


class Visitor:
    """Holds the one cookie, as a browser would. Everything may raise requests.RequestException."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._token = ""
        self._http = requests.Session()
        self._http.trust_env = False

    def fill_in(self, worry: str) -> None:
        """Every page, up to the one that sends."""
        self._post("start", START)
        self._token = TOKEN.search(self._get("about-you"))[1]
        for page, answers in {**PAGES, "reason": {"reason": worry}}.items():
            assert self._post(page, answers) == 303, page

    def send(self) -> str | None:
        """Press the button; the reference that the page then shows, None if it shows none."""
        self._post("send", DECLARED)
        return self.shown()

    def shown(self) -> str | None:
        found = REFERENCE.search(self._get("sent"))
        return found[1] if found else None

    def is_still_filled_in(self, worry: str) -> bool:
        """Whether every answer stands on the page that checks them."""
        return worry in self._get("check")

    def leave(self) -> None:
        self._http.post(f"{self._address}/exit", allow_redirects=False, timeout=PATIENCE)

    def _get(self, page: str) -> str:
        return self._http.get(f"{self._address}/enquiry/{page}", timeout=PATIENCE).text

    def _post(self, page: str, answers: dict) -> int:
        fields = {"csrf_token": self._token, **answers}
        address = f"{self._address}/enquiry/{page}"
        return self._http.post(address, data=fields, allow_redirects=False, timeout=PATIENCE).status_code
