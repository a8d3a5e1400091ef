"""An alarm on its whole way: a figure of the website, Prometheus, Alertmanager, the mail and the telephone.

Both programs run with the delivered files. Only addresses are this test's, and nothing waits for long.
"""

from __future__ import annotations

import asyncore
import http.server
import json
import smtpd
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import yaml

from tests.deploy.files import DEPLOY
from tests.servers import Server, until
from tests.service import free_port

MONITORING = DEPLOY / "monitoring"
TOKEN = "canary-of-the-pager"
WAITS = ("for", "group_wait", "group_interval", "scrape_interval", "evaluation_interval")
FIGURES = b"""signpost_closed 0
signpost_outbox{state="dead_letter"} 1
"""


class World(http.server.ThreadingHTTPServer):
    """The website's figures, and the one who is called by telephone."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.calls: list[tuple[str, str, dict[str, Any]]] = []  # path, authorization, what is told


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(FIGURES)

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append((self.path, self.headers["Authorization"], told))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Mailboxes(smtpd.SMTPServer):
    """Takes every mail."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), None)
        self.mails: list[tuple[str, str]] = []  # to whom, the mail

    def process_message(self, _: Any, __: str, to: list[str], mail: bytes, **___: Any) -> None:
        self.mails += [(receiver, mail.decode()) for receiver in to]


class Monitor(Server):
    """One of the two programs: it says at /-/ready when it works."""

    def command(self) -> list[str]:
        return [
            self.found(self.programs[0]),
            f"--config.file={self.folder}/{self.file}",
            f"--web.listen-address=127.0.0.1:{self.port}",
            f"--storage{self.kept}.path={self.folder}/data",
            *self.options,
        ]

    file: str
    kept = ""
    options: tuple[str, ...] = ()

    def answers(self) -> bool:
        try:
            return urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=2).status == 200
        except (URLError, OSError):
            return False


class Prometheus(Monitor):
    programs = ("prometheus",)
    file, kept = "prometheus.yml", ".tsdb"


class Alertmanager(Monitor):
    programs = ("prometheus-alertmanager",)
    file, options = "alertmanager.yml", ("--cluster.listen-address=",)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        threading.Thread(target=world.serve_forever, args=(0.02,), daemon=True).start()
        yield world
        world.shutdown()


@pytest.fixture
def mailboxes() -> Iterator[Mailboxes]:
    mailboxes, over = Mailboxes(), threading.Event()

    def take() -> None:
        while not over.is_set():
            asyncore.loop(timeout=0.05, count=1)

    taking = threading.Thread(target=take)
    taking.start()
    yield mailboxes
    over.set()
    taking.join()
    asyncore.close_all()


def without_waiting(settings: Any) -> Any:
    """The same, and what waits for a while waits for a second."""
    if isinstance(settings, list):
        return [without_waiting(each) for each in settings]
    if isinstance(settings, dict):
        return {name: "1s" if name in WAITS else without_waiting(value) for name, value in settings.items()}
    return settings


def delivered(name: str) -> dict[str, Any]:
    return without_waiting(yaml.safe_load((MONITORING / name).read_text()))


def write(folder: Path, name: str, settings: dict[str, Any]) -> None:
    (folder / name).write_text(yaml.safe_dump(settings))


def for_alertmanager(folder: Path, world: World, mailboxes: Mailboxes) -> None:
    settings = delivered("alertmanager.yml")
    settings["global"] |= {
        "smtp_smarthost": f"127.0.0.1:{mailboxes.socket.getsockname()[1]}",
        "smtp_auth_password_file": str(folder / "smtp_password"),
        "smtp_require_tls": False,
    }
    for receiver in settings["receivers"]:
        for pager in receiver.get("webhook_configs", []):
            pager["url"] = pager["url"].replace(
                "https://pager.police.example", f"http://127.0.0.1:{world.server_port}"
            )
            pager["http_config"] = {"authorization": {"credentials_file": str(folder / "pager_token")}}
    (folder / "smtp_password").write_text(TOKEN)
    (folder / "pager_token").write_text(TOKEN)
    write(folder, "alertmanager.yml", settings)


def for_prometheus(folder: Path, world: World, alertmanager: Alertmanager) -> None:
    settings = delivered("prometheus.yml")
    (told,) = settings["alerting"]["alertmanagers"]
    told["static_configs"] = [{"targets": [f"127.0.0.1:{alertmanager.port}"]}]
    website, page = settings["scrape_configs"]
    website["static_configs"] = [{"targets": [f"127.0.0.1:{world.server_port}"]}]
    page["relabel_configs"][-1]["replacement"] = f"127.0.0.1:{free_port()}"  # nobody looks at the page
    write(folder, "prometheus.yml", settings)
    write(folder, "alerts.yml", delivered("alerts.yml"))


@pytest.mark.slow
def test_an_enquiry_that_cannot_be_delivered_calls_and_writes_to_those_on_duty(
    world: World, mailboxes: Mailboxes
) -> None:
    alertmanager, prometheus = Alertmanager(), Prometheus()
    alertmanager.prepare = partial(for_alertmanager, alertmanager.folder, world, mailboxes)
    prometheus.prepare = partial(for_prometheus, prometheus.folder, world, alertmanager)

    with alertmanager, prometheus:
        until(lambda: {"/duty", "/operations"} <= called(world, "DeadLetter"), 60)
        until(lambda: {"duty", "operations"} <= written_to(mailboxes, "DeadLetter"), 60)
        until(lambda: "operations" in written_to(mailboxes, "NotWatched"), 60)

    assert {allowed for _, allowed, _ in world.calls} == {f"Bearer {TOKEN}"}
    assert "/operations" not in called(world, "NotWatched")  # nobody is woken for it
    assert "duty" not in written_to(mailboxes, "NotWatched")
    assert all("docs/runbook.md#alert-" in mail for _, mail in mailboxes.mails)


def called(world: World, alert: str) -> set[str]:
    """Which telephones rang for it."""
    return {path for path, _, told in world.calls if told["groupLabels"]["alertname"] == alert}


def written_to(mailboxes: Mailboxes, alert: str) -> set[str]:
    """Who had a mail about it."""
    return {to.partition("@")[0] for to, mail in mailboxes.mails if alert in mail}
