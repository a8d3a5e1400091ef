"""Enquiries in a real PostgreSQL: what holds of SQLite holds here; nothing is lost when the server dies."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Thread
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import event

from tests.delivery import conftest, test_worker
from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.receiver import Receiver
from tests.delivery.test_process import Delivery
from tests.servers import PostgresServer, until
from tests.store import test_drafts, test_enquiries, test_migrations, test_upkeep
from tests.store.examples import CANARY, Desk
from web.delivery import outbox
from web.store import backup
from web.store.clock import now
from web.store.engine import Store
from web.store.errors import NotSent, Unavailable
from web.store.migrations import migrate

pytestmark = [pytest.mark.slow, pytest.mark.alone]

OF_FILES = {
    "test_neither_the_key_nor_an_answer_stands_in_the_files",
    "test_a_full_disk_keeps_the_draft_and_says_not_sent",
    "test_a_database_that_another_process_keeps_locked_says_not_sent",
    "test_no_typed_answer_stands_in_a_file_or_a_log",
    "test_what_was_purged_is_overwritten",
    "test_what_opens_is_for_its_owner_alone_and_keys_are_made_once",
}


def cases_of(suite: ModuleType) -> dict[str, Any]:
    """The tests of another module that work at a desk, by name."""
    found = {name: case for name, case in vars(suite).items() if name.lower().startswith("test")}
    return {
        name: case
        for name, case in found.items()
        if name not in OF_FILES and (inspect.isclass(case) or "desk" in inspect.signature(case).parameters)
    }


# What is tested with SQLite, with the desk below.
for suite in (test_drafts, test_enquiries, test_migrations, test_upkeep, test_worker):
    globals().update(cases_of(suite))
receiver, between = conftest.receiver, conftest.between


@pytest.fixture(scope="module")
def template(postgres: PostgresServer) -> str:
    """The name of a database with our tables, all empty."""
    store = Store(postgres.fresh("tables"))
    migrate(store)
    store.close()
    return "tables"


@pytest.fixture
def url(postgres: PostgresServer, template: str) -> str:
    return postgres.fresh("desk", template)


@pytest.fixture
def desk(url: str, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, url)
    yield desk
    desk.store.close()


def test_processes_that_start_together_make_the_tables_once(postgres: PostgresServer) -> None:
    url, together = postgres.fresh("new"), Barrier(4)
    failed: list[Exception] = []

    def start() -> None:
        store = Store(url)
        together.wait()
        try:
            migrate(store)
        except Exception as error:
            failed.append(error)
        store.close()

    threads = [Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert postgres.execute("SELECT count(*) FROM outbox", "new") == [(0,)]


def test_no_typed_answer_stands_in_the_servers_files(desk: Desk, postgres: PostgresServer) -> None:
    reference, key = desk.send(), desk.draft()
    postgres.execute("CHECKPOINT")
    files = [file for file in (postgres.folder / "data").rglob("*") if file.is_file()]
    kept = b""
    for file in files:
        with suppress(FileNotFoundError):  # the server replaces some of its own meanwhile
            kept += file.read_bytes()
    assert reference.encode() in kept
    assert CANARY.encode() not in kept
    assert key.encode() not in kept


def test_a_backup_shows_all_tables_at_one_moment(desk: Desk) -> None:
    """Somebody sends and an operator looks while the tables are read, one after the other."""
    first = desk.send()
    while_it_reads = []

    def send_another(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if "FROM enquiries" in statement and not while_it_reads:
            while_it_reads.append("begun")
            while_it_reads.append(desk.send())

    event.listen(desk.store.engine, "after_cursor_execute", send_another)
    with desk.store.session() as session:
        content = backup.save(session, desk.clock(), 28)
    event.remove(desk.store.engine, "after_cursor_execute", send_another)
    assert while_it_reads[1] in states(desk)
    tables = json.loads(json.loads(content)["content"])["tables"]
    assert {len(rows) for rows in tables.values()} == {1}
    assert tables["enquiries"][0]["reference"] == first


def test_two_delivery_processes_send_each_enquiry_once(desk: Desk, url: str, tmp_path: Path) -> None:
    desk.clock.at = now()
    sent = [desk.send() for _ in range(12)]
    with Receiver(tmp_path / "receiver.db", {KEY: SECRET}) as receiver:
        keys = f"{KEY}:{SECRET.decode()}"
        webhook = {"destination": "webhook", "webhook": receiver.address, "webhook_keys": keys}
        with Delivery(desk, database=url, **webhook), Delivery(desk, database=url, **webhook):
            until(lambda: len(receiver.accepted()) == len(sent), 120)
            until(lambda: set(states(desk).values()) == {"accepted"})
        taken = [one["meta"]["submission_reference"] for one in receiver.accepted()]
        assert sorted(taken) == sorted(sent)
        assert len(receiver.received) == len(sent)


def test_a_server_killed_before_sending_says_not_sent_and_loses_nothing(
    desk: Desk, postgres: PostgresServer
) -> None:
    key = desk.draft()
    submission = desk.submission(key)
    earlier = desk.send()
    postgres.kill()
    try:
        with pytest.raises(NotSent):
            desk.enquiries.submit(key, submission)
        with pytest.raises(Unavailable):
            desk.enquiries.confirmation(key)
    finally:
        postgres.start()
    assert desk.enquiries.confirmation(key) is None
    reference = desk.enquiries.submit(key, submission)
    assert desk.enquiries.submit(key, submission) == reference
    assert set(states(desk)) == {earlier, reference}


def test_a_server_killed_while_many_send_and_one_delivers(
    desk: Desk, postgres: PostgresServer, tmp_path: Path
) -> None:
    """Whoever was told a reference is delivered once; whoever was told "not sent" can send again."""
    with Receiver(tmp_path / "receiver.db", {KEY: SECRET}) as receiver:
        between = Between(desk, receiver.address)
        waiting = {key: desk.submission(key) for key in [desk.draft() for _ in range(16)]}
        told: dict[str, str] = {}
        refused: set[str] = set()
        begun = Barrier(5)

        def send(keys: list[str]) -> None:
            begun.wait()
            for key in keys:
                try:
                    told[key] = desk.enquiries.submit(key, waiting[key])
                except NotSent:
                    refused.add(key)

        keys = [*waiting]
        threads = [Thread(target=send, args=(keys[number::4],)) for number in range(4)]
        for thread in threads:
            thread.start()
        begun.wait()
        until(lambda: len(told) + len(refused) > 3)
        deliver_what_is_due(between)
        postgres.kill()
        for thread in threads:
            thread.join()
        postgres.start()
        for key in keys:
            again = desk.enquiries.submit(key, waiting[key])
            assert told.get(key, again) == again
            told[key] = again
        desk.clock.on(minutes=2)  # the lease of whoever was cut off ends
        until(lambda: deliver_what_is_due(between) and set(states(desk).values()) == {"accepted"})
        taken = [one["meta"]["submission_reference"] for one in receiver.accepted()]
    assert sorted(taken) == sorted(told.values()) == sorted(states(desk))


def deliver_what_is_due(between: Between) -> bool:
    """True once nothing is due any more; False where the database went away."""
    try:
        while between.worker.step():
            pass
    except Unavailable:
        return False
    return True


def states(desk: Desk) -> dict[str, str]:
    """How far each enquiry is, by reference."""
    with desk.store.session() as session:
        return {row.reference: row.state for row in outbox.entries(session)}
