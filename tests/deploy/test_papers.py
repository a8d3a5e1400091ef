"""The papers for data protection and security say what the code does, and name tests that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.reading import read_yaml
from bot.screening.masking import Masker
from deploy.dpia import DOCS, FIGURES_BEGIN, made
from deploy.dpia.figures import NOT_MEASURED, SETS, in_every_set
from deploy.dpia.paper import FOLDER, agree

ROOT = DOCS.parent
PAPERS = ("security.md", "dpia/README.md")
THE_FORCE = "the force fills this"
REQUIRED = {
    "tier_1": {"name", "description", "why_it_is_used", "website", "contact_email"},
    "owner_and_responsibility": {
        "organisation",
        "team",
        "senior_responsible_owner",
        "external_supplier_involved",
        "supplier_name",
        "supplier_companies_house_number",
        "supplier_role",
        "procurement_procedure",
        "supplier_data_access_terms",
    },
    "description_and_rationale": {
        "detailed_description",
        "scope",
        "benefit",
        "previous_process",
        "alternatives_considered",
    },
    "deployment_context": {
        "integration",
        "information_provided",
        "frequency_and_scale",
        "human_decisions_and_review",
        "required_training",
        "appeals_and_review",
    },
    "tool_specification": {
        "system_architecture",
        "phase",
        "maintenance",
        "models",
        "development_data",
        "operational_data",
    },
    "risks_and_impact_assessments": {"impact_assessments", "risks_and_mitigations"},
}


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return read_yaml(DOCS / "atrs.yml")


def test_what_is_generated_is_what_the_code_says_today() -> None:
    for name, content in made().items():
        kept = (DOCS / name).read_text(encoding="utf-8")
        assert kept == content, f"docs/{name}: make it anew with python -m deploy.dpia"


def test_a_field_that_nobody_explained_is_noticed() -> None:
    with pytest.raises(ValueError, match="Applicant: mend shoe_size"):
        agree("Applicant", ["given_name", "shoe_size"], ["given_name"])


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_that_is_named_is_there(paper: str) -> None:
    named = list(files(paper))
    assert len(named) > 5
    assert not [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_test_that_is_named_is_there(paper: str) -> None:
    text = (DOCS / paper).read_text(encoding="utf-8")
    for file, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text):
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file} has no {test}"


def test_the_record_has_every_part_of_the_standard(record: dict[str, Any]) -> None:
    parts = {"tier_1": record["tier_1"], **record["tier_2"]}
    assert {name: set(part) for name, part in parts.items()} == REQUIRED
    assert record["model_performance_figures"]


def test_who_is_responsible_is_left_to_the_force(record: dict[str, Any]) -> None:
    assert set(record["tier_2"]["owner_and_responsibility"].values()) == {THE_FORCE}
    assert record["tier_1"]["contact_email"] == THE_FORCE


def test_the_record_names_no_person(record: dict[str, Any]) -> None:
    masker = Masker(names=False)
    written = [text for text in texts(record) if text != record["tier_1"]["name"]]
    assert len(written) > 50
    assert not [text for text in written if "[name]" in masker.mask(text).text]
    assert "[name]" in masker.mask("Owner: Sarah Example").text


def test_figures_stand_last_and_once() -> None:
    assert (DOCS / "atrs.yml").read_text(encoding="utf-8").count(FIGURES_BEGIN) == 1


def test_every_figure_is_named_for_every_set_that_has_it() -> None:
    card = (DOCS / "model-card.md").read_text(encoding="utf-8")
    assert {name for name in re.findall(r"^### .*, (\w+ set)$", card, re.M)} == set(SETS[1:])
    found = list(in_every_set(read_yaml(FOLDER / "purposes.yml")["figures"]))
    without = {line["about"] for line, figures in found if NOT_MEASURED in figures}
    assert all(len(figures) == len(SETS) for _, figures in found)
    # the first set alone has these
    assert without == {"Ordinary questions: a safety reply came all the same"}


def files(paper: str) -> Iterator[Path]:
    """The files and folders of the repository that a paper names, from its root or beside it."""
    text = (DOCS / paper).read_text(encoding="utf-8")
    for name in re.findall(r"`((?:tests|web|bot|data|docs|deploy)/[\w./-]*)", text):
        yield ROOT / name
    for link in re.findall(r"\]\((?!http)([\w./-]+)\)", text):
        yield (DOCS / paper).parent / link


def texts(part: Any) -> Iterator[str]:
    """Every text of the record."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, (dict, list)):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from texts(inner)
