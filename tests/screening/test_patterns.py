"""The pattern files are sound, and the small language they are written in does what it says."""

import shutil
from pathlib import Path

import pytest

from bot.screening.data import DATA, read_yaml
from bot.screening.reviews import files, not_reviewed
from bot.screening.rules import read
from bot.screening.templates import Template, TemplateError
from bot.screening.words import Words, noun_forms, verb_forms

FILES = sorted((DATA / "patterns").glob("*.yml"))
ALL = files()
WORDS = Words(DATA / "words.yml")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_each_file_says_whose_it_is_who_wrote_it_and_who_has_reviewed_it(path: Path) -> None:
    made = read_yaml(path)
    assert made["owner"] and made["written_by"] and made["written"]
    assert bool(made["reviewed_by"]) == bool(made["reviewed_on"]), "a review has a role and a day, or neither"
    if made["reviewed_on"]:
        assert made["reviewed_on"] >= made["written"]


def test_a_force_sees_what_nobody_has_reviewed() -> None:
    """data/safety/README.md lists every file, with what stands in it."""
    listed = [row for row in (DATA / "README.md").read_text(encoding="utf-8").splitlines() if ".yml |" in row]
    assert listed == [
        f"| {path.relative_to(DATA).as_posix()} | {made['owner']} | {made['written_by']}, {made['written']} "
        f"| {_reviewed(made)} |" for path, made in ((path, read_yaml(path)) for path in ALL)
    ]


def test_a_file_that_somebody_read_is_no_longer_named(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "safety")
    routes = tmp_path / "safety" / "routes.yml"
    read = routes.read_text(encoding="utf-8").replace("reviewed_by: null", "reviewed_by: Safeguarding lead")
    routes.write_text(read, encoding="utf-8")
    assert {*not_reviewed(DATA)} - {*not_reviewed(tmp_path / "safety")} == {"routes.yml"}


def _reviewed(made: dict) -> str:
    return f"{made['reviewed_by']}, {made['reviewed_on']}" if made["reviewed_by"] else "nobody yet"


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
    template = Template("he|she .. @touch me? now", WORDS)
    assert [len(part) > 0 for part in template.parts] == [True, True, True]
    assert template.reach == [1, 5, 2]


@pytest.mark.parametrize("template", [
    "he | she hits",                    # a space beside the stroke
    "he|she| they hit",
    "what if|what about",               # phrases as alternatives: a space ends the part
    "cam drin|camdrin|gam drin|neglect",
    "older one|eldest|older ones",
    "in|into|..",                       # a gap among words
    "@nobody hits",                     # no such class
    "step-dad hits", "He hits",         # what no text holds once it is read
])
def test_a_template_that_would_not_say_what_was_meant_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        Template(template, WORDS)


@pytest.mark.parametrize("template", [
    "he|she is|was", "out? of? the|my|of? car", "@child|girl @child|lad", "me|. does|do a? thing",
])
def test_what_only_looks_like_a_slip_is_a_template(template: str) -> None:
    assert Template(template, WORDS).parts


def test_who_writes_a_bad_template_is_told_its_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "safety"
    shutil.copytree(DATA, folder)
    survivor = folder / "patterns" / "survivor.yml"
    lines = survivor.read_text(encoding="utf-8").splitlines()
    line = lines.index("  any:") + 1
    lines.insert(line, '  - "what if|what about me"')
    survivor.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"survivor\.yml:{line + 1}: .*write a template for each phrase"):
        read(folder)
