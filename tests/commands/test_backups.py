"""signpost backup into a folder: one file a time, and none kept past its day."""

from __future__ import annotations

import resource
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner

from tests.delivery.killed import FINISHED, in_a_process
from tests.store.examples import Desk
from web.commands import signpost
from web.commands.backups import write_private
from web.store import backup
from web.store.clock import now


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path / "var"))
    desk = Desk(tmp_path / "var")
    desk.clock.at = now()
    desk.send()
    return desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def saved(folder: Path) -> str:
    done = CliRunner().invoke(signpost, ["backup", str(folder)])
    assert done.exit_code == 0, done.output
    return done.output


def test_of_a_backup_that_finds_no_room_nothing_stays(folder: Path) -> None:
    def save() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))  # bytes of a file
        with pytest.raises(ClickException, match="was not written: File too large"):
            write_private(folder / "a.enquiries.json", b"sealed" * 100)

    assert in_a_process(save) == FINISHED
    assert list(folder.iterdir()) == []


def made_before(desk: Desk, file: Path, days: int) -> Path:
    with desk.store.session() as session:
        file.write_bytes(backup.save(session, now() - timedelta(days=days), 28))
    return file


def test_a_new_file_for_its_owner_alone(desk: Desk, folder: Path) -> None:
    said = saved(folder)
    (file,) = folder.iterdir()
    assert str(file) in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert CliRunner().invoke(signpost, ["restore", str(file)]).output.endswith("\nRestored: 0 enquiries.\n")


def test_backups_whose_day_has_come_are_destroyed_and_nothing_else(desk: Desk, folder: Path) -> None:
    over = made_before(desk, folder / "a.enquiries.json", 29)
    kept = made_before(desk, folder / "b.enquiries.json", 28)
    foreign = folder / "c.enquiries.json"
    foreign.write_text("no backup of ours")
    assert f"Destroyed: {over}" in saved(folder)
    assert not over.exists()
    assert kept.exists() and foreign.exists()
    assert len(list(folder.iterdir())) == 3
