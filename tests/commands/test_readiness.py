"""What must be set before the service starts: little in preview, everything in production."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.knowledge import Library
from tests.web.doubles import library
from web.commands import signpost
from web.readiness import missing
from web.settings import Settings
from web.store.seals import Keys

CONFIRMED = {"confirmed_on": date(2026, 11, 1), "confirmed_by": "Test Example"}
SET = {"destination": "inbox", "alert": "true", "retention_days": 7}


def of_a_force(mode: str, confirmed: bool = True) -> Library:
    """The example force with that way of taking enquiries, every fact confirmed or none."""
    found = library()
    word = CONFIRMED if confirmed else dict.fromkeys(CONFIRMED)
    stages = found.force.times
    force = found.force.copy(
        update={
            "handoff": found.force.handoff.copy(update={"mode": mode, "verified_on": word["confirmed_on"]}),
            "times": stages.copy(
                update={name: getattr(stages, name).copy(update=word) for name in stages.__fields__}
            ),
            "scheme_status": found.force.scheme_status.copy(update=word),
        }
    )
    contacts = {name: contact.copy(update=word) for name, contact in found.contacts.items()}
    topics = {name: topic.copy(update=word) for name, topic in found.topics.items()}
    return found.copy(update={"force": force, "contacts": contacts, "topics": topics})


def settings(folder: Path, **given: Any) -> Settings:
    return Settings(var=folder, env="production", **given)


@pytest.mark.parametrize("mode", ["none", "link", "embedded"])
def test_a_preview_starts_as_it_is(tmp_path: Path, mode: str) -> None:
    assert list(missing(Settings(var=tmp_path), of_a_force(mode, confirmed=False))) == []


def test_production_starts_once_everything_is_set(tmp_path: Path) -> None:
    ours = settings(tmp_path, **SET)
    Keys.configured(ours).make_missing()
    assert list(missing(ours, of_a_force("embedded"))) == []


@pytest.mark.parametrize("left_out", SET)
def test_each_setting_that_is_missing_is_named(tmp_path: Path, left_out: str) -> None:
    given = {name: value for name, value in SET.items() if name != left_out}
    ours = settings(tmp_path, **given)
    Keys.configured(ours).make_missing()
    (sentence,) = missing(ours, of_a_force("embedded"))
    assert sentence.startswith(f"SIGNPOST_{left_out.upper()}: ")


def test_delivery_apart_needs_a_database_that_the_website_has_too(tmp_path: Path) -> None:
    ours = settings(tmp_path, **SET, delivery="apart")
    Keys.configured(ours).make_missing()
    for delivers in (False, True):  # the website, and delivery
        (sentence,) = missing(ours, of_a_force("embedded"), delivers)
        assert sentence.startswith("SIGNPOST_DATABASE: ")
    both = settings(tmp_path, **SET, delivery="apart", database="postgresql://u:p@db.internal/signpost")
    assert list(missing(both, of_a_force("embedded"))) == []
    assert list(missing(Settings(var=tmp_path, delivery="apart"), of_a_force("embedded"))) == []


def test_keys_are_not_made_in_production(tmp_path: Path) -> None:
    (sentence,) = missing(settings(tmp_path, **SET), of_a_force("embedded"))
    assert "signpost keys make" in sentence
    assert not (tmp_path / "keys").exists()


def test_a_webhook_needs_its_address_and_key(tmp_path: Path) -> None:
    ours = settings(tmp_path, **{**SET, "destination": "webhook"})
    Keys.configured(ours).make_missing()
    (sentence,) = missing(ours, of_a_force("embedded"))
    assert sentence.startswith("SIGNPOST_WEBHOOK:")
    ours = settings(tmp_path, **{**SET, "destination": "webhook", "webhook": "https://force.example/csods"})
    (sentence,) = missing(ours, of_a_force("embedded"))
    assert sentence.startswith("SIGNPOST_WEBHOOK_KEYS:")


def test_a_force_with_a_form_of_its_own_needs_no_store(tmp_path: Path) -> None:
    assert list(missing(settings(tmp_path), of_a_force("link"))) == []


@pytest.mark.parametrize("mode", ["none", "link", "embedded"])
def test_unconfirmed_facts_are_listed(tmp_path: Path, mode: str) -> None:
    told = "\n".join(missing(settings(tmp_path), of_a_force(mode, confirmed=False)))
    for fact in ("times.first_checks", "times.interview", "times.overall", "scheme_status", "childline"):
        assert fact in told
    assert ("handoff.verified_on" in told) is (mode == "link")


@pytest.mark.parametrize("command", ["serve", "deliver"])
def test_the_commands_refuse_with_the_sentences(monkeypatch, tmp_path: Path, command: str) -> None:
    monkeypatch.setenv("SIGNPOST_ENV", "production")
    monkeypatch.setenv("SIGNPOST_TRUSTED_PROXIES", "1")
    monkeypatch.setenv("SIGNPOST_FORCE", "example-shire")
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path))
    told = CliRunner().invoke(signpost, [command])
    assert told.exit_code == 78
    assert "times.overall is not confirmed" in told.output
    assert "Traceback" not in told.output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBHOOK", "http://force.example/csods"),
        ("WEBHOOK_KEYS", "k1:short"),
        ("WEBHOOK_KEYS", "s" * 40),
        ("RETENTION_DAYS", "29"),
        ("RETENTION_DAYS", "-1"),
        ("DESTINATION", "email"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(monkeypatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SIGNPOST_{name}", value)
    told = CliRunner().invoke(signpost, ["config"])
    assert told.exit_code == 78
    assert f"SIGNPOST_{name}:" in told.output
