"""The pattern files are sound, and the small language they are written in does what it says."""

import pytest

from bot.screening.data import DATA, read_yaml
from bot.screening.rules import read
from bot.screening.templates import Template
from bot.screening.words import Words, noun_forms, verb_forms

FILES = sorted((DATA / "patterns").glob("*.yml"))


@pytest.mark.parametrize("path", [*FILES, *DATA.glob("*.yml")], ids=lambda path: path.stem)
def test_each_file_says_whose_it_is_and_since_when(path) -> None:
    if path.stem != "routes":
        made = read_yaml(path)
        assert made["owner"] and made["written"]


def test_there_is_a_file_for_each_of_the_13_topics() -> None:
    named = [f"safety.{path.stem}" for path in FILES if path.stem not in ("contexts", "figures")]
    assert sorted(read(DATA).urgency) == sorted(named)
    assert len(named) == 13


def test_every_context_serves_a_rule() -> None:
    book = read(DATA)
    used = {name for rule in book.rules for name in rule.needs | rule.unless} | {"young"}
    used |= {name for context in book.contexts.values() for name in context.of + context.without}
    assert set(book.contexts) == used


@pytest.mark.parametrize(("word", "forms"), [
    ("touch", {"touched", "touches", "touching"}),
    ("grope", {"groped", "groping"}),
    ("grab", {"grabbed", "grabbing"}),
    ("bully", {"bullies", "bullied", "bullying"}),
    ("hit/hits/hitting", {"hit", "hits", "hitting"}),
])
def test_verbs_have_their_endings(word: str, forms: set[str]) -> None:
    assert forms <= verb_forms(word)


def test_nouns_stand_for_plural_and_possessive() -> None:
    assert noun_forms("uncle") == {"uncle", "uncles"}


def test_a_template_reaches_as_far_as_its_gaps() -> None:
    template = Template("he|she .. @touch me? now", Words(DATA / "words.yml"))
    assert [len(part) > 0 for part in template.parts] == [True, True, True]
    assert template.reach == [1, 5, 2]
