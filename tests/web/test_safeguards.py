"""Settings that are dangerous together are refused at the start, with a sentence that says what to set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from web.commands import signpost
from web.safeguards import risky, unsafe
from web.settings import Settings
from web.store.seals import Keys

ENGINES = {"engines": 2}
STRONG = {"engine_secret": "s" * 32}
ELSEWHERE = {"engine": "http://engine-1:8005 http://engine-2:8005", **STRONG}
SHARED = {"conversations": "redis://127.0.0.1/0"}
BEHIND = {"env": "production", "trusted_proxies": 1}
PRODUCTION = {**BEHIND, **STRONG}


def told(process: str = "", **given: Any) -> str:
    processes = (process,) if process else ("website", "engine")
    return "\n".join(unsafe(Settings(**given), *processes))


def test_the_settings_as_delivered_are_safe() -> None:
    assert told() == ""


@pytest.mark.parametrize("several", [ENGINES, ELSEWHERE])
@pytest.mark.parametrize("kept_in", ["", "sqlite:///talk.db", "postgresql://127.0.0.1/talk"])
def test_several_engines_need_conversations_and_locks_in_one_place(several, kept_in: str) -> None:
    assert told(**several, conversations=kept_in).startswith("SIGNPOST_CONVERSATIONS: ")
    assert told(**several, **SHARED) == ""
    assert told("website", **several) == ""  # which does not know where conversations are


def test_an_engine_that_others_reach_may_be_one_of_several_behind_one_name() -> None:
    reached = {**PRODUCTION, "engine": "http://engine:8005", "inner_host": "0.0.0.0"}
    assert told("engine", **reached).startswith("SIGNPOST_CONVERSATIONS: ")
    assert told("engine", **reached, conversations="redis://:of-its-own@redis.internal/0") == ""
    assert told("engine", **{**reached, "env": "preview"}) == ""


def test_a_website_whose_engine_is_elsewhere_may_be_one_of_several() -> None:
    elsewhere = {**PRODUCTION, "engine": "http://engine:8005"}
    assert told("website", **elsewhere).startswith("SIGNPOST_RATE_LIMIT_STORE: ")
    assert told("website", **elsewhere, rate_limit_store="redis://127.0.0.1/1") == ""


def test_an_engine_is_not_split_into_processes_with_a_memory_each(monkeypatch) -> None:
    monkeypatch.setenv("SANIC_WORKERS", "2")
    assert told("engine").startswith("SANIC_WORKERS: ")
    assert told("website") == ""
    monkeypatch.setenv("SANIC_WORKERS", "1")
    assert told("engine") == ""


def test_several_websites_need_one_memory_and_one_salt() -> None:
    assert told(workers=2).startswith("SIGNPOST_RATE_LIMIT_STORE: ")
    # Which forms were sent is kept there, too.
    assert told(workers=2, rate_limit="off").startswith("SIGNPOST_RATE_LIMIT_STORE: ")
    counting = {"workers": 2, "rate_limit_store": "redis://127.0.0.1/1"}
    assert told(**counting).startswith("SIGNPOST_ENGINE_SECRET: ")
    assert told(**counting, **STRONG) == ""


def test_websites_on_several_machines_need_one_database() -> None:
    counting = {"rate_limit_store": "redis://:p@redis.internal/1", **STRONG}
    assert told(**counting).startswith("SIGNPOST_DATABASE: ")
    assert told(**counting, database="postgresql://u:p@db.internal/signpost") == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_a_preview_with_our_form_stays_on_this_machine(host: str) -> None:
    assert told(host=host).startswith("SIGNPOST_HOST: ")
    assert told(host=host, **PRODUCTION) == ""


@pytest.mark.parametrize("secret", ["", "short"])
def test_an_engine_that_others_can_reach_needs_a_secret(secret: str) -> None:
    assert told(inner_host="0.0.0.0", engine_secret=secret).startswith("SIGNPOST_INNER_HOST=0.0.0.0 ")
    assert told(inner_host="0.0.0.0", **STRONG) == ""


def test_an_engine_elsewhere_needs_a_secret() -> None:
    assert told(engine="http://engine:8005").startswith("SIGNPOST_ENGINE_SECRET: ")
    assert told(engine="http://engine:8005", **STRONG) == ""


def test_a_short_secret_is_refused_in_production() -> None:
    assert told(**BEHIND, engine_secret="short").startswith("SIGNPOST_ENGINE_SECRET: ")
    assert told(**BEHIND) == ""  # one is made for each run


def test_production_needs_a_proxy_in_front_since_we_speak_no_tls() -> None:
    assert told(env="production").startswith("SIGNPOST_TRUSTED_PROXIES: ")
    assert told("engine", env="production") == ""


def test_where_delivery_is_apart_the_website_does_not_start_beside_the_key_that_signs(tmp_path: Path) -> None:
    ours = {**BEHIND, "var": tmp_path, "webhook_keys": f"k1:{'5' * 40}"}
    assert told("website", **ours, delivery="apart").startswith("SIGNPOST_WEBHOOK_KEYS: ")
    assert told("website", **ours) == "", "delivery is beside it and needs the key"
    assert told("engine", **ours, delivery="apart") == ""


class TestReviews:
    """Nobody is served by patterns that no safeguarding lead has read, without being told so."""

    def test_what_nobody_has_reviewed_is_told_in_production(self) -> None:
        (sentence,) = risky(Settings(**BEHIND, delivery="apart"))
        assert "were reviewed by nobody (first-names.yml is the first)" in sentence
        assert list(risky(Settings())) == []

    def test_once_all_are_reviewed_nothing_is_told(self, monkeypatch) -> None:
        monkeypatch.setattr("web.safeguards.not_reviewed", list)
        assert list(risky(Settings(**BEHIND, delivery="apart"))) == []


class TestPrivateKeys:
    """The website's user must not be able to open what the website has closed."""

    @pytest.fixture
    def ours(self, tmp_path: Path) -> dict[str, Any]:
        Keys.configured(Settings(var=tmp_path)).make_missing()
        return {**BEHIND, "var": tmp_path}

    def test_where_delivery_is_apart_the_website_does_not_start_beside_them(self, ours) -> None:
        assert told("website", **ours, delivery="apart").startswith("SIGNPOST_PRIVATE_KEYS: ")
        assert told("engine", **ours, delivery="apart") == ""
        (ours["var"] / "keys" / "private").rename(ours["var"] / "elsewhere")
        assert told("website", **ours, delivery="apart") == ""

    def test_where_one_user_runs_all_a_warning_says_so(self, ours, monkeypatch) -> None:
        assert told(**ours) == ""
        sentence, _ = risky(Settings(**ours))
        assert sentence.startswith("SIGNPOST_DELIVERY=here: ")
        assert list(risky(Settings(**{**ours, "env": "preview"}))) == []
        given = {"ENV": "production", "TRUSTED_PROXIES": "1", "VAR": str(ours["var"]), "MODEL": "none"}
        for name, value in given.items():
            monkeypatch.setenv(f"SIGNPOST_{name}", value)
        assert f"Warning: {sentence}" in CliRunner().invoke(signpost, ["run"]).output


