"""Keys, migrations, counts, retention and backups."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from nacl.exceptions import CryptoError
from sqlalchemy import event, inspect, select, text
from sqlalchemy.engine import Connection

from tests.delivery.killed import FINISHED, in_a_process
from tests.store.examples import CANARY, Desk
from web.delivery import outbox
from web.delivery.handwork import mark
from web.settings import ROOT, Settings
from web.store import audit, backup, tables, tallies
from web.store.engine import Store
from web.store.errors import KeysMissing, Unavailable
from web.store.events import EVENTS, Events
from web.store.migrations import migrate
from web.store.records import Records, open_parts
from web.store.retention import purge, purge_log
from web.store.seals import Keys
from web.store.tables import enquiries, metadata, tombstones

WEBSITE, OTHER = 64001, 64002  # numbers of accounts that nobody has


def test_half_a_key_is_none_and_is_named(desk: Desk) -> None:
    closed = desk.keys.seal(b"words")
    (public,), (private,) = desk.keys.folder.glob("*.public"), desk.keys.private.glob("*.private")
    uses = {
        public: lambda: desk.keys.seal(b"words"),
        private: lambda: desk.keys.open(*closed),
        desk.keys.folder / "drafts": desk.keys.drafts,
    }
    for file, use in uses.items():
        file.write_bytes(file.read_bytes()[:21])
        with pytest.raises(KeysMissing, match=f"{file} is damaged"):
            use()


def test_only_the_private_key_opens_and_only_what_is_unchanged(desk: Desk) -> None:
    key_id, sealed = desk.keys.seal(b"words")
    assert desk.keys.open(key_id, sealed) == b"words"
    with pytest.raises(CryptoError):
        desk.keys.open(key_id, sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(KeysMissing, match="elsewhere"):
        desk.keys.open("elsewhere", sealed)


def test_after_a_rotation_new_and_old_both_open(desk: Desk) -> None:
    old = desk.keys.seal(b"old")
    new_id = desk.keys.rotate()
    new = desk.keys.seal(b"new")
    assert new[0] == new_id != old[0]
    assert desk.keys.open(*old) == b"old"
    assert desk.keys.open(*new) == b"new"
    assert desk.keys.ids() == [old[0], new_id]


def test_what_opens_is_for_its_owner_alone_and_keys_are_made_once(desk: Desk) -> None:
    before = desk.keys.ids()
    desk.keys.make_missing()
    assert desk.keys.ids() == before
    (private,), (public,) = desk.keys.private.glob("*.private"), desk.keys.folder.glob("*.public")
    modes = {private: 0o600, desk.settings.var / "enquiries.db": 0o600}
    modes |= {public: 0o640, desk.keys.folder / "drafts": 0o640}
    assert {file: stat.S_IMODE(file.stat().st_mode) for file in modes} == modes


@pytest.fixture
def accounts() -> Iterator[Path]:
    """A folder that other accounts can come to; only root can become one."""
    if os.geteuid() != 0:
        pytest.skip("only root can try what another account may read")
    with TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def as_account(number: int, group: int, work: Callable[[], object]) -> str:
    def become() -> None:
        os.setgroups([])
        os.setgid(group)
        os.setuid(number)
        work()

    return in_a_process(become)


def test_what_root_rotates_the_service_can_use(accounts: Path) -> None:
    os.chown(accounts, WEBSITE, WEBSITE)
    keys = Keys(accounts / "keys", accounts / "keys" / "private")
    for owner in ("root", "service"):
        keys.make_missing() if owner == "root" else as_account(WEBSITE, WEBSITE, keys.rotate)
        keys.rotate()
        assert as_account(WEBSITE, WEBSITE, lambda: used(keys)) == FINISHED


def used(keys: Keys) -> None:
    assert keys.are_there and keys.can_open
    assert keys.drafts().encrypt(b"words")
    assert keys.open(*keys.seal(b"words")) == b"words"


def test_a_website_apart_from_delivery_can_close_and_cannot_open_what_root_rotates(accounts: Path) -> None:
    keys = Keys(accounts / "keys", accounts / "private-keys")
    for folder, owner, group, mode in ((keys.folder, 0, WEBSITE, 0o750), (keys.private, OTHER, OTHER, 0o700)):
        folder.mkdir()
        os.chown(folder, owner, group)
        folder.chmod(mode)
    keys.make_missing()
    keys.rotate()

    def as_website() -> None:
        assert keys.are_there and not keys.can_open
        assert keys.drafts().encrypt(b"words")
        with pytest.raises(Unavailable):
            keys.open(*keys.seal(b"words"))

    assert as_account(WEBSITE, WEBSITE, as_website) == FINISHED
    assert as_account(OTHER, WEBSITE, lambda: used(keys)) == FINISHED


def test_a_key_that_may_not_be_read_is_as_good_as_away(accounts: Path) -> None:
    os.chown(accounts, WEBSITE, WEBSITE)
    keys = Keys(accounts / "keys", accounts / "keys" / "private")
    keys.make_missing()
    for file in (keys.folder / "drafts", *keys.folder.glob("*.public"), *keys.private.iterdir()):
        os.chown(file, 0, 0)

    def as_service() -> None:
        assert not keys.are_there and not keys.can_open
        for use in (keys.drafts, lambda: keys.seal(b"words"), lambda: keys.open(keys.ids()[0], b"words")):
            with pytest.raises(Unavailable, match="Permission denied"):
                use()

    assert as_account(WEBSITE, WEBSITE, as_service) == FINISHED


def test_a_folder_for_keys_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keys = Keys(tmp_path / "file" / "keys", tmp_path)
    for make in (keys.make_missing, keys.rotate):
        with pytest.raises(Unavailable, match="Not a directory"):
            make()


def test_the_tables_are_those_of_the_migrations(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'x.db'}")
    migrate(store)
    migrate(store)
    found = inspect(store.engine)
    assert set(found.get_table_names()) == {*metadata.tables, "alembic_version"}
    for name, table in metadata.tables.items():
        columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
        assert columns == {column.name: column.nullable for column in table.columns}, name


def test_events_wait_in_memory_until_they_are_written_down(tmp_path: Path) -> None:
    records = Records(Settings(var=tmp_path), "example")
    for name in EVENTS:
        records.events.count(name)
    assert not (tmp_path / "enquiries.db").exists()
    records.keep_house()
    records.events.count("conversations")
    records.keep_house()
    with records.store.session() as session:
        (counted,) = tallies.read(session).values()
    assert counted == {**dict.fromkeys(EVENTS, 1), "conversations": 2}


def test_what_was_counted_last_is_written_down_when_the_website_stops(tmp_path: Path) -> None:
    website = """if True:
        import sys, time
        from pathlib import Path
        from web.settings import Settings
        from web.store import tallies
        from web.store.records import Records

        records = Records(Settings(var=Path(sys.argv[1])), "example")
        records.events.count("conversations")
        records.open()
        while True:
            with records.store.session() as session:
                if tallies.read(session):  # it went its first round
                    break
            time.sleep(0.05)
        records.events.count("conversations")
    """
    subprocess.run([sys.executable, "-c", website, str(tmp_path)], check=True, cwd=ROOT, timeout=120)
    with Records(Settings(var=tmp_path), "example").store.session() as session:
        (counted,) = tallies.read(session).values()
    assert counted == {"conversations": 2}


def test_an_error_does_not_end_the_keeping_of_the_house(tmp_path: Path, monkeypatch, caplog) -> None:
    def fails(_: Records) -> None:
        raise LookupError(CANARY)

    monkeypatch.setattr(Records, "keep_house", fails)
    records = Records(Settings(var=tmp_path), "example")
    records._round(records.keep_house)
    (logged,) = caplog.records
    assert logged.error == "LookupError"
    assert CANARY not in caplog.text


def test_two_that_begin_the_same_count_both_count(desk: Desk) -> None:
    row = {"force": "example", "week": "2026-W47", "name": "submitted", "count": 1}

    @event.listens_for(desk.store.engine, "savepoint", once=True)
    def another_is_quicker(connection: Connection, _: str) -> None:
        connection.execute(tables.events.insert().values(row))

    desk.send()
    with desk.store.session() as session:
        (counted,) = tallies.read(session).values()
    assert counted == {"submitted": 2}


def test_an_event_that_is_not_on_the_list_is_not_counted() -> None:
    with pytest.raises(ValueError, match="conversations"):
        Events().count("topic safety.child_self")


def received(desk: Desk) -> str:
    reference = desk.send()
    with desk.store.session() as session:
        mark(session, reference, "received", desk.clock(), "A. Operator", "read here", "F-1")
    return reference


def references(desk: Desk) -> list[str]:
    with desk.store.session() as session:
        return list(session.execute(select(enquiries.c.reference)).scalars())


def test_what_was_received_is_purged_after_its_days_and_nothing_else_ever(desk: Desk) -> None:
    gone, waiting = received(desk), desk.send()
    desk.clock.on(days=6)
    assert purge(desk.store, desk.clock(), 7) == 0
    desk.clock.on(days=1)
    assert purge(desk.store, desk.clock(), 7) == 1
    assert references(desk) == [waiting]
    desk.clock.on(days=1000)
    assert purge(desk.store, desk.clock(), 7) == 0
    assert references(desk) == [waiting]
    with desk.store.session() as session:
        logged = [(row.what, row._mapping["count"]) for row in purge_log(session)]
        assert logged == [("enquiries", 1), ("tombstones", 1)]
    assert gone not in references(desk)


def test_the_tombstone_stays_for_a_year(desk: Desk) -> None:
    key = desk.draft()
    submission = desk.submission(key)
    reference = desk.enquiries.submit(key, submission)
    with desk.store.session() as session:
        mark(session, reference, "received", desk.clock(), "A. Operator", "", "F-1")
    desk.clock.on(days=8)
    purge(desk.store, desk.clock(), 7)
    desk.clock.on(days=364)
    purge(desk.store, desk.clock(), 7)
    assert desk.enquiries.submit(key, submission) == reference
    with desk.store.session() as session:
        (stone,) = session.execute(select(tombstones)).all()
        trail = [row.event for row in audit.trail(session, stone.submission_id)]
    assert (stone.force_reference, trail[-1]) == ("F-1", "purged")
    desk.clock.on(days=2)
    purge(desk.store, desk.clock(), 7)
    assert desk.enquiries.confirmation(key) is None


def test_what_was_purged_is_overwritten(desk: Desk) -> None:
    received(desk)
    with desk.store.session() as session:
        sealed = session.execute(select(enquiries.c.sealed)).scalar_one()
    desk.clock.on(days=8)
    purge(desk.store, desk.clock(), 7)
    desk.store.close()
    kept = b"".join(file.read_bytes() for file in desk.settings.var.glob("enquiries.db*"))
    assert sealed[-64:] not in kept


def saved(desk: Desk) -> bytes:
    with desk.store.session() as session:
        return backup.save(session, desk.clock(), 28)


def restored(desk: Desk, content: bytes, after: timedelta = timedelta()) -> int:
    with desk.store.session() as session:
        return backup.restore(session, content, (desk.clock() + after).date()).count


def test_a_backup_brings_enquiries_back_with_their_trails(desk: Desk, tmp_path: Path) -> None:
    waiting, done = desk.send(), received(desk)
    desk.draft()
    content = saved(desk)
    assert CANARY.encode() not in content
    assert "drafts" not in json.loads(json.loads(content)["content"])["tables"]
    other = Desk(tmp_path / "other")
    assert restored(other, content) == 2
    assert restored(other, content) == 0
    assert set(references(other)) == {waiting, done}
    with other.store.session() as session:
        row = outbox.entry(session, waiting)
        assert row.state == "queued"
        assert audit.is_intact(session, row.submission_id)
        assert outbox.opened(session, desk.keys, row.submission_id)
        assert outbox.entry(session, done).force_reference == "F-1"


def test_what_is_not_whole_in_a_backup_is_left_out_and_named(desk: Desk, tmp_path: Path) -> None:
    """As one of an earlier version can be that read the tables while somebody sent: it lacks columns too."""
    whole, without_enquiry, without_place = desk.send(), desk.send(), desk.send()
    content = json.loads(json.loads(saved(desk))["content"])
    tables = content["tables"]
    ids = {row["reference"]: row["submission_id"] for row in tables["enquiries"]}
    for table, lost in (("enquiries", without_enquiry), ("outbox", without_place)):
        tables[table] = [row for row in tables[table] if row["submission_id"] != ids[lost]]
    for row in (*tables["outbox"], *tables["tombstones"]):
        for later in ("tried_since", "alarmed_at", "untold", "trail_ends"):
            row.pop(later, None)
    text_ = json.dumps(content)
    torn = json.dumps({"sha256": sha256(text_.encode()).hexdigest(), "content": text_}).encode()
    other = Desk(tmp_path / "other")
    with other.store.session() as session:
        done = backup.restore(session, torn, desk.clock().date())
        assert done == (1, sorted([without_enquiry, without_place]))
        assert audit.is_intact(session, ids[whole])
        assert session.execute(select(tombstones.c.reference)).scalars().all() == [whole]
    assert references(other) == [whole]


def test_what_was_purged_does_not_come_back(desk: Desk) -> None:
    received(desk)
    content = saved(desk)
    desk.clock.on(days=8)
    purge(desk.store, desk.clock(), 7)
    assert restored(desk, content) == 0
    assert references(desk) == []


def test_a_backup_has_a_life_and_a_seal(desk: Desk) -> None:
    desk.send()
    content = saved(desk)
    assert restored(desk, content, timedelta(days=28)) == 0
    with pytest.raises(backup.NotUsable, match="destroyed"):
        restored(desk, content, timedelta(days=29))
    for wrong in (content.replace(b"queued", b"mended"), b"{}", b"", b"[1]", b"\xff"):
        with pytest.raises(backup.NotUsable):
            restored(desk, wrong)


def test_processes_that_start_together_make_the_tables_and_keys_once(tmp_path: Path) -> None:
    def start() -> None:
        parts = open_parts(Settings(var=tmp_path))
        assert parts.drafts.read(parts.drafts.begin(None, "en"))

    with ThreadPoolExecutor(4) as pool:
        for started in [pool.submit(in_a_process, start) for _ in range(4)]:
            assert started.result() == FINISHED
    assert len(Keys.configured(Settings(var=tmp_path)).ids()) == 1


def test_tables_of_a_later_version_are_left_alone(desk: Desk) -> None:
    with desk.store.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="not of this version"):
        migrate(desk.store)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="Not a directory"):
        Records(Settings(var=tmp_path / "file"), "example").keep_house()


def test_a_database_that_is_away_loses_no_count_and_stops_nothing(tmp_path: Path) -> None:
    records = Records(Settings(var=tmp_path, database="postgresql://127.0.0.1:9/none"), "example")
    records.events.count("conversations")
    with pytest.raises(Unavailable):
        records.keep_house()
    assert records.events.take() == {"conversations": 1}
