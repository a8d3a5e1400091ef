"""Several releases on one machine: a fresh process is of the one that the link names when it starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.servers import until
from web.processes import release
from web.processes.child import Child

SAYS = "#!/bin/sh\necho $(basename $PWD) $(cat $1) > {told}\n"


@pytest.fixture
def opt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two releases, of which the first runs this code."""
    for tag in ("1.0", "2.0"):
        folder = tmp_path / "releases" / tag
        (folder / "web").mkdir(parents=True)
        (folder / "model").write_text(f"model of {tag}")
        (folder / "says").write_text(SAYS.format(told=tmp_path / "told"))
        (folder / "says").chmod(0o755)
    (tmp_path / "current").symlink_to("releases/1.0")
    monkeypatch.setattr(release, "ROOT", tmp_path / "releases" / "1.0")
    return tmp_path


def turn(opt: Path, tag: str) -> None:
    (opt / "current").unlink()
    (opt / "current").symlink_to(f"releases/{tag}")


def test_what_starts_after_the_link_was_turned_has_code_and_model_of_the_new_release(opt: Path) -> None:
    old, told = opt / "releases" / "1.0", opt / "told"
    engine = Child("Dialogue engine", [str(old / "says"), str(old / "model")], {}, None)
    for tag in ("1.0", "2.0", "1.0"):  # and back
        turn(opt, tag)
        engine.start()
        until(lambda: engine.exit_code == 0, 20)
        assert told.read_text() == f"{tag} model of {tag}\n"


def test_what_lies_elsewhere_is_left_there(opt: Path) -> None:
    turn(opt, "2.0")
    command = ["/usr/bin/python3", "-m", "bot.serve", "--model", "/srv/model.tar.gz", "--port", "8005"]
    assert release.moved(command, release.current()) == command


def test_a_link_to_nothing_changes_nothing(opt: Path) -> None:
    turn(opt, "3.0")
    assert release.current() == release.ROOT


def test_without_releases_there_is_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "current" / "web").mkdir(parents=True)
    monkeypatch.setattr(release, "ROOT", tmp_path / "signpost")
    assert release.current() == tmp_path / "signpost"
