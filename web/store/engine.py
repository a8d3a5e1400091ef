"""The database: a SQLite file in var/, or PostgreSQL where SIGNPOST_DATABASE names one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from web.store.errors import Unavailable

PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",  # what is committed outlives a power cut
    "secure_delete=ON",  # what is deleted is overwritten
)
SECONDS_TO_WAIT = 5  # for another writer, for a connection, or for a server to answer


class Store:
    """A database. `url` as SQLAlchemy writes them. Raises Unavailable for one that cannot be used."""

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            wanted = "an address such as postgresql://user:password@host/name"
            raise Unavailable(f"SIGNPOST_DATABASE is not {wanted}") from None
        if parsed.get_backend_name() == "sqlite":
            self.engine = _sqlite(url, Path(parsed.database or ""))
        else:
            from web.store.postgresql import connected  # its driver is loaded only where it is used

            self.engine = connected(url, **_everywhere())
        self._sessions = sessionmaker(self.engine, future=True, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on an error.

        Raises Unavailable, or IntegrityError where a row is there already.
        """
        try:
            with self._sessions.begin() as session:
                yield session
        except IntegrityError:
            raise
        except (SQLAlchemyError, self.engine.dialect.dbapi.Error) as error:
            raise Unavailable(type(error).__name__) from None

    def close(self) -> None:
        self.engine.dispose()


def patient(session: Session, seconds: int) -> None:
    """Let the statements of this transaction take so long, where a server would else cut them off."""
    if session.get_bind().dialect.name == "postgresql":
        for limit in ("statement_timeout", "lock_timeout"):
            session.execute(text(f"SET LOCAL {limit} = '{seconds}s'"))
        session.connection().connection.dbapi_connection.patience = seconds


def _everywhere() -> dict[str, Any]:
    return {"future": True, "hide_parameters": True, "pool_timeout": SECONDS_TO_WAIT}


def _sqlite(url: str, file: Path) -> Engine:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise Unavailable(f"{file}: {error.strerror}") from None
    waits = {"timeout": SECONDS_TO_WAIT, "check_same_thread": False}
    engine = create_engine(url, poolclass=QueuePool, connect_args=waits, **_everywhere())

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # else the driver begins later than we say
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A transaction that becomes a writer half-way would fail instead of waiting its turn.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
