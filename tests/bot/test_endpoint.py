"""The engine's call of the action server: as Rasa makes it, with the trace of the turn beside the body."""

from __future__ import annotations

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from rasa.utils.endpoints import EndpointConfig

from bot import logs
from bot.endpoint import TracedActions

TRACE = "0123456789abcdef"


def test_the_trace_goes_as_a_header_and_stands_in_no_body() -> None:
    received: list[tuple[str | None, bytes]] = []

    class Actions(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.headers[logs.HEADER], body))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"events": [], "responses": []}')

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Actions) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/webhook"
        answered = asyncio.run(call(TracedActions.like(EndpointConfig(address))))
    assert answered == {"events": [], "responses": []}
    assert received == [(TRACE, json.dumps({"tracker": {}}).encode())]


async def call(actions: TracedActions) -> Any:
    logs.adopt_trace(TRACE)
    return await actions.request(json={"tracker": {}}, method="post", timeout=10)


def test_address_and_options_are_kept() -> None:
    configured = EndpointConfig("http://127.0.0.1:9/webhook", enable_selective_domain=True)
    ours = TracedActions.like(configured)
    assert ours == configured
    assert ours.kwargs == configured.kwargs == {"enable_selective_domain": True}


def test_an_action_server_is_there_when_it_says_so() -> None:
    class Actions(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/health" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Actions) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        there = TracedActions(f"http://127.0.0.1:{server.server_port}/webhook")
        assert asyncio.run(there.is_there())
    assert not asyncio.run(there.is_there()), "it has gone"
