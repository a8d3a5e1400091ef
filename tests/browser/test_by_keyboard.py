"""Nobody needs a pointer: a chat and what goes wrong in it, the form and what is wrong with an answer."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.enquiry import fill_in
from tests.browser.site import Site, box, turns
from tests.browser.test_accessibility import focus_of

MOST_STOPS = 60
LOW = {"width": 320, "height": 256}  # a window of 1280 by 1024 pixels at 400 %


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called `name` has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (stop := focus_of(page)) and stop["name"].startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached")


def test_a_chat(site: Site, new_page: NewPage) -> None:
    assert site.engine
    page = new_page(site.address)

    tab_to(page, "I am worried about someone")
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(1)
    tab_to(page, "text")
    page.keyboard.type("topic:scheme.what")
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(2)

    site.engine.behaviour = "fails"
    page.keyboard.type("topic:scheme.what")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert] .sp-problem")).to_be_visible()
    site.engine.reset()
    expect(box(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(3)

    page.keyboard.press("Tab")
    tab_to(page, "Start again")
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(0)


def test_what_is_wrong_in_the_form_is_mended(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page(viewport=LOW)
    fill_in(page, enquiry_site.address, until="name")

    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.locator("[data-problems]")).to_be_focused()
    tab_to(page, "Enter a name, a nickname or an address")
    page.keyboard.press("Enter")
    expect(page.get_by_label("First name")).to_be_focused()
    page.keyboard.type("Placeholder")
    tab_to(page, "Continue")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{enquiry_site.address}/enquiry/details")


def test_every_stop_of_a_page_with_problems_can_be_seen(enquiry_site: Site, new_page: NewPage) -> None:
    """2.4.7 and 2.4.11."""
    page = new_page(viewport=LOW)
    fill_in(page, enquiry_site.address, until="contact-times")
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.locator("[data-problems]")).to_be_focused()

    seen = []
    while not seen or seen[-1] != "Continue":
        page.keyboard.press("Tab")
        stop = focus_of(page)
        assert stop and stop["in_sight"] and stop["has_ring"], stop
        seen.append(stop["name"])

    assert len(seen) > 8 and len(seen) < MOST_STOPS
