"""What the leaflet of 2007 said is answered with what is true today; its own words are history."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot.knowledge import Library
from bot.knowledge.checks.wording import LONG_AGO
from bot.knowledge.reading import read_yaml
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import render, safety
from tests.knowledge.shared import content

STATEMENTS = read_yaml(Path(__file__).with_name("leaflet_statements.yml"))


def answer(library: Library, topic: str) -> str:
    """All that is said on a topic."""
    content = library.topics[topic]
    if content.is_safety:
        return "\n\n".join(reply.text for reply in safety(library, topic))
    return render(library, ReplyRef(kind=content.kind, topic=topic)).text


def test_the_statements_were_drawn_by_lot() -> None:
    passages = [passage.id for passage in content().documents["leaflet-2007"].passages]
    drawn = random.Random(2007).sample(passages, 30)
    assert {statement["passage"] for statement in STATEMENTS} == set(drawn)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement["passage"])
def test_a_statement_is_answered_with_what_is_true_today(statement: dict, library: Library) -> None:
    assert f"leaflet-2007:{statement['passage']}" in library.topics[statement["topic"]].references
    said = answer(library, statement["topic"])
    assert statement["today"].lower() in said.lower()
    for paragraph in said.split("\n\n"):
        if statement["old"] and statement["old"].lower() in paragraph.lower():
            assert LONG_AGO.search(paragraph), f"{statement['old']!r} is said as if it were true today"


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement["passage"])
def test_the_source_says_how_the_statement_stands_today(statement: dict, library: Library) -> None:
    _, passage = library.passage(f"leaflet-2007:{statement['passage']}")
    content = library.topics[statement["topic"]]
    part = "steps" if content.is_safety and content.steps else "answer"
    shown = [
        *render(library, ReplyRef(kind=content.kind, topic=content.id)).sources,
        *render(library, ReplyRef(kind=content.kind, topic=content.id, part=part)).sources,
    ]
    assert ("leaflet-2007", passage.status) in {(source.id, source.status) for source in shown}
