"""Logs and figures of the running service: lines that a program can read, and a trace through all of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.logs import FIELDS
from tests.dialogue.test_guided_path import STRAIGHT, answer, is_handed_over
from tests.service import Conversation, Service

pytestmark = pytest.mark.slow
PROCESSES = {"web", "engine", "actions", "delivery"}


def lines(service: Service) -> list[dict[str, str]]:
    """Every line of every process; raises where one is no JSON."""
    files = sorted((Path(service.folder.name) / "log").glob("*.log"))
    assert {file.stem for file in files} == PROCESSES
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


@pytest.fixture(scope="module")
def said(service: Service) -> list[dict[str, str]]:
    """The lines after a hand-over, a question, danger, and what cannot be read."""
    person = Conversation(service)
    person.choose("scheme.start")
    answer(person, *STRAIGHT)
    assert is_handed_over(person)
    person.say("how long does it take")
    person.say("he is hurting my child now")
    service.send(conversation=person.key, choice="no.such.choice")
    service.http.post(f"http://127.0.0.1:{service.ports['actions']}/webhook", data="{", timeout=10)
    return lines(service)


def test_every_line_is_json_of_closed_fields(said: list[dict[str, str]]) -> None:
    for line in said:
        assert {"time", "level", "process", "event"} <= set(line)
        assert set(line) <= {"time", "level", "process", "event", "logger", "trace", *FIELDS}
        assert line["process"] in PROCESSES


def test_one_trace_goes_through_website_engine_and_action_server(said: list[dict[str, str]]) -> None:
    by_process = {
        process: {line["trace"] for line in said if line["process"] == process and "trace" in line}
        for process in ("web", "engine", "actions")
    }
    assert by_process["actions"]
    assert by_process["actions"] <= by_process["engine"] <= by_process["web"]
    assert len(by_process["web"]) > len(STRAIGHT)


def test_no_trace_stands_anywhere_but_in_the_logs(service: Service, said: list[dict[str, str]]) -> None:
    var = Path(service.folder.name)
    files = [file for file in var.rglob("*") if file.is_file() and file.parent.name != "log"]
    traces = {line["trace"].encode() for line in said if "trace" in line}
    for file in files:
        content = file.read_bytes()
        assert not [trace for trace in traces if trace in content], file


def test_the_service_tells_its_figures(service: Service, said: list[dict[str, str]]) -> None:
    told = service.figures()
    for what in ("engine", "actions"):
        assert re.search(rf'signpost_{what}_ready\{{engine="[^"]+"\}} 1\.0', told), told
    assert 'signpost_process_ready{name="Action server"} 1.0' in told
    assert service.http.get(f"{service.address}/metrics", timeout=10).status_code == 404