@pytest.mark.parametrize(
    ("name", "address", "is_safe"),
    [
        ("conversations", "redis://redis.internal/0", False),
        ("conversations", "redis://:changed-by-the-force@redis.internal/0", True),
        ("conversations", "redis://127.0.0.1/0", True),
        ("database", "postgresql://signpost:postgres@db.internal/signpost", False),
        ("database", "postgresql://signpost:ours-alone@db.internal/signpost", True),
        ("events", "amqp://guest:guest@127.0.0.1/", False),
        ("events", "amqps://rabbit.internal/", False),
    ],
)
def test_common_and_missing_passwords_are_refused_in_production(name, address, is_safe: bool) -> None:
    sentence = told(**PRODUCTION, **{name: address})
    assert (sentence == "") is is_safe
    assert is_safe or sentence.startswith(f"SIGNPOST_{name.upper()}: ")
    assert "changed-by-the-force" not in sentence
    assert told(**{name: address}) == ""


@pytest.mark.parametrize("name", ["LOG_LEVEL", "RASA_LOG_LEVEL", "LOG_LEVEL_LIBRARIES"])
def test_debug_logs_are_refused_in_production(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "debug")
    assert told(**PRODUCTION).startswith(f"{name}: ")
    assert told() == ""


@pytest.mark.parametrize(
    ("command", "setting"),
    [
        ("run", {"SIGNPOST_ENGINES": "2"}),
        ("run", {"SIGNPOST_WORKERS": "2"}),
        ("serve", {"SIGNPOST_HOST": "0.0.0.0"}),
        ("engine", {"SIGNPOST_ENGINE": "http://a:1 http://b:1"}),
    ],
)
def test_the_commands_refuse_with_the_sentence(monkeypatch, tmp_path: Path, command: str, setting) -> None:
    for name, value in {**setting, "SIGNPOST_VAR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    refused = CliRunner().invoke(signpost, [command])
    assert refused.exit_code == 78
    assert "This is not safe to start:\n  SIGNPOST_" in refused.output
    assert "Traceback" not in refused.output


def test_restart_says_that_nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path))
    refused = CliRunner().invoke(signpost, ["restart"])
    assert refused.exit_code == 1
    assert "Nothing runs in" in refused.output
