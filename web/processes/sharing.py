"""Several processes on one port, which stays ours: none of them takes it away when it dies."""

from __future__ import annotations

import socket
from typing import Any

from web.processes.child import Child


class PortSharer(Child):
    """One of perhaps several processes that listen on `port`.

    Each gets a second port, on this machine alone, so that it can be asked how it is.
    """

    shares_its_port = True

    def __init__(self, *made_with: Any, port: socket.socket, path: str) -> None:
        """`made_with`: what a Child is made with; `path`: where it tells how it is."""
        super().__init__(*made_with)
        self._made_with, self._port, self._path = made_with, port, path

    def another(self) -> PortSharer:
        """One more of the same, not yet started."""
        return PortSharer(*self._made_with, port=self._port, path=self._path)

    def start(self) -> None:
        with socket.socket() as own:
            own.bind(("127.0.0.1", 0))
            self._health = f"http://127.0.0.1:{own.getsockname()[1]}{self._path}"
            sockets = (self._port, own)
            given = [word for one in sockets for word in ("--socket", str(one.fileno()))]
            self._start([*self._command, *given], sockets)


def open_port(host: str, port: int) -> socket.socket:
    """A port of our own, where nobody listens yet. Raises OSError if it is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
    except OSError:
        opened.close()
        raise
    return opened
