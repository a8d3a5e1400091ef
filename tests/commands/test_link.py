"""signpost check-link: an operator asks whether the force's own form is still there."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from bot.knowledge.forces import read_force
from web.commands import signpost


class Website(HTTPServer):
    """A force's website that answers `status`, and notes how it was asked."""

    status, moved_to = 200, ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}/form"


class Page(BaseHTTPRequestHandler):
    server: Website

    def do_HEAD(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.send_response(self.server.status)
        if self.server.moved_to:
            self.send_header("Location", self.server.moved_to)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def website(monkeypatch: pytest.MonkeyPatch) -> Iterator[Website]:
    with Website() as website:
        force = read_force("example-shire")
        handoff = force.handoff.copy(update={"url": website.address})
        theirs = force.copy(update={"handoff": handoff})
        monkeypatch.setattr("web.commands.link.read_force", lambda _: theirs)
        Thread(target=website.serve_forever, daemon=True).start()
        yield website
        website.shutdown()


def check() -> Result:
    return CliRunner().invoke(signpost, ["check-link"])


def test_a_form_that_is_there_is_asked_for_once_and_not_opened(website: Website) -> None:
    told = check()
    assert (told.exit_code, website.asked) == (0, ["HEAD /form"])
    assert "answers 200." in told.output and "verified_on: 20" in told.output


@pytest.mark.parametrize(("status", "moved_to"), [(404, ""), (301, "https://force.example/new"), (503, "")])
def test_one_that_moved_or_broke_is_told(website: Website, status: int, moved_to: str) -> None:
    website.status, website.moved_to = status, moved_to
    told = check()
    assert (told.exit_code, website.asked) == (1, ["HEAD /form"])
    assert f"answers {status}" in told.output and moved_to in told.output
    assert "verified_on" not in told.output


def test_a_website_that_is_away_is_told(website: Website) -> None:
    website.shutdown()
    website.server_close()
    told = check()
    assert told.exit_code == 1
    assert "does not answer" in told.output and "Traceback" not in told.output


def test_a_force_without_a_form_of_its_own_has_no_link() -> None:
    told = CliRunner().invoke(signpost, ["check-link"])
    assert (told.exit_code, "has no form of its own" in told.output) == (1, True)
