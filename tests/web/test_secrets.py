"""Secrets: from files, and to each process only those that it needs."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.commands.test_readiness import of_a_force
from web.commands import service, signpost
from web.processes import children
from web.readiness import missing
from web.settings import Settings

SECRETS = {
    "engine_secret": "e" * 40,
    "rate_limit_store": "redis://:counting@127.0.0.1/1",
    "conversations": "redis://:talking@127.0.0.1/0",
    "events": "amqp://signpost:events@127.0.0.1/",
    "database": "postgresql://signpost:storing@127.0.0.1/signpost",
    "webhook_keys": f"k1:{'w' * 40}",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """SIGNPOST_SECRETS, with every secret in a file."""
    for name, value in SECRETS.items():
        (tmp_path / f"SIGNPOST_{name.upper()}").write_text(f"{value}\n")
    monkeypatch.setenv("SIGNPOST_SECRETS", str(tmp_path))
    return tmp_path


def held(child: children.Child) -> set[str]:
    """The secrets in the environment of a process, whatever they are called there."""
    return {name for name, value in SECRETS.items() if value in child._env.values()}


def test_every_secret_can_be_given_in_a_file(folder: Path) -> None:
    ours = Settings()
    assert set(ours.secret_names()) == set(SECRETS)
    assert {name: getattr(ours, name).get_secret_value() for name in SECRETS} == SECRETS


def test_the_environment_wins_over_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_ENGINE_SECRET", "of the environment")
    assert Settings().engine_secret.get_secret_value() == "of the environment"


def test_a_folder_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIGNPOST_SECRETS", str(tmp_path / "none"))
    told = CliRunner().invoke(signpost, ["config"])
    assert told.exit_code == 78
    assert "SIGNPOST_SECRETS:" in told.output


def test_no_secret_of_a_file_is_shown(folder: Path) -> None:
    shown = CliRunner().invoke(signpost, ["config"]).output
    assert not [value for value in SECRETS.values() if value in shown]


def test_each_process_gets_the_secrets_that_it_needs_and_no_other(folder: Path) -> None:
    ours, secret = Settings(), SECRETS["engine_secret"]
    with socket.socket() as port:
        processes = {
            "website": children.website(ours, secret, port),
            "engine": children.engine(ours, secret),
            "actions": children.action_server(ours, secret),
            "delivery": children.delivery(ours, secret),
        }
    assert {name: held(child) for name, child in processes.items()} == {
        "website": {"engine_secret", "rate_limit_store", "database"},
        "engine": {"engine_secret", "conversations", "events"},
        "actions": set(),
        "delivery": {"database", "webhook_keys"},
    }
    assert not [name for name, child in processes.items() if "SIGNPOST_SECRETS" in child._env]


def test_a_website_needs_no_signing_key_and_delivery_does(tmp_path: Path) -> None:
    ours = Settings(var=tmp_path, destination="webhook", webhook="https://force.example/csods")
    library = of_a_force("embedded")
    assert not list(missing(ours, library, delivers=False))
    (sentence,) = missing(ours, library, delivers=True)
    assert sentence.startswith("SIGNPOST_WEBHOOK_KEYS:")


@pytest.mark.parametrize(("where", "starts"), [("here", True), ("apart", False)])
def test_delivery_apart_is_left_to_another_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, starts: bool
) -> None:
    watched: list[str] = []

    class Recorder:
        stop = restart = None

        def __init__(self, processes: list[children.Child], *_: object) -> None:
            watched.extend(process.name for process in processes)

        def run(self, address: str) -> int:
            return 0

    monkeypatch.setattr(service, "Supervisor", Recorder)
    monkeypatch.setattr(service.signal, "signal", lambda *_: None)
    with socket.socket() as port:
        service.supervise(Settings(var=tmp_path, delivery=where), port)
    assert ("Delivery" in watched) is starts
    assert "Website" in watched


def test_an_engine_alone_needs_the_secret_that_it_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    told = CliRunner().invoke(signpost, ["engine"])
    assert told.exit_code == 78
    assert "SIGNPOST_ENGINE_SECRET: give the secret" in told.output
    monkeypatch.setenv("SIGNPOST_ENGINE_SECRET", "e" * 40)
    monkeypatch.setenv("SIGNPOST_MODEL", "models/none.tar.gz")
    assert "make train" in CliRunner().invoke(signpost, ["engine"]).output
