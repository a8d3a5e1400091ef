"""A stand-in for the dialogue engine: a real HTTP server that can answer, or fail in every way."""

from __future__ import annotations

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from bot.knowledge.path import PREFIX, read_path

SECRET = "secret-of-the-tests"

KINDS = {"safety": "safety", "chat": "small_talk", "scheme.start": "question"}
ASKED_FOR = re.compile(r"(topic|kind):([a-z_.0-9]+)")


def reply(topic: str, **fields: Any) -> dict[str, Any]:
    """A reference to a reply of data/, as the engine gives it."""
    kind = KINDS.get(topic) or KINDS.get(topic.split(".")[0], "answer")
    part = "immediate_danger" if kind == "question" else "answer"
    return {"kind": kind, "topic": topic, "part": part, "choices": [], **fields}


CHOICES = ["scheme.what", "concern.individual", "help.all"]
BY_KIND = {
    "answer": reply("scheme.what", choices=CHOICES),
    "clarify": reply("chat.unclear", kind="clarify", choices=CHOICES),
    "fallback": reply("chat.out_of_scope", kind="fallback", choices=CHOICES),
    "handover": reply("scheme.start", kind="handover", part="link"),
}

# What may go wrong, by name: status and body, or seconds to wait first.
FAILURES: dict[str, tuple[int, bytes]] = {
    "says nothing": (200, b""),
    "has no replies": (200, b'{"conversation": "k", "notice": null, "pinned": null, "replies": []}'),
    "is not JSON": (200, b"<html>"),
    "is cut short": (200, b'{"conversation": "k", "repl'),
    "is a list": (200, b"[]"),
    "has no key": (200, json.dumps({"replies": [reply("scheme.what")]}).encode()),
    "names no topic": (200, json.dumps({"conversation": "k", "replies": [reply("no.such")]}).encode()),
    "has a null topic": (
        200,
        json.dumps({"conversation": "k", "replies": [{"kind": "fallback", "topic": None}]}).encode(),
    ),
    "pins no topic": (
        200,
        json.dumps({"conversation": "k", "pinned": "no.such", "replies": [reply("scheme.what")]}).encode(),
    ),
    "fails": (500, b"Traceback: canary-of-the-engine"),
    "refuses us": (403, b'{"error": "forbidden"}'),
    "is overloaded": (503, b'{"error": "TimeoutError"}'),
    "moved": (302, b""),
}


class EngineDouble:
    """Use as a context manager. `behaviour` is "answers", a name in FAILURES, or one of
    "slow", "drips", "hangs up", "hangs up once", "loading", "broken", "not_offered", "busy"."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._released = threading.Event()
        self.reset()
        self._server = ThreadingHTTPServer((host, port), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://{host}:{self._server.server_port}"

    def reset(self) -> None:
        """As good as new; whatever is still waiting for an answer is cut off."""
        self._released.set()
        self._released = threading.Event()
        self.behaviour = "answers"
        self.delay = 5.0  # seconds, where it is slow
        self.has_actions, self.dropped = True, 0  # what it tells who watches
        self.received: list[tuple[str, dict[str, Any]]] = []  # (call, body)
        self.traces: list[str | None] = []  # of each turn
        self.conversations: set[str] = set()
        self._chosen: dict[str, dict[str, str]] = {}  # on the guided path, by conversation

    def __enter__(self) -> EngineDouble:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.reset()
        self._server.shutdown()
        self._server.server_close()

    @property
    def turns(self) -> list[dict[str, Any]]:
        """The messages it was asked to answer."""
        return [body for call, body in self.received if call == "turn"]

    def turn(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What a healthy engine answers: text "topic:x" or "kind:x" gets just that."""
        key, notice = body["conversation"], None
        if key not in self.conversations:
            key, notice = f"key-{uuid4().hex}", "expired" if key else None
            self.conversations.add(key)
        asked = ASKED_FOR.search(body.get("text", ""))
        topic = body.get("decided") or body.get("choice")
        if topic and topic.startswith((PREFIX, "scheme.start")):
            said = self._along_the_path(key, topic)
        elif topic:
            said = reply(topic, choices=CHOICES)
        elif asked and asked[1] == "topic":
            said = reply(asked[2], choices=CHOICES)
        else:
            said = BY_KIND.get(asked[2] if asked else "", reply("chat.unclear", kind="fallback"))
        pinned = said["topic"] if said["kind"] == "safety" else None
        return 200, {"conversation": key, "notice": notice, "pinned": pinned, "replies": [said]}

    def _along_the_path(self, key: str, choice: str) -> dict[str, Any]:
        """The first question that is not answered yet, or the hand-over with what was chosen."""
        chosen = self._chosen.setdefault(key, {})
        if choice.startswith(PREFIX):
            question, answer = choice.removeprefix(PREFIX).split(".")
            chosen[question] = answer
        for question in read_path().questions.values():
            if question.id not in chosen:
                return reply("scheme.start", part=question.id, choices=question.choices)
        return {**BY_KIND["handover"], "triage": chosen}

    def answer(self, call: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Status and body of any call. Raises ConnectionError to hang up."""
        if self.behaviour in FAILURES:
            return FAILURES[self.behaviour]
        if self.behaviour in ("not_offered", "busy") and call == "turn":
            return 409, {"error": self.behaviour}
        if self.behaviour in ("loading", "broken"):
            return 503, {"error": self.behaviour, "state": self.behaviour}
        if self.behaviour == "hangs up":
            raise ConnectionError
        if self.behaviour == "hangs up once":
            self.behaviour = "answers"
            raise ConnectionError
        if self.behaviour == "slow" and self._released.wait(self.delay):
            raise ConnectionError
        if call == "turn":
            return self.turn(body)
        if call == "health":
            return 200, {"state": "ready", "actions": self.has_actions, "dropped": self.dropped}
        known = body["conversation"] in self.conversations
        if call == "end":
            self.conversations.discard(body["conversation"])
            return 204, b""
        return (204 if known else 410), b""


def _handler(double: EngineDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: dict[str, Any]) -> None:
            call = self.path.removeprefix("/engine/")
            double.received.append((call, body))
            if call == "turn":
                double.traces.append(self.headers["X-Signpost-Trace"])
            try:
                if self.headers["X-Signpost-Secret"] != SECRET:
                    status, content = 403, {"error": "forbidden"}
                else:
                    status, content = double.answer(call, body)
                content = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self._write(content)
            except ConnectionError:
                self.close_connection = True

        def _write(self, content: bytes) -> None:
            if double.behaviour != "drips":
                self.wfile.write(content)
                return
            for byte in content:  # never quiet for long, and never done
                if double.behaviour != "drips":
                    raise ConnectionError
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.1)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
