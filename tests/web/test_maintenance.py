"""make off, make on: only emergencies are answered, at once, and everything again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from bot.knowledge import load
from tests.service import free_port
from tests.web.doubles import create_test_app, library
from tests.web.engine_double import EngineDouble
from web.commands import signpost

Make = Callable[[str], Result]
CLOSED = library().text("page", "state_maintenance")


@pytest.fixture
def client(engine: EngineDouble, tmp_path: Path) -> FlaskClient:
    return create_test_app(engine, var=tmp_path).test_client()


@pytest.fixture
def make(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Runs a command on the folder that `client` looks at, beside a website that looks there too."""
    website = make_server("127.0.0.1", 0, client.application, threaded=True)
    Thread(target=website.serve_forever, daemon=True).start()
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path))
    monkeypatch.setenv("SIGNPOST_PORT", str(website.port))
    yield lambda command: CliRunner().invoke(signpost, [command])
    website.shutdown()


def test_off_and_on_take_effect_at_the_next_request(client: FlaskClient, make) -> None:
    assert CLOSED not in client.get("/").text
    assert make("off").exit_code == 0
    assert CLOSED in client.get("/").text
    assert client.get("/health/ready").get_json() == {"state": "maintenance"}
    assert make("on").exit_code == 0
    assert CLOSED not in client.get("/").text
    assert client.get("/health/ready").status_code == 200


def test_twice_off_or_on_is_no_mistake(make) -> None:
    assert [make(command).exit_code for command in ("on", "off", "off", "on", "on")] == [0] * 5


@pytest.mark.parametrize("command", ["off", "on"])
def test_a_website_that_looks_elsewhere_is_told(client, make, monkeypatch, tmp_path, command: str) -> None:
    """As for an operator whose SIGNPOST_VAR is not that of the service."""
    if command == "on":
        make("off")
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path / "other"))
    told = make(command)
    assert told.exit_code == 1
    assert "goes on as it was" in told.output and str(tmp_path / "other") in told.output
    assert (CLOSED in client.get("/").text) is (command == "on")


def test_without_a_website_nobody_heeds_the_switch(make, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIGNPOST_PORT", str(free_port()))
    told = make("off")
    assert (told.exit_code, "does not answer" in told.output) == (1, True)
    assert (tmp_path / "run" / "off").exists()


def test_on_says_what_else_keeps_it_off(make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_MAINTENANCE", "true")
    told = make("on")
    assert told.exit_code == 1
    assert "SIGNPOST_MAINTENANCE" in told.output


def test_while_off_danger_is_answered_and_nothing_else(client: FlaskClient, make, engine) -> None:
    make("off")
    danger = client.post("/", data={"text": "help now"})
    assert library().text("replies", "fixed_line") in danger.text
    question = client.post("/", data={"text": "topic:scheme.what"})
    assert "0800 1111" in question.text
    assert library().text("replies", "down") in question.text
    assert not engine.turns


def test_while_off_every_page_opens(client: FlaskClient, make) -> None:
    make("off")
    for address in ("/information", "/information/how-long-it-takes", "/contacts", "/privacy"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("force", "way"),
    [("example-cymru", "/enquiry/start"), ("example-shire", "/leave/exampleshire_own_form")],
)
def test_while_off_the_way_to_the_form_stays(engine, tmp_path, make, force: str, way: str) -> None:
    make("off")
    content = load(force)
    page = create_test_app(engine, content=content, var=tmp_path).test_client().get("/")
    assert f'href="{way}"' in page.text
