"""Logs: one JSON object a line, of closed fields, whoever writes it."""

from __future__ import annotations

import ast
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path

import pytest

from bot import logs
from tests.web.engine_double import EngineDouble
from web.settings import ROOT

CANARY = "canary-zebra"
ALWAYS = {"time", "level", "process", "event"}


def line_of(name: str, message: str, *args: object, **how: object) -> dict[str, str]:
    """The line that a logger called `name` makes of it."""
    record = logging.getLogger(name).makeRecord(name, logging.ERROR, "/x/y.py", 7, message, args, **how)
    return json.loads(Context().run(logs.Line("web").format, record))  # outside of any turn


def an_error() -> tuple:
    try:
        raise ValueError(f"cannot read {CANARY}")
    except ValueError:
        return sys.exc_info()


def test_our_own_line_has_a_fixed_sentence_and_closed_fields() -> None:
    said = {"reference": "K7M-4RX-P9T", "minutes": 16, "text": CANARY, "conversation": CANARY}
    line = line_of("web.delivery.alerts", "an enquiry waits", exc_info=None, extra=said)
    assert set(line) == ALWAYS | {"reference", "minutes"}
    assert line["event"] == "an enquiry waits"
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize("name", ["rasa.core.processor", "sanic.error", "root", "website", "sqlalchemy"])
def test_of_a_library_only_the_place_and_the_kind_of_error_are_kept(name: str) -> None:
    line = line_of(name, f"body={CANARY} %s", CANARY, exc_info=an_error(), extra={"reference": CANARY})
    assert CANARY not in json.dumps(line)
    assert set(line) == ALWAYS | {"logger", "place", "error"}
    assert (line["place"], line["error"]) == ("y.py:7", "ValueError")


def test_an_error_is_told_by_its_kind_and_place() -> None:
    error = an_error()[1]
    told = logs.kind_of(error)
    assert told["error"] == "ValueError"
    assert told["place"].startswith("test_logs.py:")
    assert CANARY not in str(told)


def calls_of_loggers() -> Iterator[tuple[str, ast.Call]]:
    for folder in logs.OURS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id in ("log", "logger")
                ):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def test_every_line_of_ours_is_a_fixed_sentence_and_passes_on_no_exception() -> None:
    found = dict(calls_of_loggers())
    assert len(found) > 10
    for place, call in found.items():
        *level, sentence = call.args
        assert isinstance(sentence, ast.Constant), f"{place}: the words must be fixed"
        assert len(level) <= (call.func.attr == "log"), f"{place}: values go into extra"
        assert {keyword.arg for keyword in call.keywords} <= {"extra"}, place
        for keyword in call.keywords:
            names = [key.value for key in getattr(keyword.value, "keys", []) if key]
            assert set(names) <= set(logs.FIELDS), f"{place}: {names}"


class Process:
    """A process of its own that has begun its logs and then runs `code`."""

    def __init__(self, code: str, **env: str) -> None:
        begun = f"import logging, threading, warnings\nfrom bot import logs\nlogs.begin('web')\n{code}"
        told = subprocess.run(
            [sys.executable, "-c", begun], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
        )
        self.lines = [json.loads(line) for line in told.stdout.splitlines()]
        self.errors = told.stderr


def test_a_process_writes_nothing_but_such_lines() -> None:
    said = Process(
        "logging.getLogger('rasa.x').warning('a %s', 'b')\n"
        "logging.getLogger('rasa.x').info('not told')\n"
        "logging.getLogger('web.x').info('not told')\n"
        "logging.getLogger('sanic.error').error('a')\n"
        "logging.getLogger('waitress.queue').warning('a')\n"
        "logging.getLogger('web.x').error('no value', extra={'minutes': object()})\n"
        "warnings.warn('deprecated')\n"
        f"t = threading.Thread(target=lambda: {{}}[{CANARY!r}]); t.start(); t.join()\n"
        f"raise ValueError({CANARY!r})"
    )
    assert said.errors == ""
    events = [logs.LIBRARY, logs.LIBRARY, "no value", "stopped by an error", "stopped by an error"]
    assert [line["event"] for line in said.lines] == events
    assert [line.get("error") for line in said.lines][3:] == ["KeyError", "ValueError"]
    assert CANARY not in str(said.lines)


def test_a_turn_has_a_line_of_its_own_only_where_that_is_asked_for() -> None:
    code = "logging.getLogger('bot.x').info('a turn was answered')"
    assert Process(code).lines == []
    assert [line["level"] for line in Process(code, SIGNPOST_LOG_LEVEL="info").lines] == ["info"]


def test_nobody_waits_for_a_line_that_cannot_be_written() -> None:
    said = Process("import os; os.close(1); logging.getLogger('web.x').error('a'); os.write(2, b'went on')")
    assert said.errors.startswith("went on")


@pytest.fixture
def seen(app, engine: EngineDouble, caplog: pytest.LogCaptureFixture) -> Iterator[list[tuple[str, str]]]:
    """Trace ids and events of the website's lines about turns."""
    caplog.set_level(logging.INFO, logger="web")
    lines: list[tuple[str, str]] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append((logs.trace(), record.msg))
    logging.getLogger("web").addHandler(handler)
    yield lines
    logging.getLogger("web").removeHandler(handler)


def test_each_turn_has_a_trace_of_its_own_that_the_engine_gets(send, engine: EngineDouble, seen) -> None:
    for _ in range(2):
        assert send(text="topic:scheme.what").status_code == 200
    traces = [trace for trace, event in seen if event == "a turn was answered"]
    assert len(set(traces)) == 2
    assert engine.traces[-2:] == traces


def test_a_trace_never_comes_from_the_visitor_and_never_goes_there(client, engine, seen) -> None:
    theirs = {logs.HEADER: "0123456789abcdef", "traceparent": "00-0123456789abcdef"}
    response = client.post("/api/v1/messages", json={"text": "topic:scheme.what"}, headers=theirs)
    # What other applications of these tests still have to erase says so in the same log.
    (trace,) = [trace for trace, event in seen if event == "a turn was answered"]
    assert trace != theirs[logs.HEADER]
    assert trace not in response.text + str(response.headers)
    page = client.post("/", data={"text": "topic:scheme.what"}, headers=theirs)
    assert not [trace for trace, _ in seen if trace and trace in page.text + str(page.headers)]


def test_what_is_not_a_trace_is_not_adopted() -> None:
    adopted: list[str] = []

    def adopt() -> None:
        for given in ("0123456789abcdef", "x" * 16, f"0123456789abcdef{CANARY}", "", None):
            logs.adopt_trace(given)
            adopted.append(logs.trace())

    thread = threading.Thread(target=adopt)
    thread.start()
    thread.join()
    assert adopted == ["0123456789abcdef", "", "", "", ""]


def test_a_log_is_added_to_and_makes_way_when_it_is_large(tmp_path: Path, monkeypatch) -> None:
    from web.processes.child import Child

    monkeypatch.setattr("web.processes.child.LARGEST_LOG", 12)
    child = Child("x", [sys.executable, "-c", "print('a line')"], {}, tmp_path / "log" / "x.log")
    for _ in range(3):
        child.start()
        child.stop()
    assert (tmp_path / "log" / "x.log").read_text() == "a line\n"
    assert (tmp_path / "log" / "x.log.1").read_text() == "a line\na line\n"
