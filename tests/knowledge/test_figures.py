"""Drawings and tables: told in words as well, readable on a phone, with nothing from elsewhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bot.knowledge import Library, load
from bot.knowledge.figures import draw
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import render
from bot.knowledge.topics import Topic
from tests.knowledge.shared import content

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {topic.figure.file: topic for topic in content().topics.values() if topic.figure}
TABLED = [topic for topic in content().topics.values() if topic.table]
HARMLESS = {"svg", "title", "desc", "style", "g", "text", "rect", "circle", "path"}
SMALLEST_WORDS = 16  # in units of a drawing 320 wide


def test_every_drawing_belongs_to_an_answer(library: Library) -> None:
    assert set(library.figures) == set(DRAWN)


@pytest.mark.parametrize("file", DRAWN)
def test_a_drawing_is_named_and_described_for_those_who_cannot_see_it(file: str, library: Library) -> None:
    drawing = ElementTree.fromstring(library.figures[file])
    assert drawing.get("role") == "img"
    labels = {element.get("id"): element.text for element in drawing if element.get("id")}
    assert all(labels[name] for name in drawing.get("aria-labelledby").split())
    assert len(DRAWN[file].figure.alt) > 80


@pytest.mark.parametrize("file", DRAWN)
def test_a_drawing_runs_nothing_and_fetches_nothing(file: str, library: Library) -> None:
    drawing = ElementTree.fromstring(library.figures[file])
    assert {element.tag.removeprefix(SVG) for element in drawing.iter()} <= HARMLESS
    outside = re.findall(r"(?:href|src|url\(|@import|@font-face|\bon\w+=)", library.figures[file])
    assert not outside


@pytest.mark.parametrize("file", DRAWN)
def test_a_drawing_can_be_read_on_a_small_phone_by_day_and_by_night(file: str, library: Library) -> None:
    drawing = ElementTree.fromstring(library.figures[file])
    assert drawing.get("viewBox").split()[2] == "320"
    sizes = [e.get("font-size") for e in drawing.iter() if e.get("font-size")]
    assert min(map(int, sizes)) >= SMALLEST_WORDS
    night = re.search(r"prefers-color-scheme: dark\) \{(.*)\}\s*</style>", library.figures[file], re.DOTALL)
    recoloured = set(re.findall(r"\.([\w-]+) \{", night[1]))
    assert recoloured == {e.get("class") for e in drawing.iter() if e.get("class")}


@pytest.mark.parametrize("force", ["example", "example-shire"])
def test_the_steps_show_the_times_of_the_force(force: str) -> None:
    here = load(force)
    drawn = draw(here.figures["steps.svg"], here.force)
    for stage in here.force.times.__fields__:
        assert f"within {getattr(here.force.times, stage).text}" in drawn
    assert "{first_checks}" not in drawn


def test_what_a_force_writes_cannot_break_a_drawing(library: Library) -> None:
    times = library.force.times
    sharp = times.copy(update={"overall": times.overall.copy(update={"text": "28 <days> & more"})})
    drawn = draw(library.figures["steps.svg"], library.force.copy(update={"times": sharp}))
    assert "28 <days> & more in all" in "".join(ElementTree.fromstring(drawn).itertext())


@pytest.mark.parametrize("topic", [*DRAWN.values(), *TABLED], ids=lambda topic: topic.id)
def test_an_answer_carries_its_drawing_and_its_table(topic: Topic, library: Library) -> None:
    reply = render(library, ReplyRef(kind="answer", topic=topic.id))
    if topic.figure:
        assert (reply.figure.href, reply.figure.alt) == (f"/figures/{topic.figure.file}", topic.figure.alt)
    if topic.table:
        assert (reply.table.columns, reply.table.rows) == (topic.table.columns, topic.table.rows)


def test_the_steps_and_the_agencies_are_drawn(library: Library) -> None:
    assert library.topics["scheme.process"].figure.file == "steps.svg"
    assert library.topics["mappa.agencies"].figure.file == "agencies.svg"


def test_the_pilot_by_force_adds_up_and_says_when_and_what(library: Library) -> None:
    table = library.topics["scheme.statistics"].table
    *forces, total = [[int(cell) for cell in row[1:]] for row in table.rows]
    assert [sum(column) for column in zip(*forces, strict=True)] == total == [153, 79, 10]
    assert table.columns[1:] == ["Enquiries", "Applications", "Disclosures"]
    for word in ("Number", "September 2008", "February 2009", "provisional"):
        assert word in table.caption


def test_the_chart_draws_the_numbers_of_the_table(library: Library) -> None:
    table = library.topics["scheme.statistics"].table
    chart = ElementTree.fromstring(library.figures["pilot-by-force.svg"])
    shown = [e.text for e in chart.iter(f"{SVG}text") if e.text and e.text.isdigit()]
    assert shown == [cell for row in table.rows[:-1] for cell in row[1:]]
    for place, column in enumerate(table.columns[1:], 1):
        bars = [g for g in chart.iter(f"{SVG}g") if g.get("class") == column.lower()][0]
        counts = [int(row[place]) for row in table.rows[:-1] if row[place] != "0"]
        widths = [float(bar.get("width")) for bar in bars]
        assert [round(width * 72 / 176) for width in widths] == counts


def test_each_answer_has_the_path_of_its_page(library: Library) -> None:
    for topic in library.topics.values():
        page = render(library, ReplyRef(kind=topic.kind, topic=topic.id)).page
        assert page == (f"/information/{topic.address}" if topic.kind == "answer" else None)
