"""Settings, commands and files that deploy/ and the runbook name are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.deploy.files import DEPLOY, SETTINGS, commands, deployed
from web.commands import signpost
from web.settings import ROOT

FILES = {str(file.relative_to(ROOT)): file for file in deployed()}
RULES = """{extends: default, rules: {line-length: {max: 110}, document-start: disable,
braces: {max-spaces-inside: 0}, indentation: {indent-sequences: whatever}}}"""


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_is_named_is_one(name: str) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    named = set(re.findall(r"\bSIGNPOST_[A-Z_]*[A-Z]\b", text))
    assert named <= SETTINGS


@pytest.mark.parametrize("name", FILES)
def test_every_command_that_is_named_is_one(name: str) -> None:
    for words in commands(FILES[name].read_text(encoding="utf-8")):
        found: click.Command = signpost
        for word in words:
            if not isinstance(found, click.Group):
                break
            assert word in found.commands, f"signpost {' '.join(words)}"
            found = found.commands[word]


@pytest.mark.parametrize("name", FILES)
def test_every_make_target_that_is_named_is_one(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    text = FILES[name].read_text(encoding="utf-8")
    assert set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", text, re.M)) <= targets


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_ours_that_is_named_is_there(name: str) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    for path in re.findall(r"(?<![\w/.])((?:deploy|docs|tests|web|bot|data)/[\w./-]*\w)", text):
        assert (ROOT / path).exists() or path.startswith("data/forces/"), path


def test_the_yaml_is_tidy() -> None:
    files = [str(file) for file in FILES.values() if file.suffix in (".yaml", ".yml")]
    done = subprocess.run(
        [sys.executable, "-m", "yamllint", "--strict", "-d", RULES, *files],
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_secret_stands_in_a_file() -> None:
    for file in DEPLOY.rglob("*"):
        if file.is_file() and file.suffix not in (".pyc", ".onnx"):
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"BEGIN [A-Z ]*PRIVATE KEY|://[^/\s$:]*:[^@\s$(]+@", text), file


def test_what_is_read_is_what_there_is() -> None:
    assert len(FILES) > 20
    assert Path(ROOT / "docs" / "runbook.md") in FILES.values()
