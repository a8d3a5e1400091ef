"""The people of these tests notice whatever goes wrong: a wait without an answer, and nonsense."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from types import SimpleNamespace

import pytest
import requests

from tests.scale.people import crowd

NONSENSE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\noops!"


@contextmanager
def website(answer: bytes) -> Iterator[SimpleNamespace]:
    """One that says `answer` to everybody; nothing at all if that is empty."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return
                if answer:
                    held[-1].recv(65536)
                    held[-1].sendall(answer)
                    held[-1].close()

        Thread(target=serve, daemon=True).start()
        yield SimpleNamespace(address=f"http://127.0.0.1:{server.getsockname()[1]}")
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("answer", [b"", NONSENSE], ids=["silence", "nonsense"])
def test_whoever_hangs_or_hears_nonsense_is_noticed(answer: bytes, monkeypatch) -> None:
    post = requests.Session.post
    monkeypatch.setattr(requests.Session, "post", lambda *a, **more: post(*a, **{**more, "timeout": 0.5}))
    with website(answer) as service, pytest.raises(AssertionError), crowd(service, 1) as talking:
        for _ in range(100):
            if talking.wrong:
                break
            talking.over.wait(0.1)
