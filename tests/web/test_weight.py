"""A page is light as it is sent: one style sheet, one script, no font and no picture from elsewhere."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
import requests
import waitress
from flask import Flask
from flask.testing import FlaskClient

from tests.web.applicant import Applicant
from web.serve import options
from web.settings import Settings

MOST = 100_000  # bytes on the line, with everything the page needs
MOST_FIRST = 35_000  # of the first page
PAGES = ["/", "/information", "/information/how-long-it-takes", "/contacts", "/about", "/enquiry/start"]
COMPRESSED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """The website as it is served."""
    ours = {**options(Settings()), "port": 0}
    server = waitress.create_server(app, **ours)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def needed(page: str) -> list[str]:
    """What a browser loads for a page."""
    return re.findall(r'(?:src|href)="(/static/[^"]+)"', page)


def sent(url: str, accept: str = "gzip, deflate, br") -> int:
    """Bytes of a body on the line, as a browser would ask for it."""
    with requests.get(url, headers={"Accept-Encoding": accept}, stream=True, timeout=10) as response:
        assert response.status_code == 200
        body = response.raw.read(decode_content=False)
        assert int(response.headers["Content-Length"]) == len(body)
        return len(body)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_and_all_it_needs_weigh_less_than_100_kB(address: str, path: str) -> None:
    page = requests.get(address + path, timeout=10)
    assert sorted(link.split("?")[0].rpartition(".")[2] for link in needed(page.text)) == ["css", "js", "svg"]
    weight = sent(address + path) + sum(sent(address + link) for link in needed(page.text))
    assert weight < (MOST_FIRST if path == "/" else MOST)


@pytest.mark.parametrize("path", ["/enquiry/about-you", "/enquiry/reason"])
def test_so_does_a_page_of_the_form(app: Flask, address: str, path: str) -> None:
    applicant = Applicant(app)
    applicant.start()
    page = applicant.client.get(path, headers=COMPRESSED)
    assert len(page.data) + sum(sent(address + link) for link in needed(page.text)) < MOST


def test_what_does_not_change_is_sent_compressed_and_is_the_same(address: str, client: FlaskClient) -> None:
    for link in needed(client.get("/").text):
        plain = requests.get(address + link, headers={"Accept-Encoding": "identity"}, timeout=10)
        small = requests.get(address + link, headers=COMPRESSED, timeout=10)
        assert small.content == plain.content
        assert (small.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
        assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert small.headers["Cache-Control"] == plain.headers["Cache-Control"]
        again = {**COMPRESSED, "If-None-Match": small.headers["ETag"]}
        assert requests.get(address + link, headers=again, timeout=10).status_code == 304
    assert sent(f"{address}/embed.js") < 2_000
    style = next(link for link in needed(client.get("/").text) if ".css" in link)
    assert sent(address + style) * 4 < sent(address + style, accept="gzip;q=0")


def test_pages_are_not_since_their_length_could_tell_of_a_key(client: FlaskClient) -> None:
    for method, address in [("GET", "/"), ("POST", "/"), ("GET", "/contacts"), ("GET", "/logo")]:
        response = client.open(address, method=method, data={"text": "a"}, headers=COMPRESSED)
        assert "Content-Encoding" not in response.headers
