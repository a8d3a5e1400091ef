"""The same conversation with JavaScript off: plain forms, one page an answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.site import FIRST_CHOICES, Site, ask, box, choose, key_of, leave, turns


def test_a_question_is_answered(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, java_script_enabled=False)

    box(page).fill("topic:scheme.what")
    page.get_by_role("button", name="Send").click()

    expect(turns(page)).to_have_count(1)
    expect(turns(page).first.get_by_role("heading", name="Answer")).to_be_visible()
    expect(page.locator("h1 + *")).to_contain_text("Call 999")
    expect(page.get_by_text("topic:scheme.what")).to_have_count(0)


@pytest.mark.parametrize("label", FIRST_CHOICES)
def test_every_first_choice_is_answered(site: Site, new_page: NewPage, label: str) -> None:
    page = new_page(site.address, java_script_enabled=False)

    page.get_by_role("button", name=label, exact=True).click()

    expect(turns(page)).to_have_count(1)
    expect(page.get_by_text("You chose")).to_be_visible()
    expect(turns(page).first).to_contain_text(label)


@pytest.mark.parametrize("label", FIRST_CHOICES)
def test_every_first_choice_is_answered_with_the_script_too(
    site: Site, new_page: NewPage, label: str
) -> None:
    page = new_page(site.address)

    choose(page, label)

    expect(turns(page).first).to_contain_text("You chose")
    expect(turns(page).first.get_by_role("heading", name="Answer")).to_be_visible()


def test_the_next_page_goes_on_with_the_same_conversation(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, java_script_enabled=False)

    page.get_by_role("button", name=FIRST_CHOICES[2]).click()
    expect(turns(page)).to_have_count(1)
    first = key_of(page)
    turns(page).locator("[data-choices] button").first.click()

    expect(page.get_by_text("You chose")).to_be_visible()
    assert first and key_of(page) == first


def test_the_time_limit_is_said_on_the_page(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, java_script_enabled=False)

    expect(page.get_by_text("erased after 20 minutes without use")).to_be_visible()


def test_words_for_the_script_are_not_shown(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, java_script_enabled=False)

    expect(page.get_by_text("Shift key")).to_be_hidden()
    expect(page.get_by_text("Enter sends")).to_be_hidden()


def test_leaving_ends_the_conversation(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, java_script_enabled=False)
    page.get_by_role("button", name=FIRST_CHOICES[1]).click()
    expect(turns(page)).to_have_count(1)
    key = key_of(page)

    leave(page)

    assert site.erased(key)


def test_a_broken_line_for_the_script_alone_leaves_the_plain_form(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.route("**/static/signpost.js*", lambda route: route.abort())
    page.goto(site.address)

    ask_plainly = page.get_by_role("button", name="Send")
    box(page).fill("topic:scheme.what")
    ask_plainly.click()

    expect(turns(page)).to_have_count(1)


def test_a_script_that_fails_midway_submits_the_plain_form(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    page.evaluate("() => { DOMParser.prototype.parseFromString = () => { throw new Error('broken') } }")

    ask(page, "topic:scheme.what")

    expect(turns(page).first.get_by_role("heading", name="Answer")).to_be_visible()
    expect(page.locator("[data-said-text]")).to_be_hidden()
