"""Production does not start with facts that the force has not confirmed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.knowledge.test_confirmation import all_confirmed
from tests.web.doubles import library
from web.commands import signpost
from web.readiness import missing
from web.settings import Settings


def test_the_command_stops_and_lists_what_is_not_confirmed(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for name, value in {"ENV": "production", "TRUSTED_PROXIES": "1", "VAR": str(tmp_path)}.items():
        monkeypatch.setenv(f"SIGNPOST_{name}", value)
    told = CliRunner().invoke(signpost, ["serve"])
    assert told.exit_code == 78
    for place in ("contacts.yml: nspcc", "forces/example.yml: times.overall", "topics/scheme/statistics.yml"):
        assert f"data/{place}" in told.output


def test_nothing_of_the_content_is_missing_once_the_force_has_confirmed_it() -> None:
    production = Settings(env="production")
    assert [fact for fact in missing(production, library()) if "not confirmed" in fact]
    assert not [fact for fact in missing(production, all_confirmed(library())) if "not confirmed" in fact]


def test_a_preview_starts_and_says_on_its_pages_that_nothing_is_confirmed(client: FlaskClient) -> None:
    assert not list(missing(Settings(env="preview"), library()))
    assert "Not yet confirmed by this force" in client.get("/").text
