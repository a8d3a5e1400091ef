"""A database that takes connections and does not answer: nobody who is in danger waits for it."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest
import requests
import waitress
from sqlalchemy import text

from tests.delivery.live import Process
from tests.servers import PostgresServer, until
from tests.service import free_port
from tests.web.applicant import START
from tests.web.doubles import create_test_app
from web.serve import options
from web.store.engine import SECONDS_TO_WAIT, Store, patient
from web.store.errors import Unavailable
from web.store.postgresql import GRACE

pytestmark = [pytest.mark.slow, pytest.mark.alone]

MORE_THAN_THREADS = 48
FROZEN = SECONDS_TO_WAIT + GRACE
SLACK = 10  # seconds, on a busy machine


def test_danger_is_answered_and_the_form_says_so_while_a_table_is_locked(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    url, port = postgres.fresh("hangs"), free_port()
    address = f"http://127.0.0.1:{port}"

    def serve() -> None:
        app = create_test_app(var=tmp_path, port=port, database=url)
        waitress.serve(app, **options(app.extensions["signpost"].settings))

    def start(_: int = 0) -> int:
        said = requests.post(f"{address}/enquiry/start", data=START, allow_redirects=False, timeout=120)
        return said.status_code

    def is_up() -> bool:
        try:
            return start() == 303
        except requests.ConnectionError:
            return False

    website = Process(serve)
    website.start()
    try:
        until(is_up, 60)
        locks = psycopg2.connect(url)
        locks.cursor().execute("LOCK TABLE drafts IN ACCESS EXCLUSIVE MODE")
        with ThreadPoolExecutor(MORE_THAN_THREADS) as people:
            waiting = [people.submit(start) for _ in range(MORE_THAN_THREADS)]
            time.sleep(1)
            began = time.monotonic()
            message = {"conversation": None, "text": "help now", "message_id": str(uuid4())}
            said = requests.post(f"{address}/api/v1/messages", json=message, timeout=120).json()
            seconds = time.monotonic() - began
            locks.rollback()
            told = [one.result() for one in waiting]
        assert said["replies"][0]["topic"] == "safety.immediate_danger"
        assert seconds < 2 * SECONDS_TO_WAIT + SLACK  # for a connection, then for an answer
        assert set(told) == {303, 503}  # the first were told; who came late had it after all
        assert start() == 303
        locks.close()
    finally:
        website.kill()
        website.wait()


def test_a_process_of_the_server_that_freezes_is_given_up_for_another(postgres: PostgresServer) -> None:
    store = Store(postgres.fresh("freezes"))
    frozen = []
    try:
        began = time.monotonic()
        with pytest.raises(Unavailable), store.session() as session:
            frozen.append(session.execute(text("SELECT pg_backend_pid()")).scalar())
            os.kill(frozen[0], signal.SIGSTOP)  # it keeps no limit that it was given
            session.execute(text("SELECT 1"))
        assert time.monotonic() - began < FROZEN + SLACK
        with store.session() as session:
            assert session.execute(text("SELECT pg_backend_pid()")).scalar() not in frozen
    finally:
        os.kill(frozen[0], signal.SIGCONT)
    store.close()


def test_a_server_that_takes_connections_and_is_frozen_is_given_up(postgres: PostgresServer) -> None:
    store = Store(postgres.fresh("frozen"))
    os.kill(postgres.process.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        with pytest.raises(Unavailable), store.session() as session:
            session.execute(text("SELECT 1"))
        assert time.monotonic() - began < FROZEN + SLACK
    finally:
        os.kill(postgres.process.pid, signal.SIGCONT)
    store.close()


def test_what_may_take_long_is_waited_for_and_that_patience_ends_with_it(postgres: PostgresServer) -> None:
    store = Store(postgres.fresh("patient"))
    longer = FROZEN + 1
    with store.session() as session:
        patient(session, 60)
        session.execute(text(f"SELECT pg_sleep({longer})"))
    with pytest.raises(Unavailable), store.session() as session:
        session.execute(text(f"SELECT pg_sleep({longer})"))
    store.close()
