"""What a visit leaves on the device, and whom it tells."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.site import PAGES, Site, ask, choose, leave

STORED = """async () => [
    document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
    (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length, window.name]"""
NOTHING = ["", 0, 0, 0, 0, 0, ""]


def _assert_nothing_stored(page: Page) -> None:
    assert page.evaluate(STORED) == NOTHING
    assert page.context.cookies() == []


def test_a_chat_stores_nothing(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    _assert_nothing_stored(page)

    ask(page, "topic:scheme.what")
    choose(page, "I am worried about someone")

    _assert_nothing_stored(page)


@pytest.mark.parametrize("path", PAGES)
def test_pages_store_nothing(site: Site, new_page: NewPage, path: str) -> None:
    _assert_nothing_stored(new_page(site.address + path))


def test_nobody_else_is_asked_for_anything(site: Site, new_page: NewPage) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for path in PAGES:
        page.goto(site.address + path)
    page.goto(site.address)
    ask(page, "topic:scheme.what")
    assert [url for url in asked if not url.startswith(site.address)] == []

    leave(page)
    assert {url for url in asked if not url.startswith(site.address)} <= {
        f"{site.other}/",
        f"{site.other}/favicon.ico",
    }


def test_keys_and_words_stay_out_of_addresses_and_titles(site: Site, new_page: NewPage) -> None:
    page = new_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(site.address)

    ask(page, "my words 07700 900123")
    key = page.locator("#box [name=conversation]").input_value()
    title = page.title()
    leave(page)

    assert key and not [url for url in addresses if key in url or "words" in url or "900" in url]
    assert key not in title and "words" not in title
