"""Where the pages are in a test, and what a person does on them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Error, Locator, Page, expect

from tests.web.doubles import library
from tests.web.engine_double import EngineDouble

FIRST_CHOICES = [
    "A child is in danger now",
    "I am a child or young person",
    "I am worried about someone",
    "Ask the police about a person",
    "I am worried about my own thoughts or behaviour",
    "Something else",
]
READING = ["/information", "/information/how-long-it-takes", "/contacts", "/about"]
READING += ["/using-this-page-safely", "/privacy", "/cookies", "/accessibility"]
PAGES = ["/", *READING, "/ended"]
ANSWERS = [topic.page for topic in library().topics.values() if topic.is_readable]


@dataclass
class Site:
    """`referrers` grows with each visit to the other site; `engine` is None where there is none."""

    address: str
    other: str
    referrers: list[str | None]
    engine: EngineDouble | None

    def erased(self, key: str) -> bool:
        """Whether the conversation is gone from the engine."""
        assert self.engine
        return key not in self.engine.conversations


def box(page: Page) -> Locator:
    return page.get_by_label("Type a question")


def turns(page: Page) -> Locator:
    """The turns that the log holds."""
    return page.get_by_role("log").locator("> *")


def key_of(page: Page) -> str:
    """The key of the conversation, as the form holds it."""
    return page.locator("#box [name=conversation]").input_value()


def ask(page: Page, text: str) -> None:
    """Type and send, and wait for the answer."""
    before = turns(page).count()
    box(page).fill(text)
    page.get_by_role("button", name="Send").click()
    expect(turns(page)).to_have_count(before + 1)


def choose(page: Page, label: str) -> None:
    """Press a choice, and wait for the answer."""
    before = turns(page).count()
    page.get_by_role("button", name=label, exact=True).last.click()
    expect(turns(page)).to_have_count(before + 1)


def leave(page: Page) -> None:
    """Press the exit button and wait until the other site is there."""
    page.get_by_role("button", name="Exit this page").last.click()
    expect(page).to_have_title("Weather")


def go(page: Page, direction: str) -> str:
    """Press Back or Forward; the words on the page that then shows, whatever it is."""
    try:
        (page.go_back if direction == "back" else page.go_forward)(timeout=5_000)
    except Error:  # the browser's own page, that it cannot show the answer to a form: who is curious reloads
        page.wait_for_timeout(300)
        page.reload(timeout=5_000)
    return page.title() + page.locator("body").inner_text()
