"""An end to what may take for ever: a receiver that drips its headers restarts every wait of a library."""

from __future__ import annotations

from collections.abc import Callable
from concurrent import futures
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` gives or raises; TimeoutError if it takes longer, and then it is left to itself."""
    done: futures.Future[Result] = futures.Future()
    Thread(target=_do, args=(work, done), daemon=True).start()
    try:
        return done.result(seconds)
    except futures.TimeoutError:
        raise TimeoutError from None


def _do(work: Callable[[], Result], done: futures.Future[Result]) -> None:
    try:
        done.set_result(work())
    except Exception as error:
        done.set_exception(error)
