"""The units for one machine, read by systemd itself."""

from __future__ import annotations

import configparser
import subprocess
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY
from web.commands import signpost
from web.processes.watched import EXIT_CANNOT_WORK
from web.settings import ROOT, Settings

FOLDER = DEPLOY / "systemd"
SERVICES = sorted(file.name for file in FOLDER.glob("*.service"))
LARGEST_EXPOSURE = 20  # of 100, as systemd-analyze security counts


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units, with this folder in the place of /opt/signpost."""
    folder = tmp_path_factory.mktemp("units")
    for file in FOLDER.iterdir():
        (folder / file.name).write_text(file.read_text().replace("/opt/signpost", str(ROOT)))
    return folder


def analyze(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True, check=False)


def section(name: str, part: str) -> list[tuple[str, str]]:
    lines = (FOLDER / name).read_text().split(f"[{part}]\n")[1].split("\n[")[0].splitlines()
    return [tuple(line.split("=", 1)) for line in lines if "=" in line and not line.startswith("#")]


def test_systemd_understands_every_line(units: Path) -> None:
    done = analyze("verify", *sorted(units.iterdir()))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_may_do_little(units: Path, name: str) -> None:
    done = analyze("security", "--offline=yes", f"--threshold={LARGEST_EXPOSURE}", units / name)
    assert done.returncode == 0, done.stdout[-300:]
    settings = dict(section(name, "Service"))
    assert settings["User"].startswith("signpost")
    assert (settings["ProtectSystem"], settings["NoNewPrivileges"]) == ("strict", "yes")


@pytest.mark.parametrize("name", SERVICES)
def test_each_starts_a_command_of_ours(name: str) -> None:
    for key, line in section(name, "Service"):
        if key.startswith("Exec"):
            program, command, *_ = line.split()
            assert program == "/opt/signpost/.venv/bin/signpost"
            assert command in signpost.commands


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_come_as_credentials_of_which_each_has_its_own(name: str) -> None:
    given = {value for key, value in section(name, "Service") if key == "LoadCredential"}
    secrets = {f"SIGNPOST_{secret.upper()}" for secret in Settings().secret_names()}
    assert given == {
        "signpost.service": secrets,
        "signpost-delivery.service": {"SIGNPOST_DATABASE", "SIGNPOST_WEBHOOK_KEYS"},
        "signpost-backup.service": {"SIGNPOST_DATABASE"},
    }[name]
    assert "SIGNPOST_SECRETS=%d" in dict(section(name, "Service"))["Environment"]


def test_what_cannot_work_is_not_started_again_and_again() -> None:
    for name in ("signpost.service", "signpost-delivery.service"):
        settings = dict(section(name, "Service"))
        assert settings["Restart"] == "always"
        assert settings["RestartPreventExitStatus"] == str(EXIT_CANNOT_WORK)


def test_the_timer_is_for_the_backup() -> None:
    timer = configparser.ConfigParser()
    timer.read(FOLDER / "signpost-backup.timer")
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert "signpost-backup.service" in SERVICES
