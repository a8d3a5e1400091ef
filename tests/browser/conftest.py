"""Fixtures: the real pages in a real browser, and another site to come from and to leave to."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from bot.knowledge import load
from tests.browser.site import Site
from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
# Playwright turns this cache off; people's browsers have it, and Back after leaving must not find us in it.
KEPT_ON = ["--disable-back-forward-cache"]

NewPage = Callable[..., Page]


def pytest_configure(config: pytest.Config) -> None:
    expect.set_options(timeout=10_000)  # milliseconds; a busy machine is no failure
    config.addinivalue_line("markers", "browser: needs Chromium (CHROMIUM names the program)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


class _OtherSite(BaseHTTPRequestHandler):
    """A plain page that has nothing to do with us. It notes who sent each visitor."""

    def do_GET(self) -> None:
        if self.path == "/":
            self.server.referrers.append(self.headers.get("Referer"))
        body = b"<!DOCTYPE html><html lang=en><title>Weather</title><h1>Weather</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="package")
def other_site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _OtherSite)
    server.referrers = []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=KEPT_ON
        )
        yield browser
        browser.close()


@pytest.fixture
def site(other_site: ThreadingHTTPServer) -> Iterator[Site]:
    """The application with the engine double; `site.start(...)` again for other settings."""
    with EngineDouble() as engine:
        yield from _serve(engine, other_site)


@pytest.fixture
def welsh_site(other_site: ThreadingHTTPServer) -> Iterator[Site]:
    """The pages of a force that has Welsh."""
    with EngineDouble() as engine:
        yield from _serve(engine, other_site, content=load("example-cymru"))


@pytest.fixture
def site_without_engine(other_site: ThreadingHTTPServer) -> Iterator[Site]:
    yield from _serve(None, other_site)


def _serve(engine: EngineDouble | None, other: ThreadingHTTPServer, **settings: object) -> Iterator[Site]:
    other_address = f"http://127.0.0.1:{other.server_port}"
    app = create_test_app(engine, neutral_exit=f"{other_address}/", neutral_sites=other_address, **settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield Site(f"http://127.0.0.1:{server.server_port}", other_address, other.referrers, engine)
    server.shutdown()
    server.server_close()


@pytest.fixture
def enquiry_site(other_site: ThreadingHTTPServer, tmp_path: Path) -> Iterator[Site]:
    """The application without an engine: the form needs none. Its store is its own."""
    yield from _serve(None, other_site, var=tmp_path)


@pytest.fixture
def loading_site(other_site: ThreadingHTTPServer) -> Iterator[Site]:
    """The web process is up; the dialogue engine is not yet."""
    with EngineDouble() as engine:
        engine.behaviour = "loading"
        yield from _serve(engine, other_site)


@pytest.fixture
def closed_site(other_site: ThreadingHTTPServer) -> Iterator[Site]:
    with EngineDouble() as engine:
        yield from _serve(engine, other_site, maintenance=True)


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """Opens an address in a fresh profile. Afterwards: no script error and no breach of the policy."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(address: str | None = None, **options: object) -> Page:
        context = chromium.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: _note(message.type, message.text, errors))
        if address:
            page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


def _note(kind: str, text: str, errors: list[str]) -> None:
    # A lost line and an error page are what some tests are about, and Chromium reports both.
    if kind == "error" and "Failed to load resource" not in text:
        errors.append(text)
