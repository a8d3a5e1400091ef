"""Tells people that an enquiry waits: by a log line, and by the force's own command or address."""

from __future__ import annotations

import json
import logging
import shlex
import subprocess

import requests

from bot.logs import kind_of
from web.delivery.within import within

SECONDS = 10  # that telling somebody may take

log = logging.getLogger(__name__)


class Alerts:
    """`operator` and `duty` are commands, which get JSON on standard input, or addresses to post it to."""

    def __init__(self, operator: str, duty: str = "") -> None:
        self._operator, self._duty = operator, duty or operator

    def tell(self, reference: str, state: str, minutes: int, reason: str, duty: bool = False) -> bool:
        """Whether somebody was told. Nothing of the enquiry is told but its reference and age."""
        told = {"reference": reference, "state": state, "minutes": minutes, "reason": reason}
        log.warning("an enquiry waits", extra=told)
        return self._reaches(self._duty if duty else self._operator, told)

    def warn(self, reason: str) -> bool:
        """Whether the operator was told of what will keep enquiries waiting, before one does."""
        told = {"reference": "", "state": "", "minutes": 0, "reason": reason}
        log.warning("enquiries will wait", extra=told)
        return self._reaches(self._operator, told)

    def trial(self, duty: bool = False) -> str:
        """Tell a contact that this is a test; gives what went wrong, by its name, or nothing."""
        told = {"reference": "", "state": "", "minutes": 0, "reason": "this is a test: no enquiry waits"}
        error = _failure(self._duty if duty else self._operator, told)
        return type(error).__name__ if error else ""

    def _reaches(self, whom: str, told: dict[str, str | int]) -> bool:
        error = _failure(whom, told) if whom else None
        if error:
            log.warning("an alert reached nobody", extra={"reference": told["reference"], **kind_of(error)})
        return error is None


def _failure(whom: str, told: dict[str, str | int]) -> Exception | None:
    """What went wrong in telling somebody."""
    try:
        within(SECONDS, lambda: _tell(whom, json.dumps(told).encode()))
    except (OSError, ValueError, subprocess.SubprocessError, requests.RequestException) as error:
        return error
    return None


def _tell(whom: str, told: bytes) -> None:
    if not whom.startswith(("http://", "https://")):
        subprocess.run(
            shlex.split(whom),
            input=told,
            timeout=SECONDS,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return
    with requests.Session() as session:
        session.trust_env = False
        kind = {"Content-Type": "application/json"}
        answer = session.post(whom, data=told, headers=kind, timeout=SECONDS, allow_redirects=False)
        if not answer.ok or answer.is_redirect:
            raise ValueError("not taken")
