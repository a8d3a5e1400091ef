"""The processes that make up the service, and what each is started with."""

from __future__ import annotations

import os
import socket
import sys
from urllib.parse import urlsplit

from web.processes.child import Child
from web.processes.sharing import PortSharer
from web.settings import Settings

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "OMP_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
COUNTS = "PROMETHEUS_MULTIPROC_DIR"
SEVERAL_IN_ONE = "SANIC_WORKERS"  # would split an engine into processes that know nothing of each other


def website(settings: Settings, secret: str, port: socket.socket, number: int = 0) -> Child:
    """One of the processes that answer on `port`."""
    env = environment(settings, secret, "engine_secret", "rate_limit_store", "database")
    env.update(counting_together(settings))
    command = [sys.executable, "-m", "web", "serve"]
    log = settings.var / "log" / f"web{_suffix(number)}.log"
    return PortSharer(_named("Website", number), command, env, log, port=port, path="/health/ready")


def counting_together(settings: Settings) -> dict[str, str]:
    """Several processes of one website write what they count to files, so that each can tell the sum."""
    return {COUNTS: str(settings.counts)} if settings.metrics_port and settings.workers > 1 else {}


def engine(settings: Settings, secret: str, number: int = 0) -> Child:
    """The engine at that place in SIGNPOST_ENGINE, with the action server of the same place."""
    port = urlsplit(settings.engine_addresses[number]).port
    actions = settings.action_addresses
    command = [sys.executable, "-m", "bot.serve", "--model", str(settings.model)]
    command += ["--port", str(port), "-i", settings.inner_host]
    env = {
        **environment(settings, secret, "engine_secret", "events"),
        "SIGNPOST_ACTIONS_URL": f"{actions[number % len(actions)]}/webhook",
        **conversations(settings),
    }
    return Child(
        _named("Dialogue engine", number),
        command,
        env,
        settings.var / "log" / f"engine{_suffix(number)}.log",
        health=f"http://{_to_ask(settings.inner_host)}:{port}/engine/health",
        headers={"X-Signpost-Secret": secret},
    )


def conversations(settings: Settings) -> dict[str, str]:
    """Which store and locks the engine uses: what bot/endpoints.yml asks for."""
    address = settings.conversations.get_secret_value()
    engine = "Redis" if address.startswith("redis") else "SQL" if address else "Memory"
    return {
        "SIGNPOST_TRACKER_STORE": f"bot.stores.{engine.lower()}.{engine}Store",
        "SIGNPOST_LOCK_STORE": f"bot.locks.{'Redis' if engine == 'Redis' else 'Memory'}Locks",
        "SIGNPOST_CONVERSATIONS_URL": address or "memory",
    }


def action_server(settings: Settings, secret: str, number: int = 0) -> Child:
    port = urlsplit(settings.action_addresses[number]).port
    command = [sys.executable, "-m", "actions", "--port", str(port)]
    env = {**environment(settings, secret), "SANIC_HOST": settings.inner_host}
    return Child(
        _named("Action server", number),
        command,
        env,
        settings.var / "log" / f"actions{_suffix(number)}.log",
        health=f"http://{_to_ask(settings.inner_host)}:{port}/health",
    )


def delivery(settings: Settings, secret: str) -> Child:
    env = environment(settings, secret, "database", "webhook_keys")
    log = settings.var / "log" / "delivery.log"
    command = [sys.executable, "-m", "web", "deliver"]
    return Child("Delivery", command, env, log, health=settings.delivery_pulse)


def _named(name: str, number: int) -> str:
    return f"{name} {number + 1}" if number else name


def _suffix(number: int) -> str:
    return f"-{number + 1}" if number else ""


def _to_ask(host: str) -> str:
    """Where one asks a process that listens on `host`."""
    return "127.0.0.1" if host == "0.0.0.0" else host


def environment(settings: Settings, secret: str, *needs: str) -> dict[str, str]:
    """Ours, with telemetry off and bytecode kept (without it a start takes four times as long).

    Of the secrets a process gets those alone that it `needs`; `secret` is the engine's for this run.
    """
    secrets = {name: getattr(settings, name).get_secret_value() for name in settings.secret_names()}
    secrets["engine_secret"] = secret
    left_out = {"PYTHONDONTWRITEBYTECODE", SEVERAL_IN_ONE, "SIGNPOST_SECRETS", *map(variable, secrets)}
    env = {name: value for name, value in os.environ.items() if name.upper() not in left_out}
    return {**env, **QUIET, **{variable(name): secrets[name] for name in needs}}


def variable(name: str) -> str:
    """A setting's name in the environment."""
    return f"SIGNPOST_{name.upper()}"
