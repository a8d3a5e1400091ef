"""A force's receiver as the contract describes it, which can also answer everything else.

Alone: python -m tests.delivery.receiver PORT FILE ID:SECRET
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import jsonschema_rs

from web.submission.schema import schema

SKEW = 300  # seconds


@dataclass(frozen=True)
class Answer:
    """How to answer. `accepts`: the enquiry is taken, whatever is said of it."""

    status: int = 202
    body: bytes | None = None  # None: what the contract says
    headers: dict[str, str] = field(default_factory=dict)
    accepts: bool = True
    seconds: float = 0.0  # before anything is said
    drip: float = 0.0  # between the bytes of the body
    drops: bool = False  # hangs up without a word


REFUSES = Answer(accepts=False)


class Receiver:
    """Takes signed enquiries, each once, and keeps them in a SQLite file that outlives it.

    `tick` is called between its steps: a test may end the process there. `is_production`: it takes no tests
    of a preview. `ahead`: by how many seconds its clock is wrong.
    """

    def __init__(
        self,
        file: Path,
        secrets: dict[str, bytes],
        port: int = 0,
        tick: Callable[[str], None] = lambda step: None,
        is_production: bool = False,
    ) -> None:
        self.file, self.secrets, self.tick = file, secrets, tick
        self.is_production, self.ahead = is_production, 0.0
        self.answer = Answer()
        self.received: list[dict[str, str]] = []  # headers of everything that came
        with self._open() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS accepted "
                "(key TEXT PRIMARY KEY, digest TEXT, reference TEXT, body BLOB, at REAL)"
            )
        handler = type("Handler", (_Handler,), {"receiver": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/csods"

    def __enter__(self) -> Receiver:
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def accepted(self) -> list[dict]:
        """Every enquiry that was taken, in the order it came."""
        with self._open() as database:
            return [json.loads(body) for (body,) in database.execute("SELECT body FROM accepted ORDER BY at")]

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, dict]:
        """Status and body, as the contract says."""
        if not self._is_signed(headers, body):
            return 401, {"error": "signature"}
        try:
            sent = json.loads(body)
            _validator().validate(sent)
        except (ValueError, jsonschema_rs.ValidationError):
            return 422, {"error": "schema"}
        if self.is_production and sent["meta"]["is_preview"]:
            return 422, {"error": "a test of a preview"}
        key, digest = headers["idempotency-key"], hashlib.sha256(body).hexdigest()
        if key != sent["meta"]["submission_id"]:
            return 422, {"error": "idempotency key"}
        self.tick("checked")
        with self._open() as database:
            reference = "F-" + digest[:8]
            database.execute(
                "INSERT INTO accepted VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (key, digest, reference, body, time.time()),
            )
            self.tick("written")
            kept = database.execute("SELECT digest, reference FROM accepted WHERE key = ?", (key,))
            found = kept.fetchone()
        self.tick("stored")
        if found[0] != digest:
            return 409, {"error": "another body under this key"}
        return 202, {"status": "accepted", "force_reference": found[1]}

    def _is_signed(self, headers: dict[str, str], body: bytes) -> bool:
        secret = self.secrets.get(headers.get("x-key-id", ""))
        stamp = headers.get("x-timestamp", "")
        if secret is None or not stamp.isdigit() or abs(self.time() - int(stamp)) > SKEW:
            return False
        expected = "v1=" + hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected, headers.get("x-signature", ""))

    def time(self) -> float:
        return time.time() + self.ahead

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, timeout=10)


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        receiver, answer = self.receiver, self.receiver.answer
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        receiver.received.append(headers)
        receiver.tick("read")
        status, said = receiver.take(headers, body) if answer.accepts else (answer.status, {})
        time.sleep(answer.seconds)
        if answer.drops:
            self.close_connection = True
            return
        is_ours = answer == Answer()
        self._say(status if is_ours else answer.status, json.dumps(said).encode(), answer)

    def _say(self, status: int, said: bytes, answer: Answer) -> None:
        body = said if answer.body is None else answer.body
        self.send_response(status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.receiver.tick("answering")
        for at in range(0, len(body), 1 if answer.drip else len(body) or 1):
            self.wfile.write(body[at : at + 1] if answer.drip else body)
            time.sleep(answer.drip)
        self.receiver.tick("answered")

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(self.receiver.time())

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            """Whoever sent it did not wait for the answer."""

    def log_message(self, *_: object) -> None:
        """Nothing that is sent is logged."""


@lru_cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema())


if __name__ == "__main__":
    port, file, pair = sys.argv[1:]
    key_id, _, secret = pair.partition(":")
    Receiver(Path(file), {key_id: secret.encode()}, int(port)).server.serve_forever()
