"""Sixty minutes without use, four hours at most; a warning before, and a way to stay."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.enquiry import fill_in
from tests.browser.site import Site

MINUTE = 60_000


def _open(site: Site, new_page: NewPage) -> Page:
    page = new_page()
    page.clock.install()
    fill_in(page, site.address, until="address")
    return page


def test_a_warning_comes_five_minutes_before(enquiry_site: Site, new_page: NewPage) -> None:
    page = _open(enquiry_site, new_page)

    page.clock.fast_forward(55 * MINUTE + 1000)

    expect(page.get_by_role("alert").filter(has_text="erased in 5 minutes")).to_be_in_viewport()


def test_staying_works_by_keyboard_and_is_told_to_the_server(enquiry_site: Site, new_page: NewPage) -> None:
    page = _open(enquiry_site, new_page)
    page.clock.fast_forward(55 * MINUTE + 1000)
    stay = page.get_by_role("button", name="Stay on this page")

    stay.focus()
    with page.expect_response("**/enquiry/stay") as told:
        page.keyboard.press("Enter")

    assert told.value.status == 204
    expect(stay).to_be_hidden()
    page.clock.fast_forward(30 * MINUTE)
    expect(page.get_by_label("Address line 1")).to_be_visible()


def test_typing_counts_as_use(enquiry_site: Site, new_page: NewPage) -> None:
    page = _open(enquiry_site, new_page)

    for _ in range(3):
        page.clock.fast_forward(40 * MINUTE)
        with page.expect_response("**/enquiry/stay"):
            page.get_by_label("Address line 1").press("a")
            page.clock.run_for(2000)

    expect(page.get_by_label("Address line 1")).to_have_value("aaa")


def test_after_sixty_minutes_the_page_is_calm_and_the_answers_are_erased(
    enquiry_site: Site, new_page: NewPage
) -> None:
    page = _open(enquiry_site, new_page)

    page.clock.fast_forward(60 * MINUTE + 1000)

    expect(page).to_have_url(f"{enquiry_site.address}/enquiry/ended")
    assert page.context.cookies() == []
    page.goto(f"{enquiry_site.address}/enquiry/about-you")
    expect(page.get_by_role("heading", name="This page has closed")).to_be_visible()


def test_four_hours_end_it_in_any_case_after_a_warning(enquiry_site: Site, new_page: NewPage) -> None:
    page = _open(enquiry_site, new_page)

    for _ in range(5):
        page.clock.fast_forward(46 * MINUTE)
        page.get_by_label("Address line 1").press("a")
    page.clock.run_for(2000)
    expect(page.get_by_role("alert").filter(has_text="Please send the form before that")).to_be_visible()
    page.clock.fast_forward(10 * MINUTE)

    expect(page).to_have_url(f"{enquiry_site.address}/enquiry/ended")


def test_twenty_minutes_close_the_confirmation(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install()
    fill_in(page, enquiry_site.address)
    page.clock.fast_forward(15 * MINUTE + 1000)
    expect(page.get_by_role("alert").filter(has_text="this page closes in 5 minutes")).to_be_in_viewport()

    page.clock.fast_forward(5 * MINUTE)

    expect(page).to_have_url(f"{enquiry_site.address}/enquiry/ended")
    page.goto(f"{enquiry_site.address}/enquiry/sent")
    expect(page.get_by_role("heading", name="This page has closed")).to_be_visible()


def test_without_the_script_the_limit_is_said(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    fill_in(page, enquiry_site.address, until="address")

    expect(page.get_by_text("erased after 60 minutes without use, and after 4 hours")).to_be_visible()
    expect(page.get_by_role("button", name="Stay on this page")).to_be_hidden()
