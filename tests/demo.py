"""`make demo`: one enquiry from the first worry to "received by force", in a real browser.

Everything is real but the receiver (tests/delivery/receiver.py). Leaves screenshots in var/demo/. Ends
with 0 only if the receiver accepted exactly one enquiry, and that one.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.enquiry import PAGES, PATH, go_on
from tests.browser.site import ask
from tests.delivery.receiver import Receiver
from tests.service import ROOT, Service

WORRY = "my nans new bloke gives me the creeps hes always round when my lad is here"
KEY_ID, SECRET = "demo", "the-demonstration-signs-with-this-and-nothing-else"
PICTURES = ROOT / "var" / "demo"
PHONE = {"width": 375, "height": 740}
SECONDS_TO_DELIVER = 60

Picture = Callable[[str], None]


def main() -> int:
    """0 if the receiver has exactly the enquiry that was sent."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder, Receiver(
        Path(folder) / "received.db", {KEY_ID: SECRET.encode()}
    ) as receiver:
        service = Service(
            SIGNPOST_DESTINATION="webhook",
            SIGNPOST_WEBHOOK=receiver.address,
            SIGNPOST_WEBHOOK_KEYS=f"{KEY_ID}:{SECRET}",
        ).start()
        try:
            print("Starting everything, with a stand-in for the force's receiver ...", flush=True)
            service.wait_for(200)
            reference = in_a_browser(service.address)
            print(f"Sent. The page says: {reference}", flush=True)
            accepted = wait_for_delivery(receiver)
        finally:
            service.stop()
    references = [enquiry["meta"]["submission_reference"] for enquiry in accepted]
    print(f"Accepted by the receiver: {', '.join(references) or 'nothing'}")
    print(f"Screenshots: {PICTURES.relative_to(ROOT)}")
    return 0 if references == [reference] else 1


def in_a_browser(address: str) -> str:
    """Walk from the first page to the confirmation; the reference it shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport=PHONE, device_scale_factor=2)
        page.goto(address)
        taken = 0

        def picture(name: str) -> None:
            nonlocal taken
            taken += 1
            page.screenshot(path=PICTURES / f"{taken:02}-{name.replace('/', '-')}.png", full_page=True)

        picture("first-page")
        from_worry_to_form(page, picture)
        through_the_form(page, address, picture)
        reference = page.locator(".govuk-panel__body strong").inner_text()
        browser.close()
    return reference


def from_worry_to_form(page: Page, picture: Picture) -> None:
    """Say what the matter is, and answer the questions of the guided path."""
    ask(page, WORRY)
    picture("answer")
    for answer in ("Start an enquiry", *PATH):
        turns = page.get_by_role("log").locator("> *")
        before = turns.count()
        turns.last.get_by_role("button", name=answer, exact=True).click()
        expect(turns).to_have_count(before + 1)
        picture(f"path-{before}")
    page.get_by_role("log").locator("form[action='/enquiry/start']").last.get_by_role("button").click()


def through_the_form(page: Page, address: str, picture: Picture) -> None:
    """Say yes to what was answered in the chat, then fill in each page."""
    expect(page).to_have_url(f"{address}/enquiry/start")
    picture("form-start")
    page.get_by_role("group").get_by_label("Yes").first.check()
    go_on(page)
    for name, fill in list(PAGES.items())[1:]:
        expect(page).to_have_url(f"{address}/enquiry/{name}")
        picture(f"form-{name}")
        fill(page)
        go_on(page)
    expect(page).to_have_url(f"{address}/enquiry/sent")
    picture("form-sent")


def wait_for_delivery(receiver: Receiver) -> list[dict]:
    """What the receiver has accepted, a moment after the first came: a second one would be wrong."""
    until = time.monotonic() + SECONDS_TO_DELIVER
    while not receiver.accepted() and time.monotonic() < until:
        time.sleep(0.5)
    time.sleep(3)
    return receiver.accepted()


if __name__ == "__main__":
    sys.exit(main())
