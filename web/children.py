"""The processes that make up the service, and how each is started and stopped."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from web.settings import ROOT, Settings

SECONDS_TO_STOP = 10
PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None)

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "OMP_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


class Child:
    """One process, in a group of its own. It ends when we do, even if we are killed."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], log: Path | None) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._env = env
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Its output goes to the log, written anew at each start, or to ours where it has none."""
        if self.log:
            self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log or os.devnull, "wb") as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=output if self.log else None,
                stderr=subprocess.STDOUT if self.log else None,
                start_new_session=True,
                preexec_fn=lambda: _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
            )

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll() if self._process else None

    def ask_to_stop(self) -> None:
        self._signal(signal.SIGTERM)

    def stop(self) -> None:
        """Wait until it has stopped; a process that does not is killed."""
        if not self._process:
            return
        try:
            self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def _signal(self, number: int) -> None:
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, number)


def website(settings: Settings, secret: str) -> Child:
    return Child("Website", [sys.executable, "-m", "web", "serve"], environment(secret), None)


def engine(settings: Settings, secret: str) -> Child:
    parts = urlsplit(settings.engine)
    command = [sys.executable, "-m", "rasa", "run", "--model", str(settings.model)]
    command += ["--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"]
    command += ["--port", str(parts.port), "-i", "127.0.0.1"]
    env = {
        **environment(secret),
        "SIGNPOST_ACTIONS_URL": f"{settings.actions}/webhook",
        **conversations(settings),
    }
    return Child("Dialogue engine", command, env, settings.var / "log" / "engine.log")


def conversations(settings: Settings) -> dict[str, str]:
    """Which store and locks the engine uses: what bot/endpoints.yml asks for."""
    address = settings.conversations.get_secret_value()
    engine = "Redis" if address.startswith("redis") else "SQL" if address else "Memory"
    return {
        "SIGNPOST_TRACKER_STORE": f"bot.stores.{engine.lower()}.{engine}Store",
        "SIGNPOST_LOCK_STORE": f"bot.locks.{'Redis' if engine == 'Redis' else 'Memory'}Locks",
        "SIGNPOST_CONVERSATIONS_URL": address or "memory",
    }


def action_server(settings: Settings, secret: str) -> Child:
    port = str(urlsplit(settings.actions).port)
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", port]
    env = {**environment(secret), "SANIC_HOST": "127.0.0.1"}
    return Child("Action server", command, env, settings.var / "log" / "actions.log")


def delivery(settings: Settings, secret: str) -> Child:
    return Child("Delivery", [sys.executable, "-m", "web", "deliver"], environment(secret), None)


def environment(secret: str) -> dict[str, str]:
    """Ours, with telemetry off and bytecode kept (without it a start takes four times as long)."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**env, **QUIET, "SIGNPOST_ENGINE_SECRET": secret}
