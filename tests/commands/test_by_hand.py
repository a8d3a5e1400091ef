"""Whoever does something by hand is a person with a name, and is told plainly what can be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_enquiries import OPERATOR, said, signpost_
from tests.store.examples import Desk
from web.delivery import outbox
from web.delivery.watch import reroute
from web.store.audit import trail
from web.store.clock import now


@pytest.mark.parametrize("name", ["", " ", "website", "Retention", "watch", "a\nb", "\x1b[31mA", "A\udcff"])
def test_an_operator_is_a_person_with_a_name(desk: Desk, name: str) -> None:
    reference = desk.send()
    for words in (("show", reference), ("mark", reference, "taken"), ("requeue", reference)):
        told = signpost_("enquiries", *words, "--operator", name)
        assert told.exit_code == 2
        assert "Invalid value for '--operator'" in told.output
    with desk.store.session() as session:
        row = outbox.entry(session, reference)
        assert [entry.event for entry in trail(session, row.submission_id)] == ["submitted"]


def test_nobody_forges_a_line_of_the_trail(desk: Desk) -> None:
    reference = desk.send()
    words = ("enquiries", "mark", reference, "received", *OPERATOR)
    forged = "fax\n  2026-11-22  accepted  website"
    assert signpost_(*words, "--force-reference", forged, typed="read here\n").exit_code == 2
    assert signpost_(*words, typed="fax\x1b[31m\n").exit_code == 2
    said(*words, typed=forged)
    assert "accepted" not in said("enquiries", "show", reference, *OPERATOR), "only the first line is taken"


@pytest.mark.parametrize("typed", ["", "\n", " \n"])
def test_how_it_was_handed_over_is_no_blank(desk: Desk, typed: str) -> None:
    told = signpost_("enquiries", "mark", desk.send(), "received", *OPERATOR, typed=typed)
    assert told.exit_code == 2
    assert "type one line when asked, or pipe it in" in told.output


def test_what_an_operator_tells_of_an_enquiry_is_asked_for_and_never_an_argument(desk: Desk) -> None:
    """Arguments stand in the list of processes, in the journal (sudo, systemd) and in the shell's history."""
    reference = desk.send()
    words = ("enquiries", "mark", reference, "received", *OPERATOR)
    told = signpost_(*words, "--how", "told DS Jones", typed="told DS Jones\n")
    assert (told.exit_code, "No such option" in told.output) == (2, True)
    told = signpost_(*words, typed="told DS Jones\n")
    assert "How (by telephone" in told.stderr
    assert "told DS Jones" in said("enquiries", "show", reference, *OPERATOR)


def test_a_reference_may_be_typed_as_it_is_heard(desk: Desk) -> None:
    reference = desk.send()
    for typed in (reference.lower(), reference.replace("-", ""), reference.replace("-", " ")):
        assert f"Reference {reference}" in said("enquiries", "show", typed, *OPERATOR)


@pytest.mark.parametrize("place", ["none/x.json", "."])
def test_what_cannot_be_exported_was_not(desk: Desk, tmp_path: Path, place: str) -> None:
    reference = desk.send()
    told = signpost_("enquiries", "export", reference, str(tmp_path / place), *OPERATOR)
    assert told.exit_code == 1
    assert "exported" not in said("enquiries", "show", reference, *OPERATOR)


def test_what_a_second_route_left_behind_is_told_and_put_back(desk: Desk) -> None:
    desk.clock.on(hours=-2)
    reference = desk.send()
    reroute(desk.store, now())
    assert f"{reference} is left on a second route that is not set" in said("enquiries", "attention")
    said("enquiries", "requeue", *OPERATOR)
    assert said("enquiries", "attention") == "None.\n"


def test_tests_are_dropped_once_that_was_confirmed(desk: Desk) -> None:
    desk.send()
    assert signpost_("enquiries", "drop-tests").exit_code == 1
    assert said("enquiries", "drop-tests", "--yes") == "Erased: 1 tests.\nThe counts begin anew.\n"
    assert said("enquiries", "list") == "None.\n"
    assert "1 enquiries (tests of a preview)" in said("purge", "--log")
