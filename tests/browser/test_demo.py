"""`make demo` does what it says: one enquiry from the first worry to "received", in a real browser."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.service import ROOT

pytestmark = pytest.mark.browser


def test_one_enquiry_goes_from_the_first_worry_to_received() -> None:
    """In a process of its own: the demonstration starts a browser by itself."""
    done = subprocess.run([sys.executable, "-m", "tests.demo"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Accepted by the receiver: TEST-" in done.stdout
