"""Brings the database to the tables of this version. Steps are in versions/, numbered."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from web.store.engine import Store, patient
from web.store.errors import Unavailable

LOCK = 0x51670057  # of ours alone, among the advisory locks of a PostgreSQL server
SECONDS = 60  # that a step, or waiting for another process's, may take


def migrate(store: Store) -> None:
    """Apply the steps that are missing. Several processes may call it: one works, the rest wait.

    Raises Unavailable.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with store.session() as session:
        patient(session, SECONDS)
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise Unavailable(f"its tables are not of this version: {error}") from None
