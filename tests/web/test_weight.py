"""A page is light: one style sheet, one script, no font and no picture from elsewhere."""

from __future__ import annotations

import gzip
import re

import pytest
from flask.testing import FlaskClient

MOST = 100_000  # bytes, compressed, with everything the page needs
PAGES = ["/", "/information", "/information/how-long-it-takes", "/contacts", "/about"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_and_all_it_needs_weigh_less_than_100_kB(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    needed = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert sorted(link.split("?")[0].rpartition(".")[2] for link in needed) == ["css", "js", "svg"]
    bodies = [page.data, *(client.get(link).data for link in needed)]
    assert sum(len(gzip.compress(body)) for body in bodies) < MOST
