"""python -m actions: the action server, with our logs from its first line."""

from __future__ import annotations

import argparse
import os
from typing import Any

from bot import logs


def serve(host: str, port: int) -> None:
    """Serve every action of this package until stopped."""
    logs.begin("actions")
    from rasa_sdk.endpoint import create_app  # what it says while it loads is logged as all else is

    app = create_app("actions", cors_origins="")

    @app.on_request
    async def _same_turn(request: Any) -> None:
        logs.adopt_trace(request.headers.get(logs.HEADER))

    app.run(host, port, access_log=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    serve(os.environ.get("SANIC_HOST", "127.0.0.1"), parser.parse_args().port)
