"""Forms that are being filled in."""

from __future__ import annotations

import os
import time
from threading import Thread

from tests.store.examples import CANARY, Desk, answers
from web.store.drafts import Drafts, sweep
from web.store.retention import purge_log
from web.store.seals import Keys


def test_what_was_written_is_read_again(desk: Desk) -> None:
    key = desk.drafts.begin("handover-1", "cy", {"request_purpose": "ask_about_person"})
    first = desk.drafts.read(key)
    assert desk.drafts.write(key, lambda _: answers())
    draft = desk.drafts.read(key)
    assert draft.answers == answers()
    assert draft.triage == {"request_purpose": "ask_about_person"}
    assert (draft.handover_id, draft.language) == ("handover-1", "cy")
    assert draft.submission_id == first.submission_id


def test_of_two_pages_kept_at_once_neither_is_undone(desk: Desk) -> None:
    key = desk.draft()

    def keep(name: str) -> None:
        def change(kept: dict) -> dict:
            time.sleep(0.2)  # long enough for the other to read, if it may
            return {**kept, name: {}}

        assert desk.drafts.write(key, change)

    pages = [Thread(target=keep, args=[name]) for name in ("first", "second")]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert {"first", "second"} <= desk.drafts.read(key).answers.keys()


def test_an_unknown_key_opens_nothing(desk: Desk) -> None:
    assert desk.drafts.read("guessed") is None
    assert not desk.drafts.write("guessed", lambda _: answers())
    desk.drafts.erase("guessed")


def test_it_ends_after_an_hour_without_a_page(desk: Desk) -> None:
    key = desk.draft()
    desk.clock.on(minutes=59)
    assert desk.drafts.read(key)
    desk.clock.on(minutes=59)
    assert desk.drafts.read(key)
    desk.clock.on(minutes=61)
    assert desk.drafts.read(key) is None
    assert not desk.drafts.write(key, lambda _: answers())


def test_it_ends_after_four_hours_however_busy(desk: Desk) -> None:
    key = desk.draft()
    for _ in range(8):
        desk.clock.on(minutes=30)
        assert desk.drafts.read(key)
    desk.clock.on(minutes=1)
    assert desk.drafts.read(key) is None


def test_leaving_erases_it(desk: Desk) -> None:
    key = desk.draft()
    desk.drafts.erase(key)
    assert desk.drafts.read(key) is None


def test_what_has_ended_is_swept_and_written_down(desk: Desk) -> None:
    desk.draft()
    desk.clock.on(minutes=30)
    kept = desk.draft()
    desk.clock.on(minutes=31)
    assert sweep(desk.store, desk.clock()) == 1
    assert desk.drafts.read(kept)
    with desk.store.session() as session:
        assert [(row.what, row._mapping["count"]) for row in purge_log(session)] == [("drafts", 1)]


def test_neither_the_key_nor_an_answer_stands_in_the_files(desk: Desk, tmp_path) -> None:
    key = desk.draft()
    files = b"".join(file.read_bytes() for file in tmp_path.glob("enquiries.db*"))
    assert b"drafts" in files
    assert CANARY.encode() not in files
    assert key.encode() not in files


def test_a_draft_outlives_rotations_of_the_keys_for_as_long_as_a_form_may_take(desk: Desk) -> None:
    key = desk.draft()
    made = desk.keys.folder / "drafts"
    for hours_ago in (5, 0, 3.9):  # the last rotation was
        at = time.time() - hours_ago * 3600
        os.utime(made, (at, at))
        desk.keys.rotate()
        assert desk.drafts.read(key).answers == answers()
    at = time.time() - 4.1 * 3600
    os.utime(made, (at, at))
    desk.keys.rotate()
    assert len(made.read_text().split()) == 2
    assert desk.drafts.read(key) is None  # it has ended, and is not an empty form that the next page keeps
    assert not desk.drafts.write(key, lambda _: answers())


def test_another_installation_cannot_read_it(desk: Desk, tmp_path) -> None:
    key = desk.draft()
    others = Keys(tmp_path / "other", tmp_path / "other" / "private")
    others.make_missing()
    assert Drafts(desk.store, others, desk.clock).read(key) is None
