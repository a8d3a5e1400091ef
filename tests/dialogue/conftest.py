"""One running service for all played conversations."""

from collections.abc import Iterator

import pytest

from tests.service import Conversation, Service


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    running = Service().start()
    try:
        running.wait_for(200)
        yield running
    finally:
        running.stop()


@pytest.fixture
def person(service: Service) -> Conversation:
    return Conversation(service)
