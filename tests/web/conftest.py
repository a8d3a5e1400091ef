"""Fixtures: an engine that can misbehave, and a browser-like client in front of the application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble

Send = Callable[..., TestResponse]


@pytest.fixture(scope="session")
def running_engine() -> Iterator[EngineDouble]:
    with EngineDouble() as double:
        yield double


@pytest.fixture(scope="session")
def app(running_engine: EngineDouble) -> Flask:
    return create_test_app(running_engine)


@pytest.fixture
def engine(running_engine: EngineDouble) -> Iterator[EngineDouble]:
    """Healthy unless the test says otherwise."""
    yield running_engine
    running_engine.reset()


@pytest.fixture
def impatient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits 0.3 s for the engine, not 3: for tests of an engine that does not answer."""
    monkeypatch.setattr(app.extensions["signpost"].engine, "_timeout", 0.3)


@pytest.fixture
def client(app: Flask, engine: EngineDouble) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def send(client: FlaskClient) -> Send:
    """Sends a message by the JSON interface."""

    def post(**message: Any) -> TestResponse:
        return client.post("/api/v1/messages", json={"conversation": None, **message})

    return post


@pytest.fixture(scope="session")
def app_without_engine() -> Flask:
    return create_test_app(None)


@pytest.fixture
def without_engine(app_without_engine: Flask) -> FlaskClient:
    return app_without_engine.test_client()
