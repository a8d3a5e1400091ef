"""The pages in Welsh, and the way from one language to the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.enquiry import fill_by_name
from tests.browser.site import Site, key_of, turns
from tests.browser.test_adapting import assert_nothing_sticks_out
from tests.web.applicant import DECLARED, PAGES, START


def _choose(page: Page) -> None:
    page.get_by_role("button", name="Rwy'n blentyn neu'n berson ifanc").first.click()
    expect(turns(page).first).to_contain_text("Rydyn ni'n dy gredu di")


def _ask(page: Page) -> None:
    page.get_by_label("Teipiwch gwestiwn").fill("topic:scheme.what")
    page.get_by_role("button", name="Anfon").click()
    expect(turns(page).first).to_contain_text("Yn Saesneg yn unig")


def _read(page: Page) -> None:
    page.get_by_role("contentinfo").get_by_role("link", name="Yr holl wybodaeth").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yr holl wybodaeth")


@pytest.mark.parametrize("state", [_choose, _ask, _read])
def test_axe_finds_nothing_and_the_page_is_welsh(
    welsh_site: Site, new_page: NewPage, state: Callable[[Page], None]
) -> None:
    page = new_page(f"{welsh_site.address}/?language=cy", viewport={"width": 320, "height": 568})
    state(page)

    assert page.locator("html").get_attribute("lang") == "cy"
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("script", [True, False])
def test_the_link_opens_the_same_page_in_the_other_language(
    welsh_site: Site, new_page: NewPage, script: bool
) -> None:
    page = new_page(f"{welsh_site.address}/privacy", java_script_enabled=script)

    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preifatrwydd")
    page.get_by_role("link", name="Hygyrchedd").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Datganiad hygyrchedd")
    page.get_by_role("link", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Accessibility statement")


def test_without_the_script_a_chat_goes_on_in_the_other_language(welsh_site: Site, new_page: NewPage) -> None:
    page = new_page(welsh_site.address, java_script_enabled=False)
    page.get_by_role("button", name="I am a child or young person").click()
    key = key_of(page)

    page.get_by_role("button", name="Cymraeg").click()

    expect(turns(page).first).to_contain_text("Rydyn ni'n dy gredu di")
    assert key_of(page) == key


def test_with_the_script_the_other_language_begins_anew_and_the_chat_is_erased(
    welsh_site: Site, new_page: NewPage
) -> None:
    page = new_page(f"{welsh_site.address}/?language=cy")
    _choose(page)
    key, entries = key_of(page), page.evaluate("history.length")

    page.get_by_role("link", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Information and advice")
    assert page.evaluate("history.length") == entries
    page.wait_for_timeout(200)
    assert welsh_site.erased(key)


def test_the_form_is_walked_in_welsh(welsh_site: Site, new_page: NewPage) -> None:
    page = new_page(f"{welsh_site.address}/enquiry/start?language=cy", viewport={"width": 320, "height": 568})
    expect(page.get_by_role("link", name="English")).to_be_visible()

    for name, answers in {"start": START, **PAGES, "check": {}, "send": DECLARED}.items():
        expect(page).to_have_url(f"{welsh_site.address}/enquiry/{name}?language=cy")
        assert page.locator("html").get_attribute("lang") == "cy"
        assert Axe().run(page).response["violations"] == []
        assert_nothing_sticks_out(page)
        fill_by_name(page, answers)
        page.locator("#continue, main > .sp-form > p > .govuk-button").last.click()

    expect(page.get_by_role("main")).to_contain_text("Eich cyfeirnod")
    page.goto(f"{welsh_site.address}/enquiry/reason?language=cy")
    expect(page.get_by_role("main")).to_contain_text("Eich cyfeirnod")
