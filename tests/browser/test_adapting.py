"""Zoom, text spacing, large text, small screens, targets, motion, paper: nothing is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.site import Site
from tests.browser.states import STATES

SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
LARGE_TEXT = "html { font-size: 200% !important }"


def assert_nothing_sticks_out(page: Page) -> None:
    wide = page.evaluate("""() => {
        const found = [];
        const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const parts = "button, .govuk-button, li, section, main, footer, header, nav, aside";
        const hidden = ".govuk-visually-hidden, .govuk-skip-link, .sp-table, template, script";
        while (words.nextNode()) {
            const around = words.currentNode.parentElement;
            const isBlank = !words.currentNode.data.trim();
            if (isBlank || !around.checkVisibility() || around.closest(hidden)) continue;
            const edge = around.closest(parts);
            const range = document.createRange();
            range.selectNodeContents(words.currentNode);
            const right = Math.max(...[...range.getClientRects()].map((part) => part.right));
            if (right > Math.min(innerWidth, edge.getBoundingClientRect().right) + 1) {
                found.push([words.currentNode.textContent.trim().slice(0, 60), right]);
            }
        }
        return found;
    }""")
    assert wide == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("state", STATES)
def test_at_400_percent_nothing_scrolls_sideways(site: Site, new_page: NewPage, state: str) -> None:
    page = new_page(viewport={"width": 320, "height": 256})
    STATES[state](page, site)

    assert_nothing_sticks_out(page)


@pytest.mark.parametrize("style", [SPACING, LARGE_TEXT], ids=["spacing", "large text"])
@pytest.mark.parametrize("state", ["first-screen", "answer", "safety", "problem", "topic"])
def test_wider_text_fits(site: Site, new_page: NewPage, state: str, style: str) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, bypass_csp=True)
    STATES[state](page, site)

    page.add_style_tag(content=style)

    assert_nothing_sticks_out(page)


@pytest.mark.parametrize("state", STATES)
def test_targets_are_large_enough(site: Site, new_page: NewPage, state: str) -> None:
    """24 px at least (2.5.8; links within a sentence are exempt), and 44 px for what one presses."""
    page = new_page(viewport={"width": 320, "height": 568})
    STATES[state](page, site)

    small = page.evaluate("""() => [...document.querySelectorAll("a, button, summary, textarea")]
        .filter((element) => element.checkVisibility() && !element.matches(".govuk-skip-link"))
        .filter((element) => !element.closest("p.sp-small, .sp-sources"))
        .map((element) => [element.innerText, element.tagName, element.getBoundingClientRect()])
        .filter(([, tag, { width, height }]) =>
            height < (tag === "BUTTON" || tag === "TEXTAREA" ? 44 : 40) || width < 24)
        .map(([words, , { width, height }]) => [words, width, height])""")

    assert small == []


def test_nothing_moves(site: Site, new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    STATES["safety"](page, site)

    moving = page.evaluate("""() => document.getAnimations().length + [...document.querySelectorAll("*")]
        .filter((element) => getComputedStyle(element).scrollBehavior === "smooth").length""")

    assert moving == 0


def test_paper_shows_answers_and_numbers_and_not_the_controls(site: Site, new_page: NewPage) -> None:
    page = new_page()
    STATES["safety"](page, site)

    page.emulate_media(media="print")

    expect(page.get_by_role("log").get_by_role("link", name="Call 999").first).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_hidden()
    expect(page.get_by_role("button", name="Exit this page")).to_be_hidden()


def test_forced_colours_keep_the_shapes(site: Site, new_page: NewPage) -> None:
    page = new_page(forced_colors="active")
    STATES["safety"](page, site)

    for shape in (".sp-urgent", ".sp-answer", ".sp-contact", ".sp-exit button", ".sp-choices button"):
        style = page.locator(shape).first.evaluate("(element) => getComputedStyle(element).borderTopStyle")
        assert style == "solid", shape
