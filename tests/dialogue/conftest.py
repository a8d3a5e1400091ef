"""One running service for all played conversations."""

from collections.abc import Iterator

import pytest

from tests.service import Conversation, Service, running


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """With a line in the logs for each turn: whatever must not be there is looked for in more of them."""
    with running(SIGNPOST_LOG_LEVEL="info") as service:
        yield service


@pytest.fixture
def person(service: Service) -> Conversation:
    return Conversation(service)
