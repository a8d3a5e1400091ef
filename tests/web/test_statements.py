"""What the pages about this service promise: the accessibility statement, and how well it understands."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pytest

from tests.web.doubles import library

MODEL_CARD = (Path(__file__).resolve().parents[2] / "docs" / "model-card.md").read_text()
A_YEAR = 365  # days

# What the model accessibility statement of the UK government has, each by words of ours.
MODEL_PARTS = {
    "scope": "This statement is about these pages",
    "who runs it": "Example Police runs them",
    "what people can do": "zoom in to 400%",
    "the standard": "Web Content Accessibility Guidelines version 2.2, level AA",
    "how far it is met": "meet it in part",
    "what does not work": "What may not work well",
    "disproportionate burden": "any change would be too much",
    "other formats": "large print, Easy Read, audio or braille",
    "a contact that is no telephone": "Write to us with the link below",
    "how long an answer takes": "within 10 working days",
    "enforcement": "Equality and Human Rights Commission",
    "the regulations": "(Websites and Mobile Applications) Accessibility Regulations 2018",
    "the advice service": "Equality Advisory and Support Service",
    "how it was tested": "We checked these pages on",
    "when it was written": "It was written on",
    "when it is looked at again": "each year",
}


@pytest.fixture
def statement(client) -> str:
    return client.get("/accessibility").text


@pytest.mark.parametrize("part", MODEL_PARTS)
def test_the_accessibility_statement_has_every_part_of_the_model(statement: str, part: str) -> None:
    assert MODEL_PARTS[part] in statement


def test_there_is_a_link_to_write_to(statement: str) -> None:
    assert library().force.complaints.url in statement


def test_its_dates_are_not_older_than_a_year(statement: str) -> None:
    dates = re.findall(r"(?:on|written on) (\d{1,2} [A-Z][a-z]+ \d{4})", statement)
    assert len(dates) == 2
    for day in dates:
        assert (date.today() - datetime.strptime(day, "%d %B %Y").date()).days <= A_YEAR


@pytest.mark.parametrize("measure", library().pages.measured.measures, ids=lambda measure: measure.id)
def test_what_is_said_of_understanding_holds_in_every_set_of_the_model_card(measure, client) -> None:
    section, line = measure.line
    title = rf"{re.escape(section)}(?:, \w+ set)?"
    tables = re.findall(rf"^### {title}\n(.*?)(?=^### |\Z)", MODEL_CARD, re.M | re.S)
    figures = re.findall(rf"^\| {re.escape(line)} \| +([\d.]+) %", "".join(tables), re.M)
    assert len(figures) == len(tables) == 3
    for figure in map(float, figures):
        if measure.at_least is not None:
            assert measure.at_least <= figure
        if measure.at_most is not None:
            assert figure <= measure.at_most
    assert library().text("page", f"measure_{measure.id}") in client.get("/about").text


def test_the_about_page_shows_every_publication_once_and_links_to_official_ones(client) -> None:
    page = client.get("/about").text
    listed = page.split('<ul class="sp-sources">')[1].split("</ul>")[0]
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', listed)]
    assert len(links) == len(set(links)) > 20
    official = {source.url for source in library().sources.values() if source.official}
    assert set(links) <= official


def test_an_answer_says_what_it_was_written_from_and_not_that_anyone_has_checked_it(client) -> None:
    page = client.get("/information/how-long-it-takes").text
    assert "Written from its sources on" in page
    assert "Not yet checked with the publisher" in page
    assert "Last checked" not in page and "last checked" not in client.get("/about").text


def test_the_page_of_an_answer_on_the_scheme_leads_to_the_ways_of_other_nations(client) -> None:
    elsewhere = library().topics["scheme.scotland_ni"]
    for topic in library().topics.values():
        if topic.folder == "scheme" and topic != elsewhere:
            assert elsewhere.page in client.get(topic.page).text, topic.id
