"""What a program can check of WCAG 2.2 AA and good practice, on every page of the form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.enquiry import fill_in, go_on, walk
from tests.browser.site import Site
from tests.browser.test_accessibility import HEADINGS, LOOKS, faults
from tests.browser.test_adapting import LARGE_TEXT, SPACING, assert_nothing_sticks_out

# Where an answer is needed, so that pressing the button alone shows what is wrong.
NEEDED = "start about-you address contact contact-times who/1 how/1 name reason send"


def assert_nothing_found(page: Page) -> None:
    for size, look in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(**look)
        assert faults(page) == [], look


def test_axe_finds_nothing_on_any_page(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    for name in walk(page, enquiry_site.address):
        assert_nothing_found(page)
        if name in NEEDED.split():
            go_on(page)
            assert_nothing_found(page)


@pytest.mark.parametrize("address", ["ended", "no-such-page", "start"])
def test_axe_finds_nothing_beside_the_way(enquiry_site: Site, new_page: NewPage, address: str) -> None:
    page = new_page()
    if address == "start":  # with a form open already
        fill_in(page, enquiry_site.address, until="contact")
    page.goto(f"{enquiry_site.address}/enquiry/{address}")
    assert_nothing_found(page)


def test_axe_finds_nothing_where_help_comes_first(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    fill_in(page, enquiry_site.address, until="reason")
    page.get_by_label("What worries you").fill("help now")
    go_on(page)
    page.wait_for_url("**/enquiry/advice/reason")
    assert_nothing_found(page)


def test_help_comes_first_on_a_page_with_an_error_too(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    fill_in(page, enquiry_site.address, until="reason")
    page.get_by_label("What worries you").fill("help now")
    page.locator("[name=urgent_change]").fill("x" * 301)
    go_on(page)
    expect(page.locator("[data-problems]:has(.sp-answer--safety)")).to_be_focused()
    assert_nothing_found(page)


def test_headings_and_language(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    for _ in walk(page, enquiry_site.address):
        levels = page.evaluate(HEADINGS)
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
        assert page.locator("html").get_attribute("lang") == "en"


def test_the_second_stop_leaves(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    fill_in(page, enquiry_site.address, until="address")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_title("Weather")


def test_at_400_percent_nothing_is_lost(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 256})
    for _ in walk(page, enquiry_site.address):
        assert_nothing_sticks_out(page)


@pytest.mark.parametrize("style", [SPACING, LARGE_TEXT], ids=["spacing", "large text"])
def test_wider_text_fits(enquiry_site: Site, new_page: NewPage, style: str) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, bypass_csp=True)
    for _ in walk(page, enquiry_site.address):
        page.add_style_tag(content=style)
        assert_nothing_sticks_out(page)
