"""A force's own name, colours and logo, from its profile; nothing of GOV.UK's."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.knowledge import ContentError
from bot.knowledge.forces import Colours, contrast, read_force
from tests.web.doubles import create_test_app, library

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'


def branded(**fields: object):
    force = library().force.copy(update=fields)
    return create_test_app(content=library().copy(update={"force": force})).test_client()


def test_name_and_colours_are_those_of_the_profile() -> None:
    colours = Colours(brand="#123456", brand_text="#ffffff")
    page = branded(name="Test Example Police", colours=colours).get("/")
    assert "Test Example Police" in page.text
    assert "--sp-brand:#123456;--sp-brand-text:#ffffff" in page.text


def test_a_logo_is_shown_only_where_there_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "forces" / "logos").mkdir(parents=True)
    (tmp_path / "forces" / "logos" / "test.svg").write_bytes(LOGO)
    monkeypatch.setattr("web.pages.DATA", tmp_path)
    client = branded(logo="test.svg")
    assert 'src="/logo" alt=""' in client.get("/").text
    logo = client.get("/logo")
    assert (logo.mimetype, logo.data) == ("image/svg+xml", LOGO)
    assert "default-src 'none'" in logo.headers["Content-Security-Policy"]
    assert 'src="/logo"' not in branded(logo=None).get("/").text


def test_a_logo_that_is_not_there_is_told(tmp_path: Path) -> None:
    profile = Path(__file__).resolve().parents[2] / "data" / "forces" / "example.yml"
    (tmp_path / "forces").mkdir()
    told = profile.read_text().replace("logo: null", "logo: missing.svg")
    (tmp_path / "forces" / "example.yml").write_text(told)
    with pytest.raises(ContentError, match="missing.svg"):
        read_force("example", tmp_path)


@pytest.mark.parametrize("text", ["#777777", "white", "#fff;} body{display:none"])
def test_colours_that_cannot_be_read_or_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Colours(brand="#6b7280", brand_text=text)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
