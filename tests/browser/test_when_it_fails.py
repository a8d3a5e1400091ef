"""No line, no engine, too many, too long: calm words, people to call, and what was typed is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.site import Site, ask, box, turns


def _send(page: Page, text: str) -> None:
    box(page).fill(text)
    page.get_by_role("button", name="Send").click()


def test_without_a_line_the_words_stay_and_999_is_there(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    page.context.set_offline(True)

    _send(page, "topic:scheme.what")

    alert = page.get_by_role("alert").filter(has_text="No answer came")
    expect(alert.get_by_role("link", name="Call 999")).to_be_visible()
    expect(alert.get_by_role("link", name="Childline")).to_be_visible()
    expect(box(page)).to_have_value("topic:scheme.what")

    page.context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    expect(turns(page)).to_have_count(1)
    expect(alert).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("behaviour", ["fails", "hangs up", "is not JSON", "busy", "not_offered"])
def test_an_engine_in_trouble_is_told_calmly(
    site: Site, new_page: NewPage, behaviour: str, script: bool
) -> None:
    assert site.engine
    page = new_page(site.address, java_script_enabled=script)
    site.engine.behaviour = behaviour

    _send(page, "topic:scheme.what")

    alert = page.locator("[role=alert] .sp-problem")
    expect(alert.get_by_role("link", name="Call 999")).to_be_visible()
    expect(box(page)).to_have_value("topic:scheme.what")
    expect(turns(page)).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_danger_is_answered_with_the_engine_down(
    site_without_engine: Site, new_page: NewPage, script: bool
) -> None:
    page = new_page(site_without_engine.address, java_script_enabled=script)
    expect(page.get_by_text("Most questions cannot be answered now")).to_be_visible()

    _send(page, "help now")

    expect(turns(page).first.get_by_role("link", name="Call 999").first).to_be_visible()
    expect(page.get_by_role("region", name="Get help now")).to_be_visible()


def test_too_long_a_text_is_kept_to_be_cut(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, java_script_enabled=False)

    _send(page, "long " * 500)

    expect(page.get_by_role("heading", name="Your message is too long")).to_be_visible()
    assert box(page).input_value().startswith("long long")
    expect(page).to_have_title("Error: Information and advice")


def test_while_it_loads_the_page_says_so_and_notices_the_end(loading_site: Site, new_page: NewPage) -> None:
    assert loading_site.engine
    page = new_page(loading_site.address)
    expect(page.get_by_text("Starting up")).to_be_visible()

    loading_site.engine.behaviour = "answers"

    expect(page.get_by_text("Starting up")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="Ready")).to_be_visible()
    ask(page, "topic:scheme.what")


def test_closed_for_repair_is_said(closed_site: Site, new_page: NewPage) -> None:
    page = new_page(closed_site.address)

    expect(page.get_by_text("Closed for repair")).to_be_visible()
    expect(page.get_by_role("link", name="Call 999").first).to_be_visible()


def test_an_unknown_page_helps_on(site: Site, new_page: NewPage) -> None:
    page = new_page(f"{site.address}/no-such-page")

    expect(page).to_have_title("Error: Information and advice")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    expect(page.locator("h1 + *")).to_contain_text("Call 999")
    page.get_by_role("link", name="Go to the start page").click()
    expect(box(page)).to_be_visible()


def test_an_expired_conversation_is_said_and_goes_on(site: Site, new_page: NewPage) -> None:
    assert site.engine
    page = new_page(site.address)
    ask(page, "topic:scheme.what")
    site.engine.conversations.clear()

    ask(page, "topic:scheme.what")

    expect(turns(page).last).to_contain_text("This is a new one")
