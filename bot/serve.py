"""python -m bot.serve: the dialogue engine, with our logs from its first line."""

from __future__ import annotations

import argparse
import logging
from typing import Any, Dict

from bot import logs


def serve(model: str, host: str, port: int) -> None:
    """Serve until stopped. Where conversations are and who runs actions stands in bot/endpoints.yml."""
    logs.begin("engine")
    import structlog  # with Rasa, below: what they say while they load is logged as all else is

    structlog.configure(
        processors=[_without_values],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=True,
    )
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    from bot.endpoint import TracedActions

    endpoints = AvailableEndpoints.read_endpoints("bot/endpoints.yml")
    endpoints.action = TracedActions.like(endpoints.action)
    serve_application(
        model,
        interface=host,
        port=port,
        credentials="bot/credentials.yml",
        endpoints=endpoints,
        enable_api=False,
    )


def _without_values(_: Any, __: str, said: Dict[str, Any]) -> Dict[str, Any]:
    """Of what Rasa says by structlog: that it was said, and whether there was an error."""
    return {"msg": str(said["event"]), "exc_info": said.get("exc_info")}


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("-i", "--host", required=True)
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    serve(given.model, given.host, given.port)
