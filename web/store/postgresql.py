"""PostgreSQL, and how long we wait for it: whoever waits keeps a thread that could answer danger."""

from __future__ import annotations

import select
from typing import Any

from psycopg2 import OperationalError
from psycopg2.extensions import POLL_OK, POLL_READ, POLL_WRITE, connection, set_wait_callback
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from web.store.engine import SECONDS_TO_WAIT

GRACE = 1  # seconds more, in which a server that is well says itself that the time is over
MILLISECONDS = SECONDS_TO_WAIT * 1000
LIMITS = {
    "options": f"-c statement_timeout={MILLISECONDS} -c lock_timeout={MILLISECONDS}",
    "tcp_user_timeout": MILLISECONDS,
    "keepalives_idle": SECONDS_TO_WAIT,
    "keepalives_interval": 1,
}


class Connection(connection):
    """`patience`: seconds without a word, after which its server counts as frozen."""

    patience = SECONDS_TO_WAIT


def connected(url: str, **how: Any) -> Engine:
    """An engine of SQLAlchemy, every wait of which has an end."""
    set_wait_callback(_wait)
    limits = {**LIMITS, "connection_factory": Connection}
    engine = create_engine(url, pool_pre_ping=True, connect_args=limits, **how)

    @event.listens_for(engine, "reset")
    def _as_before(given_back: Connection, _: Any) -> None:
        given_back.patience = SECONDS_TO_WAIT

    return engine


def _wait(waiting: connection) -> None:
    """In place of psycopg2's own wait, which has no end. An error closes the connection."""
    seconds = waiting.patience + GRACE if isinstance(waiting, Connection) else None
    events = {POLL_READ: select.POLLIN, POLL_WRITE: select.POLLOUT}
    while (wanted := waiting.poll()) != POLL_OK:
        ready = select.poll()
        ready.register(waiting.fileno(), events[wanted])
        if not ready.poll(seconds and seconds * 1000):
            raise OperationalError("the server does not answer")
