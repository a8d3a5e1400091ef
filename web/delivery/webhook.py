"""Sends an enquiry to a force's receiver."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests

from web.delivery.outcomes import Reply
from web.delivery.signing import headers
from web.delivery.within import within

LONGEST_BODY = 64 * 1024  # bytes of a reply that are read
CONNECT = 5.0  # seconds


class Webhook:
    """One address. Proxies of the environment and redirects are not followed.

    `authority`: who vouches for the receiver's certificate, where not one of those that all know.
    `certificate`: our own, with its key, for a receiver that asks for one.
    """

    def __init__(
        self,
        url: str,
        key: tuple[str, bytes],
        timeout: float,
        authority: Path | None = None,
        certificate: Path | None = None,
    ) -> None:
        self._url, self._key, self._timeout = url, key, timeout
        self._verify = str(authority) if authority else True
        self._certificate = str(certificate) if certificate else None

    def send(self, submission_id: str, body: bytes) -> Reply:
        """What the receiver said, or what went wrong before it had said anything within the time."""
        signed = headers(submission_id, body, self._key, int(time.time()))
        try:
            return within(self._timeout, lambda: self._post(body, signed))
        except Exception as error:  # whatever a broken connection makes of itself
            return Reply(0, error=cause(error))

    def _post(self, body: bytes, signed: dict[str, str]) -> Reply:
        deadline = time.monotonic() + self._timeout
        with requests.Session() as session:
            session.trust_env = False
            session.verify, session.cert = self._verify, self._certificate
            response = session.post(
                self._url,
                data=body,
                headers=signed,
                timeout=(min(CONNECT, self._timeout), self._timeout),
                allow_redirects=False,
                stream=True,
            )
            retry_after = seconds(response.headers.get("Retry-After", ""))
            ahead = -until(response.headers.get("Date", ""))
            return Reply(response.status_code, _read(response, deadline), retry_after, ahead=ahead)


def _read(response: requests.Response, deadline: float) -> bytes:
    body = b""
    while len(body) < LONGEST_BODY and (part := response.raw.read1(8192, decode_content=True)):
        body += part
        if time.monotonic() > deadline:
            raise TimeoutError
    return body


def seconds(retry_after: str) -> float:
    """Retry-After, which is a number of seconds or a date; 0 where it is neither. Never raises."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    return max(0.0, until(retry_after))


def until(date: str) -> float:
    """Seconds from now to the date of a header, below 0 if it is past; 0 where it is none. Never raises."""
    with suppress(Exception):  # a date that cannot be is no reason to doubt what else was said
        moment = parsedate_to_datetime(date)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        return (moment - datetime.now(timezone.utc)).total_seconds()
    return 0.0


def cause(error: Exception) -> str:
    """The name of what went wrong: SSLError, NewConnectionError ... Its words could name too much."""
    beneath = getattr(error.args[0] if error.args else None, "reason", None)
    return type(beneath if isinstance(beneath, Exception) else error).__name__
