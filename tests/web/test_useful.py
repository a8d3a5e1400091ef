"""Whether an answer was useful: counted by its topic, and nothing else kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.web.doubles import create_test_app, library
from tests.web.engine_double import EngineDouble
from web.commands import signpost

THANKS = library().text("page", "useful_thanks")


@pytest.fixture
def app(engine, tmp_path: Path):
    return create_test_app(engine, var=tmp_path)


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


def counted(app) -> dict[str, int]:
    return app.extensions["signpost"].records.events.take()


def test_yes_and_no_are_counted_by_topic(app, client: FlaskClient) -> None:
    for said in ("yes", "yes", "no"):
        page = client.post("/useful", data={"about": "scheme.what", "useful": said})
        assert page.status_code == 200
        assert THANKS in page.text
    assert counted(app) == {"yes.scheme.what": 2, "no.scheme.what": 1}


def test_thanks_stand_in_the_chat_that_goes_on(client: FlaskClient, engine: EngineDouble) -> None:
    engine.conversations.add("k")
    chat = {"conversation": "k", "topic": "scheme.what", "choices": "help.all", "where": "/"}
    page = client.post("/useful", data={**chat, "about": "scheme.what", "useful": "yes"})
    assert THANKS in page.text
    assert 'role="log"' in page.text
    assert 'value="help.all"' in page.text


def test_the_script_gets_the_thanks_alone(client: FlaskClient) -> None:
    sent = {"about": "scheme.what", "useful": "no"}
    part = client.post("/useful", data=sent, headers={"X-Signpost-Part": "thanks"})
    assert THANKS in part.text
    assert "<html" not in part.text


@pytest.mark.parametrize(
    "sent",
    [
        {"about": "safety.child_self", "useful": "yes"},
        {"about": "chat.greeting", "useful": "yes"},
        {"about": "no.such", "useful": "yes"},
        {"about": "scheme.what", "useful": "it was not"},
        {},
    ],
)
def test_nothing_else_is_counted(app, client: FlaskClient, sent: dict[str, str]) -> None:
    assert client.post("/useful", data=sent).status_code == 400
    assert counted(app) == {}


def test_an_operator_reads_the_counts_and_small_ones_stay_small(app, client, tmp_path, monkeypatch) -> None:
    for _ in range(6):
        client.post("/useful", data={"about": "scheme.what", "useful": "yes"})
    client.post("/useful", data={"about": "scheme.what", "useful": "no"})
    app.extensions["signpost"].records.keep_house()
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path))
    [headings, row] = CliRunner().invoke(signpost, ["useful", "--csv"]).stdout.splitlines()
    assert "Useful (answers)" in headings
    assert row.endswith(",scheme.what,6,fewer than 5")
    assert "scheme.what" in CliRunner().invoke(signpost, ["useful"]).output
