"""signpost try-alert: a wrong contact is found out before a child waits for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.test_enquiries import signpost_

TEST = {"reference": "", "state": "", "minutes": 0, "reason": "this is a test: no enquiry waits"}


def test_both_contacts_get_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    operator, duty = tmp_path / "operator", tmp_path / "duty"
    monkeypatch.setenv("SIGNPOST_ALERT", f"tee {operator}")
    monkeypatch.setenv("SIGNPOST_DUTY_ALERT", f"tee {duty}")
    told = signpost_("try-alert")
    assert told.exit_code == 0
    assert told.output.splitlines()[:2] == ["SIGNPOST_ALERT: taken", "SIGNPOST_DUTY_ALERT: taken"]
    assert json.loads(operator.read_text()) == json.loads(duty.read_text()) == TEST


def test_one_contact_for_both_gets_one_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_ALERT", f"tee {tmp_path / 'operator'}")
    assert signpost_("try-alert").output.startswith("SIGNPOST_ALERT: taken\nAsk them")


@pytest.mark.parametrize(
    ("contact", "error"),
    [
        ("false", "CalledProcessError"),
        ("/no/such", "FileNotFoundError"),
        ("http://127.0.0.1:9/", "ConnectionError"),
    ],
)
def test_a_contact_that_cannot_be_reached_is_named(
    monkeypatch: pytest.MonkeyPatch, contact: str, error: str
) -> None:
    monkeypatch.setenv("SIGNPOST_ALERT", "true")
    monkeypatch.setenv("SIGNPOST_DUTY_ALERT", contact)
    told = signpost_("try-alert")
    assert told.exit_code == 1
    assert f"SIGNPOST_ALERT: taken\nSIGNPOST_DUTY_ALERT: reached nobody ({error})\n" in told.output
    assert "Mend the command or the address" in told.output


def test_nobody_to_tell_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGNPOST_ALERT", raising=False)
    told = signpost_("try-alert")
    assert told.exit_code == 1
    assert "SIGNPOST_ALERT is not set" in told.output
