"""The units for one machine, read by systemd itself."""

from __future__ import annotations

import configparser
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY, environment_file
from web.commands import signpost
from web.processes.watched import EXIT_CANNOT_WORK
from web.safeguards import unsafe
from web.settings import ROOT, Settings

FOLDER = DEPLOY / "systemd"
UNITS = sorted(file for kind in ("service", "timer") for file in FOLDER.glob(f"*.{kind}"))
SERVICES = sorted(file.name for file in FOLDER.glob("*.service"))
LARGEST_EXPOSURE = 20  # of 100, as systemd-analyze security counts


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units, with this folder in the place of /opt/signpost/current."""
    folder = tmp_path_factory.mktemp("units")
    for file in UNITS:
        (folder / file.name).write_text(file.read_text().replace("/opt/signpost/current", str(ROOT)))
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
            assert program == "/opt/signpost/current/.venv/bin/signpost"
            assert command in signpost.commands


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_come_as_credentials_of_which_each_has_its_own(name: str) -> None:
    loaded = [value.partition(":") for key, value in section(name, "Service") if key == "LoadCredential"]
    given = {setting for setting, *_ in loaded}
    secrets = {f"SIGNPOST_{secret.upper()}" for secret in Settings().secret_names()}
    assert given == {
        "signpost.service": secrets,
        "signpost-delivery.service": {"SIGNPOST_DATABASE", "SIGNPOST_WEBHOOK_KEYS"},
        "signpost-backup.service": {"SIGNPOST_DATABASE"},
    }[name]
    assert "SIGNPOST_SECRETS=%d" in dict(section(name, "Service"))["Environment"]


def test_with_delivery_apart_the_website_has_no_way_to_the_key_that_signs() -> None:
    """Both look in /etc/credstore, so the key is there under a name that one of them alone loads."""

    def files(name: str) -> set[str]:
        loaded = [value for key, value in section(name, "Service") if key == "LoadCredential"]
        return {file or setting for setting, _, file in (value.partition(":") for value in loaded)}

    assert files("signpost-delivery.service") & files("signpost.service") == {"SIGNPOST_DATABASE"}
    assert "delivery.SIGNPOST_WEBHOOK_KEYS" in files("signpost-delivery.service")
    runbook = (ROOT / "docs" / "runbook.md").read_text()
    assert "/etc/credstore/SIGNPOST_WEBHOOK_KEYS /etc/credstore/delivery.SIGNPOST_WEBHOOK_KEYS\n" in runbook


def test_what_cannot_work_is_not_started_again_and_again() -> None:
    for name in ("signpost.service", "signpost-delivery.service"):
        settings = dict(section(name, "Service"))
        assert settings["Restart"] == "always"
        assert settings["RestartPreventExitStatus"] == str(EXIT_CANNOT_WORK)


def test_the_sample_settings_are_settings_that_are_safe_together() -> None:
    given = environment_file(FOLDER / "signpost.env")
    assert not {f"SIGNPOST_{name.upper()}" for name in Settings().secret_names()} & set(given)
    ours = Settings(**{name.removeprefix("SIGNPOST_").lower(): value for name, value in given.items()})
    assert list(unsafe(ours, "website", "engine")) == []
    assert ours.is_production


class TestTheWrapper:
    """`signpost` in /usr/local/bin, beside a stand-in for systemd-run that says what it was told."""

    @pytest.fixture
    def run(self, tmp_path: Path) -> Callable[..., str]:
        (tmp_path / "systemd-run").write_text(
            '#!/bin/sh\nwhile [ "${1#--}" != "$1" ]; do echo "$1"; shift; done\nexec "$@"\n'
        )
        command = tmp_path / "venv" / "signpost"
        command.parent.mkdir()
        command.write_text('#!/bin/sh\necho "$SIGNPOST_SECRETS: $*"\n')
        text = (FOLDER / "signpost").read_text()
        places = {"/opt/signpost/current/.venv/bin/signpost": command, "/etc/signpost": tmp_path}
        for ours, here in places.items():
            text = text.replace(ours, str(here))
        (tmp_path / "signpost").write_text(text)
        for file in (tmp_path / "systemd-run", command, tmp_path / "signpost"):
            file.chmod(0o755)
        env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CREDENTIALS_DIRECTORY": "/run/credentials"}

        def run(*words: str, settings: str = "") -> str:
            (tmp_path / "signpost.env").write_text(settings)
            return subprocess.run(
                [tmp_path / "signpost", *words], env=env, capture_output=True, text=True, check=True
            ).stdout

        return run

    @pytest.mark.parametrize("words", [("off",), ("enquiries", "list"), ("keys", "rotate"), ("purge",)])
    def test_it_acts_on_the_store_and_the_switch_of_the_service(self, run, words) -> None:
        unit = dict(section("signpost.service", "Service"))
        told = run(*words).splitlines()
        assert {"--uid=signpost", f"--setenv={unit['Environment'].split()[0]}"} <= set(told)
        assert told[-1] == f"/run/credentials: {' '.join(words)}"
        assert any(line.startswith("--property=EnvironmentFile=") for line in told)

    @pytest.mark.parametrize(
        ("words", "user", "folder"),
        [
            (("off",), "signpost", "signpost"),
            (("backup", "x"), "signpost", "signpost"),
            (("health", "web"), "signpost", "signpost"),
            (("health", "delivery"), "signpost-delivery", "signpost-delivery"),
            (("enquiries", "show", "REF"), "signpost-delivery", "signpost-delivery"),
            (("keys", "rotate"), "root", "signpost"),
        ],
    )
    def test_with_delivery_apart_its_user_opens_enquiries(self, run, words, user: str, folder: str) -> None:
        told = run(*words, settings="SIGNPOST_DELIVERY=apart\n").splitlines()
        assert {f"--uid={user}", f"--setenv=SIGNPOST_VAR=/var/lib/{folder}"} <= set(told)

    def test_what_is_typed_about_an_enquiry_is_not_in_the_journal(self, run) -> None:
        """systemd writes its description down, which is the whole command unless another is given."""
        told = run("enquiries", "mark", "REF", "received").splitlines()
        assert "--description=signpost command" in told

    def test_words_arrive_as_they_were_given(self, run) -> None:
        assert run("enquiries", "show", "REF", "--operator", "A. O").endswith("--operator A. O\n")


def test_every_night_what_has_ended_is_erased_also_where_the_service_is_stopped() -> None:
    lines = section("signpost-backup.service", "Service")
    commands = [line.split()[1] for key, line in lines if key == "ExecStart"]
    assert commands == ["purge", "backup"]


def test_the_timer_is_for_the_backup() -> None:
    timer = configparser.ConfigParser()
    timer.read(FOLDER / "signpost-backup.timer")
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert "signpost-backup.service" in SERVICES
