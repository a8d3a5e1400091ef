"""What a person sees before they have asked anything."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.site import FIRST_CHOICES, PAGES, Site, box

PHONE = {"width": 390, "height": 844}


def test_the_999_line_is_the_first_thing_after_the_heading(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    first = page.locator("h1 + *")

    expect(first).to_contain_text("Call 999")
    expect(first.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    for way in ("press 55", "18000", "text 999", "999 BSL"):
        expect(first).to_contain_text(way)


def test_it_says_what_it_is_before_it_asks_anything(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    words = page.get_by_role("main").inner_text()

    lines = ["Call 999", "computer program of Example Police", "No one reads", "not type names"]
    places = [words.index(line) for line in [*lines, *FIRST_CHOICES, "Type a question"]]
    assert places == sorted(places)


def test_six_choices_are_real_submit_buttons(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    buttons = page.locator("form[method=post] ul button[type=submit][name=choice]")

    expect(buttons).to_have_text(FIRST_CHOICES)


def test_choices_and_box_are_in_sight_on_a_phone_without_scrolling(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, viewport=PHONE)

    expect(page.get_by_role("link", name="Call 999").first).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Exit this page")).to_be_in_viewport(ratio=1)
    for label in FIRST_CHOICES:
        expect(page.get_by_role("button", name=label)).to_be_in_viewport(ratio=1)
    expect(box(page)).to_be_in_viewport()


def test_the_box_keeps_its_words_to_itself(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    expect(box(page)).to_have_attribute("autocomplete", "off")
    expect(box(page)).to_have_attribute("spellcheck", "false")
    assert box(page).get_attribute("placeholder") is None
    assert box(page).get_attribute("maxlength") is None
    expect(box(page)).to_have_accessible_description(re.compile("2,000 characters.*No names"))


def test_nothing_on_it_belongs_to_gov_uk(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    style = page.request.get(f"{site.address}/static/signpost.css").text()

    assert "GDS Transport" not in style and "@font-face" not in style
    assert "GOV.UK" not in page.content() and "crown" not in page.content().lower()
    assert page.locator("link[rel=manifest], link[rel=mask-icon], meta[property^=og]").count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_titles_are_neutral(site: Site, new_page: NewPage, path: str) -> None:
    title = new_page(site.address + path).title().lower()

    assert title.endswith("information and advice")
    for word in ("child", "sex", "abuse", "offender", "police", "victim"):
        assert word not in title
