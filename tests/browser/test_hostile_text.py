"""Fifty scripts, typed: none runs and none becomes part of the page, whatever else runs on it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.site import Site, box, turns
from tests.dialogue.attacks import listed

SCRIPTS = listed("xss")
# What could carry a script, wherever words of the person may stand.
CARRIERS = "img, script, svg, math, iframe, object, embed, video, a[href^='javascript' i], [onerror]"


def test_there_are_fifty_and_each_is_another() -> None:
    assert len(set(SCRIPTS)) == 50


@pytest.fixture
def dialogs() -> list[str]:
    """The dialogs that opened. Errors of the console are looked for by new_page."""
    return []


def watched(page: Page, dialogs: list[str]) -> Page:
    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return page


def assert_inert(page: Page, dialogs: list[str]) -> None:
    assert page.locator("[role=log], [role=alert], #box").locator(CARRIERS).count() == 0
    assert page.locator(":focus").and_(page.locator("input")).count() == 0  # autofocus onfocus
    assert page.title().removeprefix("Error: ") == "Information and advice"
    assert not dialogs


def test_a_script_that_is_answered_is_shown_as_words(site: Site, new_page: NewPage, dialogs) -> None:
    page = watched(new_page(site.address), dialogs)
    for number, script in enumerate(SCRIPTS, 1):
        box(page).fill(script)
        page.get_by_role("button", name="Send").click()
        expect(turns(page)).to_have_count(number)
        said = turns(page).last.locator("[data-said-text]")
        assert said.evaluate("said => said.textContent") == script
        assert said.locator("*").count() == 0
    assert_inert(page, dialogs)


@pytest.mark.parametrize(
    ("browsers", "ours"),
    [(True, True), (True, False), (False, False)],
    ids=["our script runs", "our script did not load", "JavaScript is off"],
)
def test_a_script_that_is_kept_to_be_sent_again_stays_in_the_box(
    site: Site, new_page: NewPage, dialogs, browsers: bool, ours: bool
) -> None:
    assert site.engine
    site.engine.behaviour = "fails"  # the only case in which what was typed comes back
    page = watched(new_page(java_script_enabled=browsers), dialogs)
    if not ours:
        page.route("**/static/signpost.js*", lambda route: route.abort())
    page.goto(site.address)
    for script in SCRIPTS:
        box(page).fill(script)
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.get_by_role("button", name="Send").click()
        page.wait_for_load_state()
        expect(page.locator("[role=alert] .sp-problem")).to_have_count(1)
        expect(box(page)).to_have_value(script)
        assert_inert(page, dialogs)
