"""Sending an enquiry: whole and once, or not at all."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import event, select, text

from tests.store.examples import CANARY, Desk, answers
from web.store import audit, tallies
from web.store.engine import Store
from web.store.enquiries import Enquiries
from web.store.errors import NotSent, Unavailable
from web.store.tables import enquiries, outbox


def rows(desk: Desk, table) -> list:
    with desk.store.session() as session:
        return session.execute(select(table)).all()


def test_it_is_stored_queued_and_confirmed_and_the_draft_is_gone(desk: Desk) -> None:
    key = desk.draft()
    draft = desk.drafts.read(key)
    reference = desk.enquiries.submit(key, desk.submission(key))
    (row,) = rows(desk, enquiries)
    assert (row.reference, row.submission_id) == (reference, draft.submission_id)
    assert [queued.state for queued in rows(desk, outbox)] == ["queued"]
    assert desk.drafts.read(key) is None
    assert desk.enquiries.confirmation(key).reference == reference
    sent = json.loads(desk.keys.open(row.key_id, row.sealed))
    assert sent["meta"]["submission_reference"] == reference
    assert sent["meta"]["submitted_at"].startswith("2026-11-22T10:00")
    assert sent["meta"]["initial_checks_due_at"].startswith("2026-11-23T10:00")


def test_a_draft_that_was_not_sent_has_no_confirmation(desk: Desk) -> None:
    assert desk.enquiries.confirmation(desk.draft()) is None
    assert desk.enquiries.confirmation("guessed") is None


def test_sending_twice_gives_the_same_confirmation(desk: Desk) -> None:
    key = desk.draft()
    submission = desk.submission(key)
    first = desk.enquiries.submit(key, submission)
    assert desk.enquiries.submit(key, submission) == first
    assert desk.enquiries.submit(key, submission.stamped("TEST-AAA-AAA-AAA", desk.clock())) == first
    assert len(rows(desk, enquiries)) == len(rows(desk, outbox)) == 1


def test_sending_from_eight_threads_at_once_sends_once(desk: Desk) -> None:
    key = desk.draft()
    submission = desk.submission(key)
    together, got = Barrier(8), []

    def send() -> None:
        together.wait()
        got.append(desk.enquiries.submit(key, submission))

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert len(set(got)) == 1
    assert len(rows(desk, enquiries)) == 1


def test_a_reference_that_somebody_has_is_drawn_again(desk: Desk) -> None:
    taken = desk.send()
    key = desk.draft()
    submission = desk.submission(key).stamped(taken, desk.clock())
    reference = desk.enquiries.submit(key, submission)
    assert reference != taken
    assert reference.startswith("TEST-")
    row = next(row for row in rows(desk, enquiries) if row.reference == reference)
    assert json.loads(desk.keys.open(row.key_id, row.sealed))["meta"]["submission_reference"] == reference


def test_an_ended_draft_is_not_sent(desk: Desk) -> None:
    key = desk.draft()
    submission = desk.submission(key)
    desk.drafts.erase(key)
    with pytest.raises(NotSent):
        desk.enquiries.submit(key, submission)
    assert rows(desk, enquiries) == []


def test_a_full_disk_keeps_the_draft_and_says_not_sent(desk: Desk) -> None:
    key = desk.draft(answers(concern={"reason": f"{CANARY} " * 300}))
    submission = desk.submission(key)
    desk.store.engine.dispose()

    def no_more_pages(connection, _) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(desk.store.engine, "connect", no_more_pages)
    with pytest.raises(NotSent) as told:
        desk.enquiries.submit(key, submission)
    assert CANARY not in str(told.value)
    assert rows(desk, enquiries) == []
    event.remove(desk.store.engine, "connect", no_more_pages)
    desk.store.engine.dispose()
    assert desk.drafts.read(key).answers["concern"]["reason"].startswith(CANARY)
    assert desk.enquiries.submit(key, submission)


def test_a_database_that_is_away_says_not_sent(desk: Desk) -> None:
    key = desk.draft()
    submission = desk.submission(key)
    away = Enquiries(Store("postgresql://127.0.0.1:9/none"), desk.keys)
    with pytest.raises(NotSent):
        away.submit(key, submission)
    with pytest.raises(Unavailable):
        away.confirmation(key)
    assert desk.enquiries.submit(key, submission)


def test_a_database_that_another_process_keeps_locked_says_not_sent(desk, monkeypatch) -> None:
    key = desk.draft()
    submission = desk.submission(key)
    monkeypatch.setattr("web.store.engine.SECONDS_TO_WAIT", 0.1)
    waiting = Enquiries(Store(desk.settings.database_url), desk.keys)
    with desk.store.session() as session:
        session.execute(text("DELETE FROM events"))
        with pytest.raises(NotSent):
            waiting.submit(key, submission)
    assert waiting.submit(key, submission)


def test_without_a_key_nothing_is_sent(desk: Desk) -> None:
    key = desk.draft()
    submission = desk.submission(key)
    for file in desk.keys.folder.glob("*.public"):
        file.rename(file.with_suffix(".away"))
    with pytest.raises(NotSent):
        desk.enquiries.submit(key, submission)
    for file in desk.keys.folder.glob("*.away"):
        file.rename(file.with_suffix(".public"))
    assert desk.enquiries.submit(key, submission)


def test_the_website_can_send_without_the_private_key(desk: Desk) -> None:
    desk.keys.private.rename(desk.keys.private.with_name("elsewhere"))
    assert desk.send()


def test_no_typed_answer_stands_in_a_file_or_a_log(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.DEBUG)
    try:
        desk.send()
        key = desk.draft()
        submission = desk.submission(key)
        with desk.store.session() as session:
            session.execute(text("DROP TABLE outbox"))
        with pytest.raises(NotSent):
            desk.enquiries.submit(key, submission)
    finally:
        logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"enquiries" in kept
    assert CANARY.encode() not in kept
    assert caplog.records
    assert CANARY not in caplog.text
    assert key not in caplog.text


def test_it_is_counted_in_the_same_transaction(desk: Desk) -> None:
    desk.send()
    desk.send()
    with desk.store.session() as session:
        assert tallies.read(session) == {("example", "2026-W47"): {"submitted": 2}}


def test_a_trail_that_was_changed_is_noticed(desk: Desk) -> None:
    desk.send()
    (row,) = rows(desk, enquiries)
    with desk.store.session() as session:
        for name in ("shown", "exported"):
            audit.append(session, row.submission_id, desk.clock(), "A. Operator", name)
        assert audit.is_intact(session, row.submission_id)
    for change in (
        "UPDATE audit SET actor = 'B. Operator' WHERE event = 'shown'",
        "DELETE FROM audit WHERE event = 'shown'",
        "DELETE FROM audit WHERE event = 'exported'",  # the last
        "DELETE FROM audit",
    ):
        with desk.store.session() as session:
            session.execute(text(change))
            assert not audit.is_intact(session, row.submission_id)
            session.rollback()


def test_a_trail_goes_on_where_an_earlier_version_ended(desk: Desk) -> None:
    desk.send()
    (row,) = rows(desk, enquiries)
    with desk.store.session() as session:
        session.execute(text("UPDATE tombstones SET trail_ends = NULL"))
        audit.append(session, row.submission_id, desk.clock(), "A. Operator", "shown")
        assert audit.is_intact(session, row.submission_id)


def test_two_who_write_at_once_make_one_trail(desk: Desk) -> None:
    desk.send()
    (row,) = rows(desk, enquiries)

    def look() -> None:
        with desk.store.session() as session:
            audit.append(session, row.submission_id, desk.clock(), "B. Operator", "shown")

    second = Thread(target=look)
    with desk.store.session() as session:
        audit.append(session, row.submission_id, desk.clock(), "A. Operator", "shown")
        second.start()
        second.join(0.5)
        assert second.is_alive()  # it waits for the first
    second.join()
    with desk.store.session() as session:
        assert [entry.actor[0] for entry in audit.trail(session, row.submission_id)] == ["w", "A", "B"]
        assert audit.is_intact(session, row.submission_id)
