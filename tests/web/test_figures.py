"""Drawings over HTTP: with the headers of every page, and none but those of data/figures/."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.doubles import library


@pytest.mark.parametrize("name", library().figures)
def test_a_drawing_is_served_with_the_security_headers(client: FlaskClient, name: str) -> None:
    response = client.get(f"/figures/{name}")
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "{first_checks}" not in response.text


@pytest.mark.parametrize("name", ["none.svg", "..%2fcontacts.yml", "steps", "steps.svg%00", ".svg"])
def test_there_is_no_other_file_at_this_address(client: FlaskClient, name: str) -> None:
    assert client.get(f"/figures/{name}").status_code == 404


def test_the_page_of_an_answer_shows_its_drawing_and_its_table(client: FlaskClient) -> None:
    page = client.get("/information/how-many-people-ask").text
    assert 'src="/figures/pilot-by-force.svg"' in page
    assert "<caption" in page and "Cleveland (Stockton)" in page
