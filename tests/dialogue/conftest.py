"""One running service for all played conversations."""

from collections.abc import Iterator

import pytest

from tests.service import Conversation, Service, running


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    with running() as service:
        yield service


@pytest.fixture
def person(service: Service) -> Conversation:
    return Conversation(service)
