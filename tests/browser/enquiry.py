"""What a person does on the pages of the form, from the first to the last, with invented answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page, expect

Fill = Callable[[Page], None]


def _choose(page: Page, question: str, *answers: str) -> None:
    for answer in answers:
        page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def _start(page: Page) -> None:
    _choose(page, "Is a child in danger now?", "No child is in danger now")
    _choose(page, "What do you need?", "Ask the police about a person")
    _choose(page, "Is there one person you want to ask about?", "Yes, one person")
    _choose(page, "Is there a child you have in mind?", "Yes, there is a child")


def _about_you(page: Page) -> None:
    page.get_by_label("First name").fill("Test")
    page.get_by_label("Last name").fill("Example")
    for part, value in (("Day", "27"), ("Month", "3"), ("Year", "1985")):
        page.get_by_label(part).fill(value)


def _address(page: Page) -> None:
    page.get_by_label("Address line 1").fill("1 Test Street")
    page.get_by_label("Town or city").fill("Testville")
    page.get_by_label("Postcode").fill("zz99 9zz")


def _contact(page: Page) -> None:
    _choose(page, "Safe ways to reach you", "Phone call")
    page.get_by_label("Phone number").fill("01632 960 001")


def _contact_times(page: Page) -> None:
    _choose(page, "Can the person you ask about see", "No")
    _choose(page, "When is it safe to reach you?", "Mornings", "Weekends")
    _choose(page, "Is it safe to leave a voice message?", "No")


def _who(page: Page) -> None:
    page.get_by_label("First name").fill("Sample")
    page.get_by_label("Age, if you do not know the date of birth").fill("7")
    _choose(page, "What are you to the child?", "Grandparent or other relative")


def _home(page: Page) -> None:
    _choose(page, "Where does the child live?", "With the person I ask about")


def _how(page: Page) -> None:
    _choose(page, "What contact do they have?", "They live with the child")


def _name(page: Page) -> None:
    page.get_by_label("First name").fill("Placeholder")


def _reason(page: Page) -> None:
    page.get_by_label("What worries you").fill("Synthetic text for tests.")


def _send(page: Page) -> None:
    for box in page.get_by_role("checkbox").all():
        box.check()


def _nothing(page: Page) -> None:
    """A page that may be left as it is."""


# Every page that is filled in for one child, by its address, in order.
PAGES: dict[str, Fill] = {
    "start": _start,
    "about-you": _about_you,
    "address": _address,
    "contact": _contact,
    "contact-times": _contact_times,
    "language": _nothing,
    "who/1": _who,
    "home/1": _home,
    "how/1": _how,
    "name": _name,
    "details": _nothing,
    "reason": _reason,
    "check": _nothing,
    "send": _send,
}


def fill_by_name(page: Page, answers: dict[str, Any]) -> None:
    """The answers of tests/web/applicant.py, in whatever language the page is."""
    for name, given in answers.items():
        fields = page.locator(f"main [name='{name}']")
        for place, value in enumerate(given if isinstance(given, list) else [given]):
            chosen = page.locator(f"main [name='{name}'][value='{value}']")
            if fields.first.get_attribute("type") in ("radio", "checkbox"):
                chosen.check()
            else:
                fields.nth(place).fill(value)


# The answers of the guided path in the chat: its first question is what the first page offers.
PATH = [
    "No child is in danger now",
    "Ask the police about a person",
    "Yes, one person",
    "Yes, there is a child",
    "The area of Example Police",
    "Yes, it is safe to go on",
]
WAY_ON = "Go on to the form"


def from_the_chat(page: Page) -> None:
    """From the first page through the six questions to the form, and yes to what was chosen."""
    page.get_by_role("button", name="Ask the police about a person").click()
    for answer in PATH:
        page.get_by_role("log").get_by_role("button", name=answer, exact=True).click()
    page.get_by_role("log").get_by_role("button", name=WAY_ON).click()
    _choose(page, "Is this right?", "Yes, use these answers")
    go_on(page)


def go_on(page: Page) -> None:
    """Press the button that leads on."""
    page.locator("main .govuk-button:not(.govuk-button--secondary):not([data-stay])").last.click()


def walk(page: Page, address: str, until: str = "sent") -> Iterator[str]:
    """Fill in the form at `address` up to a page; yields the name of each page that opens."""
    page.goto(f"{address}/enquiry/start")
    yield from go_through(page, address, until)


def go_through(page: Page, address: str, until: str = "sent", first: str = "start") -> Iterator[str]:
    """As `walk`, from a page of the form on, which is open already."""
    names = list(PAGES)
    for name in names[names.index(first) :]:
        expect(page).to_have_url(f"{address}/enquiry/{name}")
        yield name
        if name == until:
            return
        PAGES[name](page)
        go_on(page)
    expect(page).to_have_url(f"{address}/enquiry/sent")
    yield "sent"


def fill_in(page: Page, address: str, until: str = "sent") -> None:
    """As `walk`, without stopping on the way."""
    for _ in walk(page, address, until):
        pass
