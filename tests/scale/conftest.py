"""One set of real servers, and a service of two engines, two action servers and two websites on them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bench.planned import planned
from tests.servers import PostgresServer, RabbitServer, RedisServer
from tests.service import Conversation, Service, running


@pytest.fixture(scope="session")
def large(redis: RedisServer, postgres: PostgresServer, rabbit: RabbitServer) -> Iterator[Service]:
    with running(**planned(redis, postgres, rabbit)) as service:
        all_ready(service)
        yield service


@pytest.fixture
def service(large: Service) -> Iterator[Service]:
    """Whole at the beginning of each test, and again after it."""
    yield large
    all_ready(large)


@pytest.fixture
def person(service: Service) -> Conversation:
    return Conversation(service)


def all_ready(service: Service) -> None:
    """Until every process does its work. The supervisor needs a moment to notice that one was killed."""
    ports = [service.ports[part] + number for part in ("engine", "actions") for number in (0, 1)]
    service.wait_until(lambda: all(map(service.listening, ports)))
    service.wait_until(lambda: len(service.listening(service.ports["web"])) == 2)
    service.wait_until(lambda: set(service.states().values()) == {"ready"})
