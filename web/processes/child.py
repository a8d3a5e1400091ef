"""One process of the service: how it is started, stopped, and asked how it is."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import requests

from web.processes.release import current, moved
from web.settings import ROOT

SECONDS_TO_STOP = 10
SECONDS_FOR_HEALTH = 1.0
LARGEST_LOG = 5_000_000  # bytes
PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None)


class Child:
    """One process, in a group of its own. It ends when we do, even if we are killed.

    `health` is the address that tells how it is, asked with `headers`; or the file that it touches once
    it does its work.
    """

    shares_its_port = False

    def __init__(
        self,
        name: str,
        command: list[str],
        env: dict[str, str],
        log: Path | None,
        health: str | Path = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._env = env
        self._health = health
        self._headers = headers
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = 0.0

    def start(self) -> None:
        """What it logs is added to its log; what it says to people (standard error) goes where ours does."""
        self._start(self._command)

    def _start(self, command: list[str], sockets: Sequence[socket.socket] = ()) -> None:
        self._begun = time.time()
        release = current()
        with self._opened_log() as output:
            self._process = subprocess.Popen(
                moved(command, release),
                cwd=release,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                pass_fds=[given.fileno() for given in sockets],
                start_new_session=True,
                preexec_fn=lambda: _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
            )

    def _opened_log(self) -> BinaryIO:
        """At its end. One that cannot be written is no reason not to start."""
        self.cut_log()
        with suppress(OSError):
            if self.log is not None:
                self.log.parent.mkdir(parents=True, exist_ok=True)
                return self.log.open("ab")
        return open(os.devnull, "ab")

    def cut_log(self) -> None:
        """Empty a log that has grown large, also under a process that writes to it; one copy is kept."""
        with suppress(OSError):
            if self.log is not None and self.log.stat().st_size > LARGEST_LOG:
                with suppress(OSError):  # a full disk has no room for the copy
                    shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)

    def become(self) -> None:
        """Go on as this process, with our own output: what a container or a unit of its own runs."""
        os.chdir(ROOT)
        os.execve(self._command[0], self._command, self._env)

    def health(self, seconds: float = SECONDS_FOR_HEALTH) -> str:
        """What it says of itself: a state, or ready where it has no word for it; "" if it says nothing."""
        if not self._health:
            return "ready"
        if isinstance(self._health, Path):
            return "ready" if self._was_touched(self._health) else ""
        try:
            with requests.Session() as session:
                session.trust_env = False  # a proxy named in the environment is not for this machine
                answer = session.get(self._health, headers=self._headers, timeout=seconds)
        except requests.RequestException:
            return ""
        try:
            return answer.json()["state"]
        except (ValueError, KeyError, TypeError):
            return "ready" if answer.ok else "down"

    def _was_touched(self, pulse: Path) -> bool:
        """Whether it was since we started it. One before us may have left it."""
        with suppress(OSError):
            return pulse.stat().st_mtime >= self._begun
        return False

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll() if self._process else None

    def ask_to_stop(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Wait until it has stopped; a process that does not is killed."""
        if not self._process:
            return
        try:
            self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    def _signal(self, number: int) -> None:
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, number)
