"""One service in a folder: whoever runs it holds a lock there, with the number of its process."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path


class RunsAlready(Exception):
    """Another process holds the lock."""


class Lone:
    """Held while the context lasts, or until the process ends, however it ends. Raises RunsAlready."""

    def __init__(self, var: Path) -> None:
        self._file = _lock_of(var)

    def __enter__(self) -> Lone:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._held = self._file.open("ab", buffering=0)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._held.close()
            raise RunsAlready from None
        self._held.truncate(0)
        with suppress(OSError):  # a full disk: the lock itself needs no room
            self._held.write(str(os.getpid()).encode())
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()


def running_in(var: Path) -> int | None:
    """The number of the process that holds the lock; None where nobody does, or it had no room for it."""
    try:
        with _lock_of(var).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return int(_lock_of(var).read_text() or 0) or None
    except FileNotFoundError:
        pass
    return None


def _lock_of(var: Path) -> Path:
    return var / "run" / "service.lock"
