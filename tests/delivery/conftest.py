"""A store, a receiver and a worker between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.receiver import Receiver
from tests.store.examples import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    with Receiver(tmp_path / "receiver.db", {KEY: SECRET}) as receiver:
        yield receiver


@pytest.fixture
def between(desk: Desk, receiver: Receiver) -> Between:
    return Between(desk, receiver.address)
