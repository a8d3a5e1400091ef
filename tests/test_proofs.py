"""docs/proofs.md names the tests that prove what must hold: every one is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"`(tests/[\w/.]+\.py)?(?:::(\w+))?`")


def test_every_test_that_is_named_is_there() -> None:
    missing, file = [], ""
    for path, test in NAMED.findall((ROOT / "docs" / "proofs.md").read_text()):
        file = path or file
        text = (ROOT / file).read_text() if (ROOT / file).is_file() else ""
        if not text or (test and f"def {test}(" not in text):
            missing.append(f"{file}::{test}")
    assert missing == []
