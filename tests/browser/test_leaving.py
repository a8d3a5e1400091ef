"""The ways out, and what Back finds afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.site import ANSWERS, PAGES, Site, ask, box, choose, go, key_of, leave

SIZES = [(320, 256), (320, 568), (390, 844), (1280, 900)]
OURS = ["Information and advice", "Call 999", "Answer", "You said", "Example Police"]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_button_is_never_covered(site: Site, new_page: NewPage, size: tuple[int, int]) -> None:
    page = new_page(site.address, viewport={"width": size[0], "height": size[1]})
    choose(page, "I am a child or young person")

    for place in (0, 0.3, 0.6, 1):
        page.evaluate("place => scrollTo(0, place * document.body.scrollHeight)", place)
        assert _is_on_top(page), place


def test_every_page_has_the_button(site: Site, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 256})

    for path in [*PAGES, *ANSWERS]:
        page.goto(site.address + path)
        for place in (0, 0.5, 1):
            page.evaluate("place => scrollTo(0, place * document.body.scrollHeight)", place)
            assert _is_on_top(page), (path, place)


def _is_on_top(page: Page) -> bool:
    return page.evaluate("""() => {
        const button = document.querySelector("[data-exit-form] button");
        const place = button.getBoundingClientRect();
        const top = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
        return place.top >= 0 && place.bottom <= innerHeight && button.contains(top);
    }""")


@pytest.mark.parametrize("path", ["/", "/information", "/contacts"])
@pytest.mark.parametrize("script", [True, False])
def test_the_second_tab_stop_leaves(site: Site, new_page: NewPage, path: str, script: bool) -> None:
    page = new_page(site.address + path, java_script_enabled=script)

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Exit this page")
    page.keyboard.press("Enter")

    expect(page).to_have_title("Weather")


@pytest.mark.parametrize("script", [True, False])
def test_leaving_erases_the_conversation(site: Site, new_page: NewPage, script: bool) -> None:
    page = new_page(site.address, java_script_enabled=script)
    page.get_by_role("button", name="I am worried about someone").click()
    expect(page.get_by_role("log").locator("> *")).to_have_count(1)
    key = key_of(page)

    leave(page)

    page.wait_for_timeout(300)
    assert site.erased(key)
    assert site.referrers[-1] is None


def test_back_and_forward_find_nothing_of_a_chat(site: Site, new_page: NewPage) -> None:
    page = new_page(site.other)
    page.goto(site.address)
    ask(page, "topic:scheme.what")
    page.get_by_role("link", name="Privacy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    page.get_by_role("link", name="Start page").click()
    ask(page, "topic:scheme.what")

    leave(page)

    for direction in ["back"] * 10 + ["forward"] * 10:
        words = go(page, direction)
        assert not [ours for ours in OURS if ours in words], direction


def test_back_never_finds_an_answer_without_the_script(site: Site, new_page: NewPage) -> None:
    page = new_page(site.other, java_script_enabled=False)
    page.goto(site.address)
    page.get_by_role("button", name="I am worried about someone").click()
    expect(page.get_by_role("log").locator("> *")).to_have_count(1)
    box(page).fill("topic:scheme.what")
    page.get_by_role("button", name="Send").click()

    leave(page)

    seen = [go(page, direction) for direction in ["back"] * 10 + ["forward"] * 10]
    assert not [words for words in seen if "Answer" in words or "You chose" in words]
    assert [words for words in seen if "This page has closed" in words]
    assert not site.engine.conversations


@pytest.mark.parametrize("where", ["page", "box"])
def test_shift_three_times_leaves(site: Site, new_page: NewPage, where: str) -> None:
    page = new_page(site.address)
    if where == "box":
        box(page).focus()

    for _ in range(3):
        page.keyboard.press("Shift")

    expect(page).to_have_title("Weather")


def test_progress_is_said_and_another_key_starts_again(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    box(page).focus()

    page.keyboard.press("Shift")
    expect(page.get_by_role("status").filter(has_text="2 more times")).to_have_count(1)
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.keyboard.type("ABC DEF")
    page.keyboard.press("Escape")

    expect(page).to_have_title("Information and advice")
    expect(page.get_by_role("status").filter(has_text="stopped")).to_have_count(1)


def test_three_presses_that_take_longer_than_five_seconds_do_not_count(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install()
    page.goto(site.address)

    for _ in range(3):
        page.keyboard.press("Shift")
        page.clock.run_for(3_000)

    expect(page).to_have_title("Information and advice")


def test_a_cover_hides_everything_at_once(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    ask(page, "topic:scheme.what")
    page.route("**/exit", lambda route: None)  # a network that does not answer

    seen = page.evaluate("""() => new Promise((done) => {
        const start = performance.now();
        document.querySelector("[data-exit-form] button").click();
        const ms = performance.now() - start;  // the next frame shows it; how soon is the machine's affair
        requestAnimationFrame(() => setTimeout(() => done(
            { ms, words: document.body.innerText, title: document.title })));
    })""")

    assert seen["ms"] < 100
    assert seen["words"].strip() == seen["title"] == "Loading"


def test_the_page_stays_empty_when_the_browser_brings_it_back(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    page.route("**/exit", lambda route: None)

    words = page.evaluate("""() => {
        document.querySelector("[data-exit-form] button").click();
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        return document.body.innerText;
    }""")

    assert words.strip() == "Loading"
