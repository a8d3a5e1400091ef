"""signpost enquiries, counts, keys, purge, backup and restore, as an operator types them."""

from __future__ import annotations

import csv
import io
import json
import os
import pwd
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.store.examples import CANARY, Desk, answers
from web.commands import signpost
from web.commands.counts import suppressed
from web.delivery import outbox
from web.store import tallies
from web.store.tables import outbox as queue

OPERATOR = ("--operator", "A. Operator")
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name


def signpost_(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(signpost, words, input=typed, prog_name="signpost")


def said(*words: str, typed: str = "") -> str:
    """What a command that succeeds prints, without what it says beside that."""
    result = signpost_(*words, typed=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_list_shows_what_waits_and_no_name(desk: Desk) -> None:
    assert said("enquiries", "list") == "None.\n"
    reference = desk.send()
    listed = said("enquiries", "list")
    assert reference in listed
    assert "queued" in listed
    assert "24.0" in listed or "23.9" in listed
    assert CANARY not in listed


def test_who_speaks_of_danger_is_listed_first_which_is_no_looking_at_it(desk: Desk) -> None:
    plain = desk.send()
    soon = desk.send(answers(concern={"urgent_change": "moves in"}))
    danger = desk.send({**answers(), "safety_flags": ["present_danger"]})
    with desk.store.session() as session:
        session.execute(queue.update().values(alarm=15))
    for command in ("list", "attention"):
        rows = [line.split("  ")[:2] for line in said("enquiries", command).splitlines() if "TEST-" in line]
        assert rows == [[danger, "DANGER NOW"], [soon, "soon"], [plain, ""]]
    assert said("enquiries", "show", plain, *OPERATOR).count(ACCOUNT) == 1
    desk.keys.private.rename(desk.keys.private.with_name("elsewhere"))
    assert said("enquiries", "list").count("  ?  ") == 3


def test_show_says_first_how_to_handle_it(desk: Desk) -> None:
    reference = desk.send(
        {**answers(concern={"urgent_change": "moves in"}), "safety_flags": ["present_danger"]}
    )
    shown = said("enquiries", "show", reference, *OPERATOR)
    lines = shown.splitlines()
    assert lines[0] == f"Reference {reference}"
    assert "THIS IS A TEST" in shown
    assert "SAYS THAT A CHILD MAY BE IN DANGER NOW" in shown
    assert "something will happen soon" in shown
    assert (
        "Leave a message: NO. Send a text: NO. Say it is the police: NO. "
        "Visit unannounced: NO. Write a letter: NO."
        in shown
    )
    assert shown.index("Safe ways of contact: phone") < shown.index("What has made you want to ask?")
    assert CANARY in shown
    assert "submitted  website" in shown
    again = said("enquiries", "show", reference, *OPERATOR)
    assert again.count("shown  A. Operator") == 2


def test_who_looks_must_say_who_they_are(desk: Desk) -> None:
    reference = desk.send()
    assert signpost_("enquiries", "show", reference).exit_code == 2


def test_what_was_typed_cannot_steer_the_terminal(desk: Desk) -> None:
    reference = desk.send(answers(concern={"reason": "look \x1b[2J\x9b away\n\u202eevil"}))
    shown = said("enquiries", "show", reference, *OPERATOR)
    assert not {"\x1b", "\x9b", "\u202e"} & set(shown)
    assert "look" in shown


def test_export_writes_the_whole_enquiry_for_its_owner_alone(desk: Desk, tmp_path: Path) -> None:
    reference, file = desk.send(), tmp_path / "out.json"
    assert CANARY not in said("enquiries", "export", reference, str(file), *OPERATOR)
    assert json.loads(file.read_text())["meta"]["submission_reference"] == reference
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "exists already" in signpost_("enquiries", "export", reference, str(file), *OPERATOR).output
    assert "exported  A. Operator" in said("enquiries", "show", reference, *OPERATOR)


def test_received_is_a_named_operators_mark(desk: Desk) -> None:
    reference = desk.send()
    marked = ("enquiries", "mark", reference, "received", *OPERATOR)
    told = said(*marked, "--force-reference", "F-9", typed="read here\n")
    assert told == f"{reference}: received by force.\n"
    assert said("enquiries", "list") == "None.\n"
    assert "received by force" in said("enquiries", "list", "--all")
    shown = said("enquiries", "show", reference, *OPERATOR)
    named = f"A. Operator (account {ACCOUNT})"
    assert f"received by force  {named}  read here; force reference F-9" in shown
    assert "accepted" not in shown
    assert signpost_(*marked, typed="read here\n").exit_code == 1


def test_a_long_story_is_cut_for_the_trail(desk: Desk) -> None:
    reference = desk.send()
    marked = ("enquiries", "mark", reference, "received", "--operator", "A" * 300)
    said(*marked, "--force-reference", "F" * 500, typed="told " * 200)
    assert "THIS TRAIL WAS CHANGED" not in said("enquiries", "show", reference, *OPERATOR)


def test_the_list_for_comparing_with_the_force_has_no_names(desk: Desk) -> None:
    first, second = desk.send(), desk.send()
    assert signpost_("enquiries", "mark", first, "received", *OPERATOR).exit_code == 2  # how?
    said("enquiries", "mark", first, "received", *OPERATOR, "--force-reference", "F-9", typed="fax\n")
    rows = list(csv.DictReader(io.StringIO(said("enquiries", "list", "--csv"))))
    assert [row["reference"] for row in rows] == [first, second]
    assert [row["force reference"] for row in rows] == ["F-9", ""]
    assert CANARY not in str(rows)


def test_attention_lists_what_needs_a_person_and_requeue_tries_again(desk: Desk) -> None:
    reference = desk.send()
    assert said("enquiries", "attention") == "None.\n"
    said("enquiries", "mark", reference, "taken", *OPERATOR)
    said("enquiries", "mark", reference, "failed", *OPERATOR, typed="nobody answered\n")
    assert reference in said("enquiries", "attention")
    with desk.store.session() as session:
        outbox.pause(session, "first", desk.clock(), "not_let_in 401")
    assert "Nothing is sent by the first route" in said("enquiries", "attention")
    resumed = "Queued again: 1.\nThe first route is used again.\n"
    assert said("enquiries", "requeue", *OPERATOR) == resumed
    assert said("enquiries", "requeue", *OPERATOR) == "Queued again: 0.\n"
    said("enquiries", "mark", reference, "taken", *OPERATOR)
    assert "cannot be queued" in signpost_("enquiries", "requeue", reference, *OPERATOR).output


@pytest.mark.parametrize("words", [("show",), ("mark", "taken"), ("export", "x.json"), ("requeue",)])
def test_an_unknown_reference_is_told(desk: Desk, words: tuple[str, ...]) -> None:
    command, *more = words
    result = signpost_("enquiries", command, "TEST-AAA-AAA-AAA", *more, *OPERATOR)
    assert result.exit_code == 1
    assert "There is no enquiry TEST-AAA-AAA-AAA" in result.output


def test_without_the_private_key_it_says_so(desk: Desk) -> None:
    reference = desk.send()
    desk.keys.private.rename(desk.keys.private.with_name("elsewhere"))
    result = signpost_("enquiries", "show", reference, *OPERATOR)
    assert result.exit_code == 78
    assert "no private key" in result.output


def test_counts_suppress_small_numbers_and_name_their_units(desk: Desk) -> None:
    with desk.store.session() as session:
        tallies.add(session, "example", desk.clock(), {"conversations": 120, "submitted": 4})
    table = said("counts")
    assert "Website enquiries, not applications" in table
    assert "120" in table
    assert table.count("fewer than 5") >= 6
    assert "153" in table and "79" in table  # the historic example, after ours
    assert table.index("120") < table.index("history") < table.index("Warwickshire")
    rows = list(csv.reader(io.StringIO(said("counts", "--csv"))))
    assert len(rows) == 2
    assert all("(" in heading for heading in rows[0])
    assert rows[1][2] == "120 conversations"
    assert rows[1][7] == "fewer than 5 website enquiries"
    assert all(re.fullmatch(r"(\d+|fewer than 5) [a-z ]+", cell) for cell in rows[1][2:])
    history = table[table.index("Warwickshire"):].splitlines()[0]
    assert re.search(r"72 enquiries +54 applications +5 disclosures$", history)


def test_ours_are_never_called_applications_or_disclosures(desk: Desk) -> None:
    with desk.store.session() as session:
        tallies.add(session, "example", desk.clock(), {"submitted": 40})
    table = said("counts", "--csv").lower()
    assert "application" not in table
    assert "disclosure" not in table


def test_fewer_than_five() -> None:
    assert [suppressed(count, "few") for count in (0, 4, 5)] == ["few", "few", "5"]


def test_keys_are_listed_and_rotated(desk: Desk) -> None:
    (first,) = desk.keys.ids()
    assert "closes new enquiries; private key here" in said("keys", "list")
    rotated = said("keys", "rotate")
    assert f"{first}  opens older ones; private key here" in rotated
    assert len(desk.keys.ids()) == 2


def test_purge_says_what_it_did(desk: Desk) -> None:
    desk.clock.on(days=-8)
    reference = desk.send()
    said("enquiries", "mark", reference, "received", *OPERATOR, typed="read here\n")
    assert "0 enquiries" in said("purge")
    assert said("purge", "--log") == ""
    desk.draft()  # whose website was stopped that week
    assert "1 forms" in said("purge")
    assert "drafts (idle or too old)" in said("purge", "--log")
    said("migrate")


def test_backup_and_restore(desk: Desk, tmp_path: Path, monkeypatch) -> None:
    reference, file = desk.send(), tmp_path / "enquiries.backup"
    assert "Destroy it within 28 days" in said("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert CANARY not in file.read_text()
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path / "other"))
    monkeypatch.setenv("SIGNPOST_KEYS", str(desk.keys.folder))
    said("migrate")
    assert said("restore", str(file)) == "Restored: 1 enquiries.\n"
    assert CANARY in said("enquiries", "show", reference, *OPERATOR)
    file.write_text("{}")
    assert "not a backup" in signpost_("restore", str(file)).output


READING = [
    ("enquiries", "list"),
    ("enquiries", "attention"),
    ("enquiries", "requeue", *OPERATOR),
    ("counts",),
    ("useful",),
    ("purge",),
    ("backup", "out"),
]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_store_that_is_not_there_is_told_and_not_made(monkeypatch, tmp_path: Path, words) -> None:
    """As for an operator whose SIGNPOST_VAR is not that of the service."""
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path / "other"))
    result = signpost_(*words)
    assert result.exit_code == 78
    assert f"There is no store at {tmp_path}/other/enquiries.db" in result.output
    assert not (tmp_path / "other").exists()


