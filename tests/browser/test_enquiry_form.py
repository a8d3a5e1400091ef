"""The whole way through the form in a real browser: with the script, without it, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.enquiry import PAGES, PATH, WAY_ON, fill_in, from_the_chat, go_on, go_through, walk
from tests.browser.site import Site, box, go, key_of, leave, turns
from tests.browser.test_by_keyboard import tab_to

REFERENCE = re.compile(r"TEST-\w{3}-\w{3}-\w{3}")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_whole_way_from_the_chat(site: Site, new_page: NewPage, script: bool) -> None:
    page = new_page(site.address, java_script_enabled=script)
    from_the_chat(page)

    for _ in go_through(page, site.address, first="about-you"):
        pass

    expect(page.get_by_text(REFERENCE)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("The police will NOT get what you write here")
    expect(page.get_by_role("main")).not_to_contain_text("Synthetic text")


def test_the_whole_way_from_the_chat_by_keyboard(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    for taken, choice in enumerate(["Ask the police about a person", *PATH], 1):
        tab_to(page, choice)
        page.keyboard.press("Enter")
        expect(turns(page)).to_have_count(taken)

    for typed in [{}, *KEYS]:
        _by_keyboard(page, typed)

    expect(page).to_have_url(f"{site.address}/enquiry/sent")


# What stands in the focus, and the key or text for it, page by page; Enter in the end.
NAME = {"given_name": "Test", "family_name": "Example"}
BORN = {"date_of_birth": "27", "date_of_birth-month": "3", "date_of_birth-year": "1985"}
DECLARED = ("true_to_best_of_knowledge", "confidentiality_understood", "sharing_understood")
KEYS: list[dict[str, str]] = [
    {"is_right": "Space"},
    {**NAME, **BORN},
    {"address-address_line_1": "1 Test Street", "address-town_or_city": "Testville"},
    {"methods_allowed-3": "Space", "email_address": "test@example.com"},
    {"subject_can_see": "ArrowDown", "safe_times": "Space"},
    {},
    {"given_name": "Sample", "applicant_relationship": "Space"},
    {},
    {"contact_type": "Space"},
    {"given_name": "Placeholder"},
    {},
    {"reason": "Synthetic text."},
    {},
    dict.fromkeys(DECLARED, "Space"),
]


def _by_keyboard(page: Page, typed: dict[str, str]) -> None:
    """Tab through a page, answering on the way, to the button that leads on."""
    address = page.url
    for _ in range(90):
        page.keyboard.press("Tab")
        here = page.evaluate("() => [document.activeElement.id, document.activeElement.innerText.trim()]")
        keys = typed.get(here[0])
        if keys in ("Space", "ArrowDown"):
            page.keyboard.press(keys)
        elif keys:
            page.keyboard.type(keys)
        if here[1] in (WAY_ON, "Start now", "Continue", "Send to the police"):
            page.keyboard.press("Enter")
            break
    expect(page).not_to_have_url(address)


def test_what_is_wrong_is_said_first_and_leads_to_its_field(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    fill_in(page, enquiry_site.address, until="about-you")

    go_on(page)

    expect(page).to_have_title("Error: Step 1 of 11 - Information and advice")
    expect(page.locator("[data-problems]")).to_be_focused()
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Enter your date of birth").click()
    expect(page.get_by_label("Day")).to_be_focused()
    assert page.evaluate("history.length") == before


def test_a_long_worry_is_counted(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    fill_in(page, enquiry_site.address, until="reason")
    worry = page.get_by_label("What worries you")

    counter = page.locator(".govuk-character-count__message").first

    worry.fill("a" * 2999)
    expect(counter).to_have_text("")
    worry.fill("a" * 3999)
    expect(counter).to_have_text("1 character left")
    worry.fill("a" * 4002)
    expect(counter).to_have_text("2 characters too many")
    expect(page.get_by_role("status").filter(has_text="2 characters too many")).to_have_count(1)


def test_sending_by_two_clicks_is_sending_once(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    fill_in(page, enquiry_site.address, until="send")
    PAGES["send"](page)

    page.get_by_role("button", name="Send to the police").dblclick(no_wait_after=True)

    expect(page.get_by_text(REFERENCE)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_back_after_sending_shows_no_answers(enquiry_site: Site, new_page: NewPage, script: bool) -> None:
    page = new_page(java_script_enabled=script)
    fill_in(page, enquiry_site.address)

    for _ in range(4):
        seen = go(page, "back")
        assert "Synthetic text" not in seen and "Placeholder" not in seen
        assert "Your reference" in seen or "Before you start" in seen or "blank" in page.url


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("until", ["reason", "check", "sent"])
def test_back_and_forward_after_leaving_never_show_the_form(
    enquiry_site: Site, new_page: NewPage, script: bool, until: str
) -> None:
    page = new_page(enquiry_site.other, java_script_enabled=script)
    fill_in(page, enquiry_site.address, until)
    forms = page.locator("main form, main dl, main .govuk-panel")

    leave(page)

    for direction in ["back"] * 10 + ["forward"] * 10:
        seen = go(page, direction)
        assert not [word for word in ("Test Street", "Synthetic", "Placeholder", "TEST-") if word in seen]
        assert forms.count() == 0 or (not script and page.url.endswith("/enquiry/start"))
        if script:  # all of the form was one entry
            assert "Weather" in seen or "blank" in page.url
    assert page.context.cookies() == []


def test_nothing_is_stored_and_nobody_else_is_asked(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))

    for name in walk(page, enquiry_site.address):
        kept = page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,"
            " (await indexedDB.databases()).length, document.cookie.length]"
        )
        assert kept == [0, 0, 0, 0, 0]
        cookies = page.context.cookies()
        assert [cookie["name"] for cookie in cookies] == ([] if name == "start" else ["enquiry"])
        assert all(c["httpOnly"] and c["sameSite"] == "Strict" and c["expires"] == -1 for c in cookies)

    assert asked == {enquiry_site.address}


def test_the_exit_is_in_sight_on_every_page(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 568})

    for _ in walk(page, enquiry_site.address):
        for at in (0, 0.5, 1):
            page.evaluate(f"scrollTo(0, document.body.scrollHeight * {at})")
            button = page.get_by_role("button", name="Exit this page").last.bounding_box()
            assert button and 0 <= button["y"] < 100
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_browser_that_fills_in_names_fills_in_only_ones_own(enquiry_site: Site, new_page: NewPage) -> None:
    page = new_page()

    for name in walk(page, enquiry_site.address, until="reason"):
        if name in ("about-you", "address", "contact"):
            continue
        for field in page.locator("main input:not([type=hidden]), main textarea").all():
            if field.get_attribute("type") in ("radio", "checkbox"):
                continue
            assert field.get_attribute("autocomplete") == "off"


@pytest.mark.parametrize("child", [2])
def test_a_second_child_by_its_button(enquiry_site: Site, new_page: NewPage, child: int) -> None:
    page = new_page()
    fill_in(page, enquiry_site.address, until="how/1")
    PAGES["how/1"](page)

    page.get_by_role("button", name="Save and add another child").click()

    expect(page).to_have_url(f"{enquiry_site.address}/enquiry/who/{child}")
    expect(page.get_by_text(f"Child {child}")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_chat_to_the_form_and_out(site: Site, new_page: NewPage, script: bool) -> None:
    page = new_page(site.other, java_script_enabled=script)
    page.goto(site.address)
    box(page).fill("kind:handover")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log")).to_contain_text("You have not applied yet")
    key = key_of(page)

    page.get_by_role("log").locator("form[action='/enquiry/start'] button").click()

    expect(page).to_have_url(f"{site.address}/enquiry/start")
    assert site.erased(key)
    leave(page)
    for _ in range(10):
        seen = go(page, "back")
        assert "You have not applied yet" not in seen and "What you told us" not in seen
