"""The panel for the force's own website: one small script that may be loaded from there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.web.doubles import library

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_script_may_be_loaded_by_another_site_and_kept_for_an_hour(client) -> None:
    response = client.get("/embed.js")
    assert response.mimetype == "text/javascript"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in response.headers
    assert len(response.data) < 4096
    assert library().text("embed", "button") in response.text


def test_it_neither_fetches_nor_stores_nor_frames(client) -> None:
    script = client.get("/embed.js").text
    assert not re.findall(r"fetch|XMLHttp|sendBeacon|cookie|Storage|iframe|import|eval|innerHTML", script)


def test_nothing_else_of_ours_may_be_loaded_by_another_site(client) -> None:
    for address in ("/", "/information", "/static/signpost.css", "/health/live"):
        assert client.get(address).headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_two_lines_of_the_docs_are_those_of_the_example() -> None:
    example, words = (DOCS / "embed-example.html").read_text(), (DOCS / "embed.md").read_text()
    lines = re.findall(r"<div data-signpost>.*|<script .*", example)
    assert len(lines) == 2
    assert all(line in words for line in lines)
