"""A page is light: one style sheet, one script, no font and no picture from elsewhere."""

from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.applicant import Applicant

MOST = 100_000  # bytes, compressed, with everything the page needs
PAGES = ["/", "/information", "/information/how-long-it-takes", "/contacts", "/about", "/enquiry/start"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_and_all_it_needs_weigh_less_than_100_kB(client: FlaskClient, address: str) -> None:
    assert_light(client, client.get(address))


@pytest.mark.parametrize("address", ["/enquiry/about-you", "/enquiry/reason"])
def test_so_does_a_page_of_the_form(app: Flask, address: str) -> None:
    applicant = Applicant(app)
    applicant.start()
    assert_light(applicant.client, applicant.client.get(address))


def assert_light(client: FlaskClient, page: TestResponse) -> None:
    needed = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert sorted(link.split("?")[0].rpartition(".")[2] for link in needed) == ["css", "js", "svg"]
    bodies = [page.data, *(client.get(link).data for link in needed)]
    assert sum(len(gzip.compress(body)) for body in bodies) < MOST
