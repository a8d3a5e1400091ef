"""deploy/systemd/signpost-release: a folder for each release, and a link that is turned and turned back."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY
from web.settings import ROOT

SCRIPT = (DEPLOY / "systemd" / "signpost-release").read_text()
MAKEFILE = """install:
\tmkdir -p .venv/bin && cp /bin/true .venv/bin/python && cp /bin/true .venv/bin/signpost
train:
\tmkdir -p models && cat words > models/signpost.tar.gz
"""
SYSTEMCTL = """#!/bin/sh
echo "$* $(cat {opt}/current/words)" >> {opt}/asked
[ "$1" != reload ] || ! grep -q bad {opt}/current/words
"""
Release = Callable[..., subprocess.CompletedProcess[str]]


def run(*command: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def opt(tmp_path: Path) -> Path:
    """In the place of /opt/signpost: a source with the releases 1.0, 2.0 and bad, and none made yet."""
    source = tmp_path / "source"
    source.mkdir()
    run("git", "init", "--quiet", cwd=source)
    (source / "Makefile").write_text(MAKEFILE)
    for tag in ("1.0", "2.0", "bad"):
        (source / "words").write_text(f"words of {tag}")
        run("git", "add", ".", cwd=source)
        who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
        run("git", *who, "commit", "--quiet", "--no-verify", "-m", tag, cwd=source)
        run("git", "tag", tag, cwd=source)
    (tmp_path / "systemctl").write_text(SYSTEMCTL.format(opt=tmp_path))
    (tmp_path / "systemctl").chmod(0o755)
    return tmp_path


@pytest.fixture
def release(opt: Path) -> Release:
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        script = SCRIPT.replace("/opt/signpost", str(opt))
        path = f"{opt}:{os.environ['PATH']}"
        return run("sh", "-c", script, "signpost-release", *words, cwd=opt, PATH=path)

    return command


def in_use(opt: Path) -> str:
    return (opt / "current" / "words").read_text()


def asked(opt: Path) -> list[str]:
    """What systemd was asked to do, and which words were in use then."""
    lines = (opt / "asked").read_text().splitlines()
    return [line for line in lines if not line.startswith("is-active")]


def test_a_release_is_made_beside_the_one_that_runs_then_switched_to_and_back(opt, release) -> None:
    for tag in ("1.0", "2.0"):
        assert release("install", tag).returncode == 0
    assert not (opt / "current").exists(), "nothing is switched so far"
    assert release("switch", "1.0").returncode == 0
    assert release("switch", "2.0").returncode == 0
    assert in_use(opt) == "words of 2.0"
    assert (opt / "releases" / "1.0" / "words").read_text() == "words of 1.0", "as its processes know it"
    assert release("back").returncode == 0
    assert in_use(opt) == "words of 1.0"
    assert asked(opt)[-2:] == ["reload signpost words of 1.0", "restart signpost-delivery words of 1.0"]


def test_one_that_does_not_come_up_is_left_for_the_one_before(opt: Path, release: Release) -> None:
    for tag in ("1.0", "bad"):
        release("install", tag)
    release("switch", "1.0")
    told = release("switch", "bad")
    assert (told.returncode, "bad does not come up" in told.stderr) == (1, True)
    assert in_use(opt) == "words of 1.0"
    assert asked(opt)[-1] == "reload signpost words of 1.0", "those that were replaced are replaced once more"


def test_one_that_could_not_be_made_leaves_nothing(opt: Path, release: Release) -> None:
    assert release("install", "9.9").returncode != 0
    assert [*(opt / "releases").iterdir()] == []
    told = release("switch", "9.9")
    assert (told.returncode, "signpost-release install 9.9" in told.stderr) == (1, True)
    assert "no release before" in release("back").stderr


def test_one_that_is_there_is_never_made_over(opt: Path, release: Release) -> None:
    """Processes may be running in it."""
    release("install", "1.0")
    (opt / "releases" / "1.0" / "words").write_text("in use")
    assert release("install", "1.0").returncode == 1
    assert (opt / "releases" / "1.0" / "words").read_text() == "in use"


def test_the_runbook_says_how_to_come_and_go() -> None:
    part = (ROOT / "docs" / "runbook.md").read_text().split("## A new model or version")[1].split("\n## ")[0]
    named = re.findall(r"^    signpost-release (\w+)", part, re.M)
    assert named == ["install", "switch", "back"]
    assert all(f"signpost-release {word}" in SCRIPT for word in named)
