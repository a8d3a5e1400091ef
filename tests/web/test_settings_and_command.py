"""Settings and the signpost command."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner

from tests.service import free_port
from web.commands import signpost
from web.serve import options
from web.settings import ROOT, Settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, _, _ in Settings().described():
        monkeypatch.delenv(name, raising=False)


def test_every_setting_works_unset() -> None:
    settings = Settings()
    assert (settings.env, settings.port, settings.rate_limit) == ("preview", 8000, "15 per minute")
    assert settings.model == ROOT / "models" / "signpost.tar.gz"


def test_config_lists_every_setting_and_hides_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_ENGINE_SECRET", "canary-secret")
    monkeypatch.setenv("SIGNPOST_PORT", "8123")
    listed = CliRunner().invoke(signpost, ["config"])
    assert listed.exit_code == 0
    assert all(f"SIGNPOST_{name.upper()}=" in listed.output for name in Settings.__fields__)
    assert "SIGNPOST_PORT=8123\n" in listed.output
    assert "canary-secret" not in listed.output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SIGNPOST_PORT", "eight"),
        ("SIGNPOST_ENV", "live"),
        ("SIGNPOST_ENGINE", "engine"),
        ("SIGNPOST_ENGINE_TIMEOUT", "0"),
        ("SIGNPOST_RATE_LIMIT_STORE", "redis+cluster://127.0.0.1"),  # forms sent would not be shared
        ("SIGNPOST_RATE_LIMIT_STORE", "async+memory://"),
        ("SIGNPOST_CONVERSATIONS", "nonsense"),
        ("SIGNPOST_CONVERSATIONS", "mysql://127.0.0.1/talk"),
        ("SIGNPOST_EVENTS", "kafka://127.0.0.1"),
        ("SIGNPOST_DATABASE", "redis://127.0.0.1/0"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(monkeypatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    told = CliRunner().invoke(signpost, ["config"])
    assert told.exit_code == 78
    assert name in told.output
    assert "Traceback" not in told.output


def test_a_store_may_be_any_of_those_that_are_known() -> None:
    Settings(conversations="", events="", database="", rate_limit_store="memory://")
    for address in ("redis://127.0.0.1/0", "rediss://redis.internal/0", "sqlite:///talk.db", "postgresql://db/a"):
        Settings(conversations=address)
    Settings(database="postgresql+psycopg2://u:p@db.internal/signpost", rate_limit_store="rediss://r/1")


def test_run_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("SIGNPOST_MODEL", str(tmp_path / "none.tar.gz"))
    told = CliRunner().invoke(signpost, ["run"])
    assert told.exit_code == 78
    assert "make train" in told.output


@pytest.fixture
def free_inside(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """A model, and free ports for the processes behind the website."""
    (tmp_path / "m.tar.gz").touch()
    monkeypatch.setenv("SIGNPOST_MODEL", str(tmp_path / "m.tar.gz"))
    for name in ("SIGNPOST_ENGINE", "SIGNPOST_ACTIONS"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")


def test_run_says_which_port_is_wanted_twice(monkeypatch: pytest.MonkeyPatch, free_inside: None) -> None:
    port = free_port()
    monkeypatch.setenv("SIGNPOST_PORT", str(port))
    monkeypatch.setenv("SIGNPOST_ACTIONS", f"http://127.0.0.1:{port}")
    told = CliRunner().invoke(signpost, ["run"])
    assert told.exit_code == 78
    assert f"Port {port} is wanted twice" in told.output


def test_run_says_which_port_is_taken(monkeypatch: pytest.MonkeyPatch, free_inside: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("SIGNPOST_PORT", str(port))
        told = CliRunner().invoke(signpost, ["run"])
    assert told.exit_code == 78
    assert str(port) in told.output


def test_nothing_that_is_sent_is_written_to_disk_by_the_server() -> None:
    chosen = options(Settings())
    assert chosen["inbuf_overflow"] > chosen["max_request_body_size"]
    assert chosen["ident"] is None
    assert chosen["expose_tracebacks"] is False
