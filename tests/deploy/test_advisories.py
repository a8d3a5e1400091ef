"""docs/security.md answers for every locked package and its version: who raises or adds one looks again."""

from __future__ import annotations

import re

import pytest
import tomli

from web.settings import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text().split("\n## Dependencies\n")[1]
LOCKED = {p["name"]: p["version"] for p in tomli.loads((ROOT / "uv.lock").read_text())["package"]}
ANSWERED = [
    tuple(one.split()[:2])
    for row in re.findall(r"^\| ([a-z][\w-]* \d[^|]*) \|", PAGE, re.M)
    for one in row.replace(" (client)", "").split(", ")
]
OURS = {"signpost"}
MUST_BE_ANSWERED = {
    "rasa", "sanic", "aiohttp", "tensorflow-cpu", "keras", "numpy", "pydantic", "jsonschema", "sqlalchemy",
    "setuptools", "cryptography", "ujson", "protobuf", "onnxruntime", "waitress", "werkzeug", "flask",
}


@pytest.mark.parametrize(("name", "version"), sorted(set(ANSWERED)))
def test_the_answer_is_for_the_version_that_is_locked(name: str, version: str) -> None:
    assert LOCKED[name] == version, f"docs/security.md: {name} is now {LOCKED[name]}; look it up again"


def test_every_package_of_the_lock_has_an_answer() -> None:
    missing = set(LOCKED) - {name for name, _ in ANSWERED} - OURS
    assert not missing, f"docs/security.md, Dependencies: look up {sorted(missing)}"


def test_what_listens_parses_or_is_held_back_is_answered_by_name_and_not_by_group() -> None:
    by_name = PAGE.split("\nThe rest of the lock.")[0]
    assert not {name for name in MUST_BE_ANSWERED if f" {name} {LOCKED[name]}" not in by_name}


def test_every_row_of_the_first_table_says_whether_it_is_reachable() -> None:
    rows = PAGE.split("| --- | --- | --- | --- |\n")[1].split("\n\n")[0].splitlines()
    assert len(rows) > 15
    assert all(len([cell for cell in row.strip("|").split(" | ") if cell.strip()]) == 4 for row in rows)
