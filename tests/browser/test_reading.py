"""Pages to read, from a chat and back: the chat is never lost, and Back never finds it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.site import Site, ask, box, choose, go, key_of, leave, turns

PAGE_OF_AN_ANSWER = "Open this answer as a page"


def _follow(page: Page, name: str) -> None:
    """The way called `name`: a link, or the button in its place that carries the key of a chat."""
    page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).last.click()


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_page_is_read_in_the_place_of_the_chat(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    ask(page, "topic:scheme.what")
    box(page).fill("half a thought")
    key, entries = key_of(page), page.evaluate("history.length")

    _follow(page, PAGE_OF_AN_ANSWER)
    _heading(page, "What the scheme is")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(turns(page)).to_have_count(0)
    _follow(page, "Privacy")
    _heading(page, "Privacy")
    _follow(page, "Back to the chat")

    _heading(page, "Information and advice")
    expect(turns(page)).to_have_count(1)
    expect(box(page)).to_have_value("half a thought")
    assert page.evaluate("history.length") == entries
    assert page.url == f"{site.address}/" and key_of(page) == key
    ask(page, "topic:scheme.what")
    expect(turns(page)).to_have_count(2)


def test_the_safety_card_stays_beside_a_page(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, viewport={"width": 390, "height": 844})
    choose(page, "I am a child or young person")

    _follow(page, "Privacy")

    _heading(page, "Privacy")
    strip = page.get_by_role("region", name="Get help now")
    expect(strip.get_by_role("link", name="Childline").first).to_be_in_viewport(ratio=1)


def test_leaving_from_a_page_ends_the_chat_and_back_finds_nothing(site: Site, new_page: NewPage) -> None:
    page = new_page(site.other)
    page.goto(site.address)
    ask(page, "topic:scheme.what")
    key = key_of(page)
    _follow(page, PAGE_OF_AN_ANSWER)
    _heading(page, "What the scheme is")

    leave(page)

    page.wait_for_timeout(300)
    assert site.erased(key)
    for direction in ["back"] * 3 + ["forward"] * 3:
        assert "Example Police" not in go(page, direction), direction


def test_without_a_line_the_chat_stays_and_says_so(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    ask(page, "topic:scheme.what")
    page.context.set_offline(True)

    _follow(page, PAGE_OF_AN_ANSWER)

    expect(page.get_by_role("alert").filter(has_text="No answer came")).to_be_visible()
    expect(turns(page)).to_have_count(1)


def test_without_the_script_a_form_carries_the_chat_there_and_back(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address, java_script_enabled=False)
    page.get_by_role("button", name="I am a child or young person").click()
    expect(page.get_by_text("You chose")).to_be_visible()
    key = key_of(page)

    _follow(page, "All information")
    _heading(page, "All information")
    page.locator("details.sp-theme").nth(2).locator("summary").click()
    page.locator("details.sp-theme").nth(2).get_by_role("button").first.click()
    _follow(page, "Privacy")
    _heading(page, "Privacy")
    _follow(page, "Back to the chat")

    expect(page.get_by_text("Your chat goes on here.")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("We believe you.")
    expect(page.get_by_role("region", name="Get help now")).to_be_visible()
    assert key_of(page) == key
    turns(page).get_by_role("button").first.click()
    expect(page.get_by_text("You chose")).to_be_visible()
    assert key_of(page) == key
    assert site.engine and len(site.engine.turns) == 2


def test_without_the_script_leaving_from_a_page_ends_the_chat(site: Site, new_page: NewPage) -> None:
    page = new_page(site.other, java_script_enabled=False)
    page.goto(site.address)
    page.get_by_role("button", name="I am worried about someone").click()
    key = key_of(page)
    _follow(page, "Privacy")
    _heading(page, "Privacy")

    leave(page)

    assert site.erased(key)
    for direction in ["back"] * 5 + ["forward"] * 5:
        words = go(page, direction)
        assert "Answer" not in words and "You chose" not in words, direction


@pytest.mark.parametrize("script", [True, False])
def test_a_search_finds_answers_and_keeps_its_words_out_of_addresses(
    site: Site, new_page: NewPage, script: bool
) -> None:
    page = new_page(java_script_enabled=script)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.address}/information")

    page.get_by_label("Search all information").fill("neighbours")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", name="What we found")).to_be_visible()
    expect(page.get_by_role("link", name="Who can ask").first).to_be_visible()
    assert not [url for url in asked if "neighbour" in url]
    assert "neighbour" not in page.title()


def test_a_search_with_the_script_is_no_entry_in_the_history(site: Site, new_page: NewPage) -> None:
    page = new_page(f"{site.address}/information")
    before = page.evaluate("history.length")

    page.get_by_label("Search all information").fill("cost")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What we found")).to_be_visible()
    assert page.evaluate("history.length") == before


def test_a_search_within_a_chat_leads_back_to_it(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)
    ask(page, "topic:scheme.what")
    _follow(page, "All information")
    page.get_by_label("Search all information").fill("cost")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What we found")).to_be_visible()

    page.get_by_role("link", name="What it costs").first.click()
    _heading(page, "What it costs")
    _follow(page, "Back to the chat")

    expect(turns(page)).to_have_count(1)


@pytest.mark.parametrize("script", [True, False])
def test_an_answer_can_be_called_useful(site: Site, new_page: NewPage, script: bool) -> None:
    page = new_page(site.address, java_script_enabled=script)
    box(page).fill("topic:scheme.what")
    page.get_by_role("button", name="Send").click()
    expect(turns(page)).to_have_count(1)
    key = key_of(page)

    page.get_by_role("button", name="Yes (this answer)").click()

    expect(page.get_by_text("Thank you. We count yes and no")).to_be_visible()
    expect(page.get_by_role("button", name="Yes (this answer)")).to_have_count(0)
    expect(turns(page)).to_have_count(1)
    assert key_of(page) == key


def test_nobody_is_asked_whether_a_safety_reply_was_useful(site: Site, new_page: NewPage) -> None:
    page = new_page(site.address)

    choose(page, "I am a child or young person")

    expect(page.get_by_text("Was this useful?")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_starting_again_erases_the_conversation(site: Site, new_page: NewPage, script: bool) -> None:
    page = new_page(site.address, java_script_enabled=script)
    expect(page.get_by_role("button", name="Start again")).to_have_count(0)
    box(page).fill("topic:scheme.what")
    page.get_by_role("button", name="Send").click()
    expect(turns(page)).to_have_count(1)
    key = key_of(page)

    page.get_by_role("button", name="Start again").click()

    expect(turns(page)).to_have_count(0)
    assert key_of(page) == ""
    page.wait_for_timeout(200)
    assert site.erased(key)
