"""Before anything is imported: no telemetry, one thread, no chatter, as in service. Then the real servers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.servers import PostgresServer, RabbitServer, RedisServer

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
TESTS_OWN = ("SIGNPOST_KILLS",)  # how often each step is killed (tests/delivery/test_kills.py)
for name in [name for name in os.environ if name.startswith("SIGNPOST_") and name not in TESTS_OWN]:
    del os.environ[name]  # a developer's own settings do not reach the tests


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    from tests.servers import RedisServer

    with RedisServer() as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    from tests.servers import PostgresServer

    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def rabbit() -> Iterator[RabbitServer]:
    from tests.servers import RabbitServer

    with RabbitServer() as server:
        yield server
