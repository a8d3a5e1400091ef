"""A store of an earlier version is brought up to this one with all that it holds."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from alembic import command
from sqlalchemy import Table, inspect, select, text
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from tests.store.examples import CANARY, Desk, answers
from tests.web.doubles import library
from web.delivery import outbox
from web.delivery.handwork import mark
from web.enquiry.handover import Handovers, record_of
from web.store import audit, tallies
from web.store.migrations import migrate
from web.store.retention import purge, purge_log
from web.store.tables import metadata

TRIAGE = {"immediate_danger": "no", "area": "this_force"}
FIRST = {"handovers", "drafts", "enquiries", "outbox", "pauses", "audit", "tombstones", "events", "purges"}


def as_the_first_version_left_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows in tables of the first version, without what came later; numbered anew."""
    with desk.store.session() as session:
        tables = {name: _rows(session, metadata.tables[name]) for name in FIRST}
    metadata.drop_all(desk.store.engine)
    with desk.store.session() as session:
        session.execute(text("DROP TABLE alembic_version"))
    with monkeypatch.context() as patched:
        to_head = command.upgrade
        patched.setattr(command, "upgrade", lambda config, _: to_head(config, "0001"))
        migrate(desk.store)
    there = inspect(desk.store.engine)
    assert {*there.get_table_names()} == {*FIRST, "alembic_version"}
    known = {name: {column["name"] for column in there.get_columns(name)} - {"place", "id"} for name in FIRST}
    with desk.store.session() as session:
        for name in sorted(FIRST, key="enquiries".__ne__):  # which the outbox refers to
            assert tables[name], name
            rows = [{column: row[column] for column in known[name]} for row in tables[name]]
            session.execute(metadata.tables[name].insert(), rows)


def _rows(session: Session, table: Table) -> list[RowMapping]:
    return session.execute(select(table).order_by(*table.primary_key)).mappings().all()


def received(desk: Desk) -> str:
    reference = desk.send()
    with desk.store.session() as session:
        mark(session, reference, "received", desk.clock(), "A. Operator", "read here", "F-1")
    return reference


def test_what_the_first_version_kept_is_read_by_this_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    handovers = Handovers(SimpleNamespace(store=desk.store), desk.clock)
    token = handovers.offer(record_of(library(), TRIAGE, "en", desk.clock()))
    received(desk)
    purge(desk.store, desk.clock(), 0)
    draft, sent = desk.draft(), desk.draft()
    waiting = desk.enquiries.submit(sent, desk.submission(sent))
    done = received(desk)
    with desk.store.session() as session:
        outbox.pause(session, "first", desk.clock(), "not_let_in 401")
        counted, erased = tallies.read(session), len(purge_log(session))

    as_the_first_version_left_it(desk, monkeypatch)
    migrate(desk.store)

    assert desk.drafts.read(draft).answers == answers()
    assert desk.enquiries.confirmation(sent).reference == waiting
    assert handovers.redeem(token).triage == TRIAGE
    with desk.store.session() as session:
        assert (tallies.read(session), len(purge_log(session))) == (counted, erased)
        assert outbox.paused(session) == {"first"}
        assert outbox.entry(session, done).force_reference == "F-1"
        row = outbox.entry(session, waiting)
        assert CANARY in outbox.opened(session, desk.keys, row.submission_id).decode()
        mark(session, waiting, "received", desk.clock(), "A. Operator", "read here", None)  # it goes on
        assert [entry.event for entry in audit.trail(session, row.submission_id)][-1] == "accepted"
        assert audit.is_intact(session, row.submission_id)
