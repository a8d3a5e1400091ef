"""Training tells what it does and for how long; whoever waits knows that it goes on."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from bot import train

SAYS = """
import time
time.sleep(0.7)
print("INFO  hooks - Starting to train component 'TopicClassifier'.", flush=True)
time.sleep(0.7)
raise SystemExit({status})
"""


@pytest.mark.parametrize("status", [0, 3])
def test_it_says_again_and_again_what_is_being_done_and_for_how_long(
    status: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(train, "TELL_EVERY", 0.2)
    monkeypatch.setattr(train, "LOG", tmp_path / "train.log")

    assert train.run([sys.executable, "-c", SAYS.format(status=status)]) == status

    told = capsys.readouterr().out.splitlines()
    assert all(re.fullmatch(r"Training: .+, \d+ s so far \.\.\.", line) for line in told)
    assert "reading the examples" in told[0]
    assert "learning to tell the topics apart" in told[-1]


def test_the_parts_it_names_are_those_of_the_model() -> None:
    made = (train.ROOT / "config.yml").read_text()
    assert all(re.search(rf"\.{part}\b", made) for part in train.PARTS if part)
