"""What every template can use."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, g, request

from bot.knowledge.replies import emergency_contacts
from web import languages
from web.door import MAX_TEXT
from web.headers import nonce
from web.services import Services
from web.thread import thread_of_request

# Minutes after which a conversation ends, idle and at all; and when to warn of the first.
LIMITS = {"text": MAX_TEXT, "count_from": 1500, "idle": 20, "warn": 18, "session": 60}


def add_context(app: Flask, services: Services) -> None:
    """Strings, force, nonce and the like; and static addresses that change with the file."""

    @app.before_request
    def _choose_language() -> None:
        g.language = "en"
        if request.method == "GET":
            g.language = services.language(request.args.get("language"))
        elif request.mimetype == "application/x-www-form-urlencoded":
            g.language = services.language(request.form.get("language"))

    @app.context_processor
    def _context() -> dict[str, Any]:
        thread = thread_of_request()
        return {
            **languages.context_of(services),
            "thread": thread,
            "conversation": thread.conversation,
            "csp_nonce": nonce(),
            "cspNonce": nonce(),
            "force": services.library.force,
            "preview": not services.settings.is_production,
            "emergency": emergency_contacts(services.library),
            "limits": LIMITS,
            "path": request.path,
            "frame": "part.html" if request.headers.get("X-Signpost-Part") == "page" else "base.html",
        }

    @app.url_defaults
    def _version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["v"] = _hash(Path(app.static_folder or "") / values["filename"])


@lru_cache
def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "0"
