"""Runs the website: waitress, with nothing typed on disk and no visitor in a log."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Sequence
from typing import Any

import waitress

from bot import logs
from bot.knowledge import Library
from web.app import MAX_BODY, create_app
from web.exporter import export
from web.settings import Settings

# Larger bodies than MAX_BODY are read up to here, so that their sender is told in our words.
MAX_READ = 4 * MAX_BODY


def serve(settings: Settings, library: Library, sockets: Sequence[int] = ()) -> None:
    """Serve until stopped. Texts are answered once the model that finds names is loaded.

    `sockets` are the open ports that a supervisor gave us, if any. Asked to stop, what was begun is answered.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logs.begin("web")
    app = create_app(settings, library)
    services = app.extensions["signpost"]
    services.door.open()
    services.records.open()
    export(services)
    waitress.serve(app, **options(settings, sockets))


def options(settings: Settings, sockets: Sequence[int] = ()) -> dict[str, Any]:
    """Settings of the waitress server."""
    if sockets:
        listens = {"sockets": [socket.socket(fileno=number) for number in sockets]}
    else:
        listens = {"host": settings.host, "port": settings.port}
    return {
        **listens,
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
