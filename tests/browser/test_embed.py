"""The panel on the force's own website, seen from a page of another origin."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.site import Site, box

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "embed-example.html"


@pytest.fixture
def force_page(site: Site) -> Iterator[str]:
    """The example page of the docs, served from a port of its own under a strict policy."""
    text = EXAMPLE.read_text().replace("https://advice.police.example", site.address)
    policy = f"default-src 'none'; script-src {site.address}"

    class ForcePage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), ForcePage)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_the_panel_leads_to_our_page_at_top_level(site: Site, force_page: str, new_page: NewPage) -> None:
    page = new_page(force_page)
    expect(page.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("[document.cookie, localStorage.length, frames.length]") == ["", 0, 0]

    page.get_by_role("link", name="Information and advice").click()

    expect(box(page)).to_be_visible()
    assert page.url == f"{site.address}/"
    assert page.evaluate("document.referrer") == ""


@pytest.mark.parametrize("script", [True, False])
def test_the_link_works_where_the_script_is_blocked(
    site: Site, force_page: str, new_page: NewPage, script: bool
) -> None:
    page = new_page(java_script_enabled=script)
    page.route("**/embed.js", lambda route: route.abort())
    page.goto(force_page)
    expect(page.get_by_text("In danger now? Call 999.")).to_be_visible()

    page.get_by_role("link", name="Information and advice").click()

    expect(box(page)).to_be_visible()
