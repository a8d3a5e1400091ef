"""Pages to read: every answer has one, with a neutral address and title."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from tests.web.doubles import library
from tests.web.test_chat_page import read

PAGES = ["/", "/information", "/using-this-page-safely", "/privacy", "/accessibility", "/ended"]
ANSWERS = [topic for topic in library().topics.values() if topic.kind in ("answer", "safety")]
TALK = [topic for topic in library().topics.values() if topic.kind not in ("answer", "safety")]


def test_the_index_lists_every_answer_and_no_small_talk(client: FlaskClient) -> None:
    response = client.get("/information")
    read(response)
    linked = set(re.findall(r'href="/information/([^"]+)"', response.text))
    assert linked == {topic.address for topic in ANSWERS}


@pytest.mark.parametrize("topic", ANSWERS, ids=[topic.id for topic in ANSWERS])
def test_every_answer_has_a_page(client: FlaskClient, topic) -> None:
    response = client.get(f"/information/{topic.address}")
    assert response.status_code == 200
    assert str(escape(topic.title)) in response.text


@pytest.mark.parametrize("address", ["no-such", "..%2f", TALK[0].address])
def test_other_addresses_are_not_found(client: FlaskClient, address: str) -> None:
    response = client.get(f"/information/{address}")
    assert response.status_code == 404
    assert "999" in response.text


@pytest.mark.parametrize("address", [*PAGES, *(f"/information/{topic.address}" for topic in ANSWERS[::20])])
def test_each_page_is_valid_html(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    read(response)
