"""What a program can check of WCAG 2.2 AA and good practice, in every state of every page."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.site import ANSWERS, Site
from tests.browser.states import READING, STATES

PHONE, DESKTOP = {"width": 320, "height": 568}, {"width": 1280, "height": 900}
LOOKS = [
    (PHONE, {}),
    (DESKTOP, {}),
    (PHONE, {"color_scheme": "dark"}),
    (DESKTOP, {"color_scheme": "light", "forced_colors": "active"}),
]
HEADINGS = """[...document.querySelectorAll("h1, h2, h3, h4")].filter((heading) => heading.checkVisibility())
    .map((heading) => Number(heading.tagName[1]))"""


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(site: Site, new_page: NewPage, state: str) -> None:
    page = new_page()
    STATES[state](page, site)

    for size, look in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(**look)
        assert faults(page) == [], look


def test_axe_finds_nothing_on_any_answer(site: Site, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE)
    for path in ANSWERS:
        page.goto(site.address + path)
        assert faults(page) == [], path


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds: rules, each with the parts of the page that break it."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("state", STATES)
def test_headings_and_language(site: Site, new_page: NewPage, state: str) -> None:
    page = new_page()
    STATES[state](page, site)

    levels = page.evaluate(HEADINGS)

    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("state", ["first-screen", "answer", "safety", "problem", "idle", "topic", "table"])
@pytest.mark.parametrize("size", [(320, 256), (1280, 900)], ids=str)
def test_every_tab_stop_can_be_seen(site: Site, new_page: NewPage, state: str, size: tuple[int, int]) -> None:
    """2.4.7 and 2.4.11, also at 400 % zoom of a window of 1280 by 1024 pixels."""
    page = new_page(viewport={"width": size[0], "height": size[1]})
    STATES[state](page, site)
    stops = page.locator("a:visible, button:visible, textarea:visible, summary:visible, .sp-table").count()
    page.evaluate("() => { scrollTo(0, 0); document.activeElement.blur() }")

    seen = []
    for _ in range(stops + 2):
        page.keyboard.press("Tab")
        if stop := focus_of(page):
            seen.append(stop["name"])
            assert stop["in_sight"] and stop["has_ring"], stop

    assert len(set(seen)) > 5 and ("Send" in seen or state in READING)


def focus_of(page: Page) -> dict | None:
    """What has the focus, if anything: its name, whether it can be seen, and that it has it."""
    return page.evaluate("""() => {
        const focused = document.activeElement;
        if (focused === document.body) return null;
        // The box or circle that is drawn for a checkbox or a radio button stands before its label.
        const drawn = focused.matches("[type=radio], [type=checkbox]") ? focused.nextElementSibling : null;
        // A link that is broken over two lines is in two places.
        const at = [...focused.getClientRects()].flatMap((place) => [0.15, 0.5, 0.85].flatMap((x) =>
            [0.15, 0.5, 0.85].map((y) =>
                document.elementFromPoint(place.x + place.width * x, place.y + place.height * y))));
        const style = drawn ? getComputedStyle(drawn, "::before") : getComputedStyle(focused);
        return {
            name: (focused.innerText || focused.id).trim(),
            in_sight: at.some((element) => element && focused.contains(element)),
            has_ring: style.outlineStyle !== "none" || style.boxShadow !== "none",
        };
    }""")
