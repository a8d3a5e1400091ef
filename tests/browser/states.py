"""Every state a page can be in, by name, and how to bring it about."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.site import Site, ask, box, choose


def _first_screen(page: Page, site: Site) -> None:
    page.goto(site.address)


def _answer(page: Page, site: Site) -> None:
    page.goto(site.address)
    ask(page, "topic:scheme.who_can_apply")
    page.get_by_text("Where this comes from").last.click()


def _safety(page: Page, site: Site) -> None:
    page.goto(site.address)
    choose(page, "I am a child or young person")


def _steps(page: Page, site: Site) -> None:
    page.goto(site.address)
    ask(page, "child told")
    page.get_by_text("Show the advice again").click()


def _clarify(page: Page, site: Site) -> None:
    page.goto(site.address)
    ask(page, "kind:clarify")


def _handover(page: Page, site: Site) -> None:
    page.goto(site.address)
    ask(page, "kind:handover")


def _problem(page: Page, site: Site) -> None:
    assert site.engine
    page.goto(site.address)
    site.engine.behaviour = "fails"
    box(page).fill("topic:scheme.what")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[role=alert] .sp-problem")).to_be_visible()


def _no_line(page: Page, site: Site) -> None:
    page.goto(site.address)
    page.route("**/*", lambda route: route.abort())
    box(page).fill("topic:scheme.what")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").filter(has_text="No answer came")).to_be_visible()


def _too_long(page: Page, site: Site) -> None:
    page.goto(site.address)
    box(page).fill("long " * 401)
    expect(page.locator("[data-count]")).to_have_text("5 characters too many")


def _idle(page: Page, site: Site) -> None:
    page.clock.install()
    _answer(page, site)
    page.clock.fast_forward(18 * 60_000 + 1000)
    expect(page.get_by_role("button", name="Stay on this page")).to_be_visible()
    page.clock.resume()


def _down(page: Page, site: Site) -> None:
    assert site.engine
    site.engine.behaviour = "fails"
    page.goto(site.address)
    expect(page.get_by_text("Most questions cannot be answered now")).to_be_visible()


def _loading(page: Page, site: Site) -> None:
    assert site.engine
    site.engine.behaviour = "loading"
    page.goto(site.address)
    expect(page.get_by_text("Starting up")).to_be_visible()


def _reading(page: Page, site: Site) -> None:
    _safety(page, site)
    page.get_by_role("contentinfo").get_by_role("link", name="People who can help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People who can help")


def _search(page: Page, site: Site) -> None:
    page.goto(site.address + "/information")
    page.get_by_label("Search all information").fill("neighbour")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="What we found")).to_be_visible()


def _thanks(page: Page, site: Site) -> None:
    page.goto(site.address + "/information/how-long-it-takes")
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()


def _at(path: str) -> Callable[[Page, Site], None]:
    def visit(page: Page, site: Site) -> None:
        page.goto(site.address + path)

    return visit


CHAT: dict[str, Callable[[Page, Site], None]] = {
    "first-screen": _first_screen,
    "answer": _answer,
    "safety": _safety,
    "steps": _steps,
    "clarify": _clarify,
    "handover": _handover,
    "problem": _problem,
    "no-line": _no_line,
    "too-long": _too_long,
    "idle": _idle,
    "down": _down,
    "loading": _loading,
    "reading-in-chat": _reading,
}
READING: dict[str, Callable[[Page, Site], None]] = {
    "information": _at("/information"),
    "topic": _at("/information/leave-safely"),
    "drawing": _at("/information/step-by-step"),
    "wide-drawing": _at("/information/which-agencies-are-involved"),
    "table": _at("/information/how-many-people-ask"),
    "search": _search,
    "thanks": _thanks,
    "contacts": _at("/contacts"),
    "about": _at("/about"),
    "cookies": _at("/cookies"),
    "safe-use": _at("/using-this-page-safely"),
    "privacy": _at("/privacy"),
    "accessibility": _at("/accessibility"),
    "ended": _at("/ended"),
    "not-found": _at("/no-such-page"),
}
STATES = {**CHAT, **READING}
