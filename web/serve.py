"""Runs the website: waitress, with nothing typed on disk and no visitor in a log."""

from __future__ import annotations

import logging
from typing import Any

import waitress

from web.app import MAX_BODY, create_app
from web.settings import Settings

# Larger bodies than MAX_BODY are read up to here, so that their sender is told in our words.
MAX_READ = 4 * MAX_BODY


def serve(settings: Settings) -> None:
    """Serve until stopped. Texts are answered once the model that finds names is loaded."""
    quiet_logs()
    app = create_app(settings)
    services = app.extensions["signpost"]
    services.door.open()
    services.records.open()
    waitress.serve(app, **options(settings))


def quiet_logs() -> None:
    """Warnings and errors, without the requests they belong to."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def options(settings: Settings) -> dict[str, Any]:
    """Settings of the waitress server."""
    return {
        "host": settings.host,
        "port": settings.port,
        "threads": settings.threads,
        "ident": None,
        "connection_limit": 500,
        "channel_timeout": 60,
        "max_request_header_size": 32 * 1024,
        "max_request_body_size": MAX_READ,
        # Above these sizes waitress would write a request or an answer to a temporary file.
        "inbuf_overflow": 2 * MAX_READ,
        "outbuf_overflow": 2 * MAX_READ,
        "expose_tracebacks": False,
        "log_socket_errors": False,
        # Where there are proxies create_app reads their headers; else nobody may send any.
        "clear_untrusted_proxy_headers": not settings.trusted_proxies,
    }
