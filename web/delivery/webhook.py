"""Sends an enquiry to a force's receiver."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import HTTPError

from web.delivery.outcomes import Reply
from web.delivery.signing import headers
from web.delivery.within import within

LONGEST_BODY = 64 * 1024  # bytes of a reply that are read
CONNECT = 5.0  # seconds


class Webhook:
    """One address. Proxies of the environment and redirects are not followed."""

    def __init__(self, url: str, key: tuple[str, bytes], timeout: float) -> None:
        self._url, self._key, self._timeout = url, key, timeout

    def send(self, submission_id: str, body: bytes) -> Reply | None:
        """What the receiver said; None where nothing came back within the time."""
        signed = headers(submission_id, body, self._key, int(time.time()))
        try:
            return within(self._timeout, lambda: self._post(body, signed))
        except (OSError, ValueError, HTTPError):  # whatever a broken connection makes of itself
            return None

    def _post(self, body: bytes, signed: dict[str, str]) -> Reply:
        deadline = time.monotonic() + self._timeout
        with requests.Session() as session:
            session.trust_env = False
            response = session.post(
                self._url,
                data=body,
                headers=signed,
                timeout=(min(CONNECT, self._timeout), self._timeout),
                allow_redirects=False,
                stream=True,
            )
            retry_after = seconds(response.headers.get("Retry-After", ""))
            return Reply(response.status_code, _read(response, deadline), retry_after)


def _read(response: requests.Response, deadline: float) -> bytes:
    body = b""
    while len(body) < LONGEST_BODY and (part := response.raw.read1(8192, decode_content=True)):
        body += part
        if time.monotonic() > deadline:
            raise TimeoutError
    return body


def seconds(retry_after: str) -> float:
    """Retry-After, which is a number of seconds or a date; 0 where it is neither."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - datetime.now(timezone.utc)).total_seconds())
