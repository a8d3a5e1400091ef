"""A store, a receiver and a worker between them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

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


@pytest.fixture
def dripping() -> Iterator[str]:
    """The address of one that sends the headers of its answer letter by letter, and never all of them."""
    ended = Event()

    def drip(listening: socket.socket) -> None:
        with suppress(OSError):  # whoever asked has hung up, or nobody ever asked
            asking, _ = listening.accept()
            asking.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not ended.wait(0.05):
                asking.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)
        thread = Thread(target=drip, args=(listening,))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        ended.set()
        thread.join()
