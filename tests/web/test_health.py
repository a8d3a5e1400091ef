"""Whether the service can answer: ready, loading, down or maintenance."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble

NOW = time.time()


def told(app) -> tuple[int, str]:
    response = app.test_client().get("/health/ready")
    return response.status_code, response.get_json()["state"]


def test_live_says_only_that_we_are_there(without_engine) -> None:
    response = without_engine.get("/health/live")
    assert (response.status_code, response.get_json()) == (200, {"state": "live"})


@pytest.mark.parametrize(
    ("behaviour", "status", "state"),
    [
        ("answers", 200, "ready"),
        ("loading", 503, "loading"),
        ("fails", 503, "down"),
        ("broken", 503, "down"),
        ("refuses us", 503, "down"),
        ("hangs up", 503, "down"),
        ("slow", 503, "down"),
        ("is not JSON", 503, "down"),
    ],
)
def test_ready_follows_the_engine(engine: EngineDouble, behaviour, status, state) -> None:
    engine.behaviour = behaviour
    assert told(create_test_app(engine, engine_timeout=0.3)) == (status, state)


def test_an_engine_that_says_it_is_broken_is_not_waited_for(engine, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "engine.json").write_text(json.dumps({"state": "loading", "since": NOW}))
    engine.behaviour = "broken"
    assert told(create_test_app(engine, var=tmp_path)) == (503, "down")


def test_ready_waits_for_the_model_that_finds_names(engine: EngineDouble) -> None:
    app = create_test_app(engine, door_is_open=False)
    assert told(app) == (503, "loading")
    app.extensions["signpost"].door.load_names()
    assert told(app) == (200, "ready")


def test_maintenance_is_told_whatever_the_engine_does(engine: EngineDouble) -> None:
    assert told(create_test_app(engine, maintenance=True)) == (503, "maintenance")


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (None, "down"),
        ({"state": "loading", "since": NOW}, "loading"),
        ({"state": "loading", "since": NOW - 3600}, "down"),
        ({"state": "ready", "since": NOW}, "down"),
        ({"state": "down", "since": NOW}, "down"),
        ({"state": "late", "since": NOW}, "down"),
        ({"state": "stopped", "since": 0}, "down"),
        ({}, "down"),
        ([], "down"),
        ({"state": "loading", "since": None}, "down"),
    ],
)
def test_an_engine_that_is_not_there_may_be_on_its_way(tmp_path: Path, content, state: str) -> None:
    if content is not None:
        (tmp_path / "run").mkdir()
        (tmp_path / "run" / "engine.json").write_text(json.dumps(content))
    app = create_test_app(None, var=tmp_path)
    assert told(app) == (503, state)
    problem = app.test_client().post("/api/v1/messages", json={"text": "a"})
    assert (problem.status_code, problem.get_json()["state"]) == (503, state)
