"""A conversation with the script running."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.site import Site, ask, box, choose, key_of, turns


def test_a_turn_adds_one_node_that_names_both_speakers(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    ask(page, "topic:scheme.what")
    ask(page, "kind:clarify")

    log = page.get_by_role("log", name="Conversation")
    expect(log.locator("> *")).to_have_count(2)
    expect(turns(page).first).to_contain_text("You said")
    expect(turns(page).first).to_contain_text("topic:scheme.what")
    expect(turns(page).first.get_by_role("heading", name="Answer")).to_be_visible()


def test_older_turns_are_never_written_again(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    ask(page, "topic:scheme.what")
    page.evaluate("""() => {
        window.changes = [];
        const log = document.querySelector("[role=log]");
        new MutationObserver((list) => window.changes.push(...list.map((change) =>
            change.target === log ? change.addedNodes.length : "inside"))).observe(
            log, { childList: true, subtree: true, characterData: true, attributes: true });
    }""")

    ask(page, "kind:clarify")
    choose(page, "I am worried about someone")

    assert page.evaluate("window.changes") == [1, 1]


def test_focus_stays_in_the_box(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    ask(page, "topic:scheme.what")

    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")


def test_enter_sends_and_shift_enter_does_not(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    box(page).fill("one")

    box(page).press("Shift+Enter")
    expect(box(page)).to_have_value("one\n")
    box(page).press("Enter")

    expect(turns(page)).to_have_count(1)


def test_twenty_turns_are_one_entry_in_the_history(site: Site, new_page: NewPage) -> None:
    page = new_page(site.other)
    page.goto(site.address)
    before = page.evaluate("history.length")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    for number in range(20):
        ask(page, f"topic:scheme.what {number}")

    assert page.evaluate("history.length") == before
    assert page.url == f"{site.address}/"


def test_waiting_is_said_in_a_status_and_a_second_press_is_held_back(site: Site, new_page: NewPage) -> None:
    assert site.engine
    page = new_page(site.address)
    site.engine.behaviour, site.engine.delay = "slow", 1.0
    box(page).fill("topic:scheme.what")

    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status").filter(has_text="Getting an answer")).to_be_visible()
    page.get_by_role("button", name="Send").click()

    expect(turns(page)).to_have_count(1)
    assert len(site.engine.turns) == 1
    expect(page.get_by_role("status").filter(has_text="Getting an answer")).to_have_count(0)


def test_an_empty_box_is_not_sent(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    box(page).fill("   ")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("status").filter(has_text="Type a question first")).to_be_visible()
    assert site.engine and not site.engine.turns


def test_the_conversation_goes_on_under_one_key(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    ask(page, "topic:scheme.what")
    first = key_of(page)
    choose(page, "Ask the police about a person")

    assert first and key_of(page) == first
    assert site.engine and [turn["conversation"] for turn in site.engine.turns] == [None, first]


def test_a_safety_card_stays_within_reach(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, viewport={"width": 390, "height": 844})

    choose(page, "I am a child or young person")

    strip = page.get_by_role("region", name="Get help now")
    expect(strip.get_by_role("link", name="999").first).to_be_in_viewport(ratio=1)
    expect(strip.get_by_role("link", name="Childline").first).to_be_in_viewport(ratio=1)


def test_characters_are_counted_from_1500(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    counter = page.locator("[data-count]")

    box(page).fill("a" * 1499)
    expect(counter).not_to_contain_text("left")
    box(page).fill("a" * 1500)
    expect(counter).to_have_text("500 characters left")
    box(page).fill("a" * 2001)
    expect(counter).to_have_text("1 character too many")
    expect(page.get_by_role("status").filter(has_text="too many")).to_have_count(1)


def test_typed_markup_stays_words(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    ask(page, "<img src=x onerror=alert(1)><b>bold</b>")

    expect(turns(page).first).to_contain_text("<img src=x onerror=alert(1)>")
    assert turns(page).locator("img, b").count() == 0