def test_each_command_says_which_store_it_reads(desk: Desk, monkeypatch) -> None:
    for words in (("enquiries", "list"), ("counts",), ("purge",)):
        assert f"Store: sqlite:///{desk.settings.var}/enquiries.db\n" in signpost_(*words).output


def test_what_cannot_be_a_database_is_told(desk: Desk, monkeypatch) -> None:
    taken = desk.settings.var / "file"
    taken.touch()
    unusable = "The store of enquiries cannot be used"
    for wrong, told in (
        ("canary-password", "SIGNPOST_DATABASE: must begin with"),
        (f"sqlite:///{taken}/x.db", unusable),
        ("postgresql://", unusable),
    ):
        monkeypatch.setenv("SIGNPOST_DATABASE", wrong)
        result = signpost_("migrate")
        assert result.exit_code == 78, wrong
        assert told in result.output
        assert "canary-password" not in result.output


def test_a_database_that_is_away_is_told_without_its_password(monkeypatch) -> None:
    monkeypatch.setenv("SIGNPOST_DATABASE", "postgresql://user:canary-password@127.0.0.1:9/none")
    for words in (("enquiries", "list"), ("counts",), ("migrate",), ("config",)):
        result = signpost_(*words)
        assert result.exit_code == (0 if words == ("config",) else 78)
        assert "canary-password" not in result.output
        assert "Traceback" not in result.output
