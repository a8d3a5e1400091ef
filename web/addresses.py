"""Where the engines are: a name that stands for several of them is looked up again and again."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from urllib.parse import urlsplit

SECONDS_KNOWN = 5.0  # after which a name is looked up again


class Addresses:
    """Every engine there is now, each with an address of its own.

    What is configured stands for itself, but a name (of a headless service, say) for all that answer to it:
    a connection that is kept would never reach those that came later.
    """

    def __init__(self, configured: Sequence[str]) -> None:
        self._configured, self._found = [*configured], [*configured]
        self._known: dict[str, list[str]] = {}  # by name, as last looked up
        self._due = 0.0 if any(map(_is_a_name, configured)) else float("inf")
        self._once = Lock()
        self._looking = ThreadPoolExecutor(1, thread_name_prefix="names")  # nobody waits for it

    def now(self) -> list[str]:
        """The addresses as last looked up; the same list as before where nothing has changed."""
        with self._once:
            if time.monotonic() >= self._due:
                self._due = float("inf")
                self._looking.submit(self.look)
        return self._found

    def look(self) -> None:
        """Look each name up; what cannot be found stays where it was."""
        try:
            for address in filter(_is_a_name, self._configured):
                try:
                    self._known[address] = _behind(address)
                except OSError:
                    self._known.setdefault(address, [address])
            found = [one for address in self._configured for one in self._known.get(address, [address])]
            if found != self._found:
                self._found = found
        finally:
            self._due = time.monotonic() + SECONDS_KNOWN


def _is_a_name(address: str) -> bool:
    """Whether the host is one that a name server may know; with TLS the certificate is for the name."""
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.hostname in (None, "localhost"):
        return False
    try:
        ipaddress.ip_address(parts.hostname)
    except ValueError:
        return True
    return False


def _behind(address: str) -> list[str]:
    """The address of each server of that name, in one family: a server has one of each. Raises OSError."""
    parts = urlsplit(address)
    port = parts.port or 80
    told = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    hosts = sorted({place[0] for family, *_, place in told if family == told[0][0]})
    return [f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}" for host in hosts]
