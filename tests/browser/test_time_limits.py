"""Twenty minutes without use, sixty at most; a warning before, and a way to stay."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.site import Site, ask, box, key_of

MINUTE = 60_000


def _open(site: Site, new_page: NewPage) -> Page:
    page = new_page()
    page.clock.install()
    page.goto(site.address)
    ask(page, "topic:scheme.what")
    return page


def test_eighteen_minutes_without_use_bring_a_warning(site: Site, new_page: NewPage) -> None:
    page = _open(site, new_page)

    page.clock.fast_forward(18 * MINUTE + 1000)

    expect(page.get_by_role("alert").filter(has_text="Are you still there?")).to_be_in_viewport()
    expect(page.get_by_role("alert").filter(has_text="closes in 2 minutes")).to_be_visible()


def test_staying_works_by_keyboard_and_is_told_to_the_server(site: Site, new_page: NewPage) -> None:
    assert site.engine
    page = _open(site, new_page)
    key = key_of(page)
    page.clock.fast_forward(18 * MINUTE + 1000)
    stay = page.get_by_role("button", name="Stay on this page")

    stay.focus()
    page.keyboard.press("Enter")

    expect(stay).to_be_hidden()
    expect(box(page)).to_be_focused()
    page.wait_for_timeout(200)
    assert ("stay", {"conversation": key}) in site.engine.received
    page.clock.fast_forward(5 * MINUTE)
    expect(box(page)).to_be_visible()


def test_typing_counts_as_use(site: Site, new_page: NewPage) -> None:
    assert site.engine
    page = _open(site, new_page)

    for _ in range(3):
        page.clock.fast_forward(10 * MINUTE)
        box(page).press("a")
        page.clock.run_for(2000)

    expect(box(page)).to_be_visible()
    page.wait_for_timeout(200)
    assert len([call for call, _ in site.engine.received if call == "stay"]) == 3


def test_after_twenty_minutes_the_page_is_neutral_and_the_chat_erased(site: Site, new_page: NewPage) -> None:
    page = _open(site, new_page)
    key = key_of(page)

    page.clock.fast_forward(20 * MINUTE + 1000)

    expect(page).to_have_url(f"{site.address}/ended")
    expect(page.get_by_role("main")).not_to_contain_text("You said")
    page.wait_for_timeout(300)
    assert site.erased(key)
    expect(page.get_by_role("link", name="Start again")).to_be_visible()


def test_sixty_minutes_end_it_in_any_case_after_a_warning(site: Site, new_page: NewPage) -> None:
    page = _open(site, new_page)

    for _ in range(5):
        page.clock.fast_forward(11 * MINUTE + 40_000)
        box(page).press("a")
    page.clock.run_for(2000)
    expect(page.get_by_role("alert").filter(has_text="ends in 2 minutes")).to_be_visible()
    page.clock.fast_forward(2 * MINUTE)

    expect(page).to_have_url(f"{site.address}/ended")


def test_a_page_that_nobody_used_does_not_close(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install()
    page.goto(site.address)

    page.clock.fast_forward(30 * MINUTE)

    expect(box(page)).to_be_visible()
