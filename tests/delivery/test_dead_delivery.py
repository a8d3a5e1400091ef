"""Delivery that cannot start, cannot open what is sent, or is dead: somebody is told all the same."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner

from tests.delivery.between import KEY, SECRET, Between
from tests.delivery.receiver import Receiver
from tests.store.examples import Desk
from web.commands import signpost
from web.delivery.process import Delivery
from web.delivery.schedule import Schedule
from web.processes import children
from web.processes.child import Child
from web.processes.watched import CannotWork, Watched
from web.settings import Settings
from web.store.clock import now
from web.store.records import Records
from web.store.seals import Keys


class UntilTold(Event):
    """Stops delivery at the pause after its first look."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def lines(told: Path) -> list[dict]:
    return [json.loads(line) for line in told.read_text().replace("}{", "}\n{").splitlines()]


@pytest.fixture
def told(tmp_path: Path) -> Path:
    return tmp_path / "told"


def test_what_can_be_opened_is_delivered_and_the_operator_hears_of_the_rest(
    desk: Desk, receiver: Receiver, told: Path
) -> None:
    desk.clock.at = now()
    older = desk.send()
    newest = desk.keys.rotate()
    (desk.keys.private / f"{newest}.private").unlink()
    newer = desk.send()
    ours = Settings(
        var=desk.settings.var,
        destination="webhook",
        webhook=receiver.address,
        webhook_keys=f"{KEY}:{SECRET.decode()}",
        alert=f"tee -a {told}",
    )
    Delivery(ours, Schedule()).run(UntilTold())
    between = Between(desk, receiver.address)
    assert between.row(older).state == "accepted"
    assert between.row(newer).state == "needs_attention"
    reasons = [(alert["reference"], alert["reason"]) for alert in lines(told)]
    assert reasons == [
        ("", "there is no private key for what is sent now"),
        (newer, "cannot_be_opened"),
    ]


def test_where_delivery_is_ours_production_asks_for_the_private_key(monkeypatch, tmp_path: Path) -> None:
    for name, value in {"ENV": "production", "FORCE": "example", "TRUSTED_PROXIES": "1"}.items():
        monkeypatch.setenv(f"SIGNPOST_{name}", value)
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path))
    monkeypatch.setattr("web.commands.service.require_safe", lambda *_: None)
    monkeypatch.setattr("web.commands.service.warn", lambda _: None)
    monkeypatch.setenv("SIGNPOST_MODEL", str(tmp_path / "none"))  # what is asked for next
    keys = Keys.configured(Settings(var=tmp_path))
    keys.make_missing()
    assert "There is no model" in CliRunner().invoke(signpost, ["run"]).output
    for file in keys.private.iterdir():
        file.unlink()
    told = CliRunner().invoke(signpost, ["run"])
    assert told.exit_code == 78
    assert "SIGNPOST_PRIVATE_KEYS: " in told.output
    monkeypatch.setenv("SIGNPOST_DELIVERY", "apart")
    assert "There is no model" in CliRunner().invoke(signpost, ["run"]).output


def test_the_website_tells_once_of_what_delivery_should_have_told(desk: Desk, told: Path) -> None:
    records = Records(Settings(var=desk.settings.var, alert=f"tee -a {told}"), "example")
    desk.clock.at = now()
    desk.clock.on(minutes=-19)
    desk.send()
    records.raise_alarms()
    assert not told.exists()
    desk.clock.on(minutes=-2)
    waits = desk.send()
    for _ in range(2):
        records.raise_alarms()
    assert [(alert["reference"], alert["minutes"]) for alert in lines(told)] == [(waits, 21)]


def test_where_delivery_tells_the_website_is_silent(desk: Desk, between: Between) -> None:
    from web.delivery.watch import stand_in

    desk.send()
    for _ in range(24 * 20):
        desk.clock.on(minutes=3)
        between.watch()
        said = len(between.told.alerts)
        stand_in(desk.store, between.told, desk.clock())
        assert len(between.told.alerts) == said
    assert said == 8  # at 15 minutes, at 60, and every 4 hours


def child(folder: Path, words: str) -> Child:
    """Delivery, whose pulse was left by an earlier one."""
    pulse = folder / "pulse"
    pulse.touch()
    time.sleep(0.02)
    work = f"import pathlib, sys, time; pulse = pathlib.Path({str(pulse)!r}); {words}"
    return Child("Delivery", [sys.executable, "-c", work], {}, None, health=pulse)


def seen(watched: Watched, state: str) -> None:
    until = time.monotonic() + 30
    while watched.state != state:
        assert time.monotonic() < until
        watched.watch()
        time.sleep(0.02)


def test_delivery_is_ready_once_its_pulse_beats(tmp_path: Path) -> None:
    ours = Settings(var=tmp_path)
    assert children.delivery(ours, "").health() == ""
    ours.delivery_pulse.parent.mkdir()
    ours.delivery_pulse.touch()
    assert children.delivery(ours, "").health() == "ready"
    watched = Watched(child(tmp_path, "time.sleep(0.3); pulse.touch(); time.sleep(60)"), print, 60)
    watched.start()
    watched.watch()
    assert watched.state == "loading"
    seen(watched, "ready")
    watched.child.kill()
    watched.child.stop()


def test_delivery_that_cannot_work_is_not_started_for_ever(tmp_path: Path) -> None:
    watched = Watched(child(tmp_path, "time.sleep(0.3); sys.exit(78)"), print, 60)
    watched.start()
    with pytest.raises(CannotWork):
        seen(watched, "ready")
