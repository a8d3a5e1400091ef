"""Says whether the service can answer.

From outside an engine that loads and one that is dead look alike; the supervisor knows which it is.
"""

from __future__ import annotations

import json
import time

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from web.services import Services, services
from web.settings import Settings

routes = Blueprint("health", __name__, url_prefix="/health")


@routes.get("/live")
def live() -> ResponseReturnValue:
    """This process answers."""
    return jsonify(state="live")


@routes.get("/ready")
def ready() -> ResponseReturnValue:
    """Questions can be answered. Danger is answered in every state."""
    state = service_state(services())
    return jsonify(state=state), 200 if state == "ready" else 503


def service_state(services: Services) -> str:
    """One of: ready, loading, down, maintenance."""
    if services.is_closed:
        return "maintenance"
    state = services.engine.state()
    if state == "absent":
        return state_of_absent_engine(services.settings)
    return "loading" if state == "ready" and not services.door.is_open else state


def state_of_absent_engine(settings: Settings) -> str:
    """loading if the supervisor started the engine a short time ago, else down."""
    try:
        engine = json.loads(settings.engine_state.read_text())
        started, is_starting = float(engine["since"]), engine["state"] == "loading"
    except (OSError, ValueError, KeyError, TypeError):
        return "down"
    return "loading" if is_starting and time.time() - started < settings.engine_loading else "down"
