"""Logs: one JSON object a line, of closed fields. What is not in FIELDS reaches no line.

Our own code logs a fixed sentence and, as `extra`, fields of FIELDS. What a library says may hold anything
(Rasa's errors quote whole conversations), so of that only its place in the library's code and the kind of
error are kept. The standard library is enough for it: structlog, which Rasa brings, would make each start
of the website slower.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import sys
import threading
import time
from contextvars import ContextVar
from datetime import datetime, timezone
from types import TracebackType
from typing import Optional

OURS = ("web", "bot", "actions")
FIELDS = (
    "error",  # kind of error
    "place",  # file and line in the code
    "problem",  # name of a problem (web/problems.py)
    "milliseconds",
    "action",
    "dropped",  # events that the broker was not told of
    "reference",  # of an enquiry; with it state, minutes and reason
    "state",
    "minutes",
    "reason",  # words of ours: of an outcome of delivery, or why the store cannot be used
)
LIBRARY = "message of a library"
LEVEL = "SIGNPOST_LOG_LEVEL"  # info: also one line for each turn
HEADER = "X-Signpost-Trace"

_CUT_OFF = ("sanic.root", "sanic.error", "sanic.access")  # from the root logger, by Rasa
_SILENT = ("py.warnings", "waitress.queue")  # deprecations; each wait for a free thread
_TRACE = re.compile(r"[0-9a-f]{16}")
_trace: ContextVar[str] = ContextVar("trace", default="")


def begin(process: str) -> None:
    """From now on everything that this process logs goes to standard output, under this name."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Line(process))
    handler.addFilter(lambda record: "/tensorflow/" not in record.pathname)  # unused, and noisy
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(os.environ.get(LEVEL, "warning").upper())
    for name in _CUT_OFF:
        logging.getLogger(name).handlers = [handler]
        logging.getLogger(name).propagate = False
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be written is left out; nobody waits for it
    sys.excepthook = _last_words
    threading.excepthook = lambda died: _last_words(died.exc_type, died.exc_value, died.exc_traceback)


class Line(logging.Formatter):
    """One record as one line of JSON."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, timezone.utc)
        line = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
        }
        if record.name.partition(".")[0] in OURS:
            line["event"] = str(record.msg)
            line.update((name, getattr(record, name)) for name in FIELDS if hasattr(record, name))
        else:
            line.update(event=LIBRARY, logger=record.name, place=f"{record.filename}:{record.lineno}")
            if record.exc_info and record.exc_info[0]:
                line["error"] = record.exc_info[0].__name__
        if trace := _trace.get():
            line["trace"] = trace
        return json.dumps(line, default=lambda value: type(value).__name__)


def kind_of(error: BaseException) -> dict[str, str]:
    """What may be told of an error: its kind and place. Its words may hold what somebody typed."""
    told = {"error": type(error).__name__}
    if (at := error.__traceback__) is not None:
        while at.tb_next:
            at = at.tb_next
        told["place"] = f"{os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}"
    return told


def milliseconds_since(begun: float) -> int:
    """`begun` as time.perf_counter() gave it."""
    return round((time.perf_counter() - begun) * 1000)


def trace() -> str:
    """The id of the turn that is being answered here; empty outside of one."""
    return _trace.get()


def new_trace() -> None:
    """Give the request that begins here an id of its own. It is chance, and stands for nobody."""
    _trace.set(secrets.token_hex(8))


def adopt_trace(given: Optional[str]) -> None:
    """Go on under the id that another process of ours has sent with its request."""
    _trace.set(given if given and _TRACE.fullmatch(given) else "")


def _last_words(
    kind: type[BaseException], error: Optional[BaseException], _: Optional[TracebackType]
) -> None:
    """In place of a traceback, whose words may hold values."""
    if error is not None and not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("bot.logs").critical("stopped by an error", extra=kind_of(error))
