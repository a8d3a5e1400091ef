"""The commands of docs/runbook.md, run as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from werkzeug.serving import make_server

from tests.deploy.files import DEPLOY, documents
from tests.store.examples import CANARY, Desk
from tests.web.doubles import create_test_app
from web.commands import signpost
from web.delivery.signing import keys_of
from web.settings import ROOT, Settings
from web.store.clock import now

RUNBOOK = (ROOT / "docs" / "runbook.md").read_text()
BACKUPS = "/var/backups/signpost"
OPERATOR = ("--operator", "A. Operator")


def commands(part: str) -> list[str]:
    """The commands of a part of the page, without `signpost`, in their order."""
    text = RUNBOOK.split(f"\n## {part}\n")[1].split("\n## ")[0]
    found = re.findall(r"^    signpost (.+)$", text, re.M)
    assert found
    return found


def run(line: str, *more: str) -> str:
    done = CliRunner().invoke(signpost, [*shlex.split(line), *more], prog_name="signpost")
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path / "var"))
    desk = Desk(tmp_path / "var")
    desk.clock.at = now()
    return desk


def test_a_backup_is_restored_where_everything_but_the_keys_was_lost(desk: Desk, tmp_path: Path) -> None:
    reference, backups = desk.send(), tmp_path / "backups"
    backups.mkdir()
    save, *restore = commands("Backup and restore")
    run(save.replace(BACKUPS, str(backups)))
    (newest,) = backups.iterdir()
    assert CANARY not in newest.read_text()

    desk.store.close()
    for file in desk.settings.var.glob("enquiries.db*"):
        file.unlink()
    said = [run(line.replace(f"{BACKUPS}/NEWEST", str(newest))) for line in restore]
    assert "Restored: 1 enquiries." in said[1]
    assert reference in said[2] and "queued" in said[2]
    assert CANARY in run(f"enquiries show {reference}", *OPERATOR)


def test_keys_are_rotated_and_both_old_and_new_enquiries_open(desk: Desk) -> None:
    before = desk.send()
    first, rotated, last = [run(line) for line in commands("Keys")]
    after = desk.send()
    assert (first.count("closes new enquiries"), last.count("closes new enquiries")) == (1, 1)
    assert (first.count("opens older ones"), last.count("opens older ones")) == (0, 1)
    assert rotated == last
    for reference in (before, after):
        assert CANARY in run(f"enquiries show {reference}", *OPERATOR)


def test_a_signing_key_is_rotated_with_nothing_refused() -> None:
    """The receiver learns the new key, then it stands in front here, then the old one goes."""
    old, new = f"k1:{'1' * 40}", f"k2:{'2' * 40}"
    knows = dict(keys_of(f"{old} {new}"))
    for step in (old, f"{new} {old}", new):
        key_id, secret = keys_of(Settings(webhook_keys=step).webhook_keys.get_secret_value())[0]
        assert knows[key_id] == secret
    assert key_id == "k2"


def test_the_page_says_how_a_changed_secret_comes_in() -> None:
    """`signpost restart` starts fresh processes with the environment that the supervisor once read."""
    keys = RUNBOOK.split("\n## Keys\n")[1].split("\n## ")[0]
    assert "never settings or secrets" in keys
    for way in ("systemctl restart signpost", "up -d --force-recreate", "rollout restart deployment"):
        assert way in keys
    assert "change every secret above, start anew" in RUNBOOK


def test_a_backup_to_a_folder_that_is_not_there_ends_with_a_sentence(desk: Desk, tmp_path: Path) -> None:
    done = CliRunner().invoke(signpost, ["backup", str(tmp_path / "nowhere" / "file")])
    assert done.exit_code == 1
    assert re.search(r"^Error: .+ is not a folder that you can write to$", done.output, re.M)


def test_a_restore_goes_where_the_backups_are() -> None:
    """In containers and on Kubernetes one process alone has their folder."""
    part = RUNBOOK.split("\n## Backup and restore\n")[1].split("\n## ")[0]
    (compose,) = documents(DEPLOY / "container" / "compose.yml")
    having = [name for name, one in compose["services"].items() if BACKUPS in str(one.get("volumes"))]
    assert having == ["backup"] and "docker compose run --rm backup" in part
    jobs = {job["metadata"]["name"]: job for job in documents(DEPLOY / "kubernetes" / "jobs.yaml")}
    assert BACKUPS in str(jobs["backup"]["spec"]["jobTemplate"]) and "--from=cronjob/backup" in part


def test_the_switch_is_thrown_both_ways(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    website = make_server("127.0.0.1", 0, create_test_app(var=desk.settings.var), threaded=True)
    Thread(target=website.serve_forever, daemon=True).start()
    monkeypatch.setenv("SIGNPOST_PORT", str(website.port))
    off, on = commands("Switch off and on")
    run(off)
    assert desk.settings.off_switch.exists()
    run(on)
    assert not desk.settings.off_switch.exists()
    website.shutdown()


def test_health_is_asked_of_every_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "ENGINE", "ACTIONS"):
        monkeypatch.setenv(f"SIGNPOST_{name}", "9" if name == "PORT" else "http://127.0.0.1:9")
    for line in commands("Health"):
        done = CliRunner().invoke(signpost, shlex.split(line))
        assert (done.exit_code, "cannot do its work now" in done.output) == (1, True)
    desk.settings.delivery_pulse.parent.mkdir(parents=True, exist_ok=True)
    desk.settings.delivery_pulse.touch()
    run("health delivery")


def test_the_page_for_the_worst_case_is_made() -> None:
    (line,) = [line for line in commands("Install on one machine") if line.startswith("away")]
    assert "tel:999" in run(line.split(" > ")[0])


def test_every_alert_says_who_acts_and_how_fast() -> None:
    alerts = RUNBOOK.split("\n### Alert: ")[1:]
    assert len(alerts) > 10
    for alert in alerts:
        heading, told = alert.split("\n\n", 1)
        assert re.match(r"(Operations|Intake|Content owner)\b", told), heading
        first = told.split("\n\n")[0]
        assert re.search(r"day and night|within the hour|in working hours|at once", first), heading
