"""Stores of conversations as they lie there, to look into while the service runs and after."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path

import psutil

from tests.servers import RedisServer
from tests.service import Service

IDLE, OLDEST = 20 * 60, 60 * 60  # seconds that a conversation may be kept


class Store(ABC):
    """`address` is what SIGNPOST_CONVERSATIONS takes."""

    address = ""

    @abstractmethod
    def everything(self) -> bytes:
        """All that stands in it, readable or not."""

    @abstractmethod
    def let_the_idle_time_pass(self) -> None:
        """As if nobody had written for twenty minutes."""


class File(Store):
    """SQLite, with its journals."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "conversations.db"
        self.address = f"sqlite:///{self._file}"

    def everything(self) -> bytes:
        return b"".join(part.read_bytes() for part in self._file.parent.iterdir())

    def let_the_idle_time_pass(self) -> None:
        with sqlite3.connect(self._file, timeout=10) as database:
            database.execute("UPDATE conversation_lives SET touched = touched - ?", (IDLE + 1,))
        database.close()


class InRedis(Store):
    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self.address = server.address

    def everything(self) -> bytes:
        return self._server.everything()

    def let_the_idle_time_pass(self) -> None:
        """Redis counts by itself: every key has a time to live, which ends now."""
        client = self._server.client
        for key in client.keys("*"):
            left = client.ttl(key)
            assert 0 < left <= (OLDEST if b"begun" in key else IDLE), key
            if b"begun" not in key:
                client.pexpire(key, 1)


def written_by(service: Service) -> bytes:
    """Every file of the service, and every other file that one of its processes may write to."""
    main = psutil.Process(service.process.pid)
    opened = {
        Path(file.path)
        for process in (main, *main.children(recursive=True))
        for file in process.open_files()
        if file.mode not in ("r", "rt")
    }
    own = {path for path in Path(service.folder.name).rglob("*") if path.is_file()}
    return b"\n".join(path.read_bytes() for path in own | opened if path.is_file())
