"""Pictures of the main states, for people to look at: var/screenshots/."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import NewPage
from tests.browser.site import Site
from tests.browser.states import STATES

FOLDER = Path(__file__).resolve().parents[2] / "var" / "screenshots"
LOOKS = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "small-phone": {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "phone-forced": {"viewport": {"width": 390, "height": 844}, "forced_colors": "active"},
}


MAIN = ["first-screen", "answer", "safety", "clarify", "problem", "idle"]
PICTURES = [(state, look) for look in ("phone", "desktop") for state in STATES]
PICTURES += [(state, look) for look in LOOKS if look not in ("phone", "desktop") for state in MAIN]


@pytest.mark.parametrize(("state", "look"), PICTURES)
def test_a_picture_is_taken(site: Site, new_page: NewPage, state: str, look: str) -> None:
    page = new_page(**LOOKS[look])
    STATES[state](page, site)
    FOLDER.mkdir(parents=True, exist_ok=True)

    page.screenshot(path=FOLDER / f"{state}-{look}.png")

    assert (FOLDER / f"{state}-{look}.png").stat().st_size > 5_000
