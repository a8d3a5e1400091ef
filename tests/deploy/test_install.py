"""deploy/install.sh says what it waits for, and ends as what it ran ended."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY

UV = """#!/bin/sh
case "$1" in
    --version) echo uv 0 ;;
    python) echo /bin/sh ;;
    sync) sleep 2.5; mkdir -p .venv/bin; exit {status} ;;
esac
"""


def install(folder: Path, status: int) -> subprocess.CompletedProcess[str]:
    """In an empty folder, with a uv that takes its time."""
    (folder / "uv").write_text(UV.format(status=status))
    (folder / "uv").chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "TELL_EVERY": "1"}
    command = ["sh", str(DEPLOY / "install.sh")]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("status", [0, 2])
def test_it_says_again_and_again_what_it_does_and_for_how_long(tmp_path: Path, status: int) -> None:
    done = install(tmp_path, status)
    told = done.stdout.splitlines()
    assert "Installing: getting and unpacking the packages, 1 s so far ..." in told
    assert "Installing: getting and unpacking the packages, 2 s so far ..." in told
    assert (done.returncode == 0) == (status == 0)
    assert (told[-1] == "Installing: done.") == (status == 0)
    assert ("Cannot install" in done.stderr) == (status != 0)
