"""Figures for Prometheus: they count what happens, and tell of nobody."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import thread_time

import pytest
from flask import Flask
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.knowledge import load
from tests.store.examples import Desk
from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble
from web.commands.counts import FEWEST
from web.exporter import STEP, Exporter, export
from web.processes.children import COUNTS
from web.settings import ROOT
from web.store.clock import now

CANARIES = ("canary-zebra", "Testname", "07700 900123", "canary-key-quagga", "192.0.2.199")
Figures = dict[str, float]


def text_of(app: Flask) -> str:
    registry = CollectorRegistry()
    registry.register(Exporter(app.extensions["signpost"]))
    return generate_latest(registry).decode()


def figures(app: Flask) -> Figures:
    """Every sample by its name and label: "turns_total answered"."""
    return {
        " ".join([sample.name.removeprefix("signpost_"), *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text_of(app))
        for sample in family.samples
    }


@pytest.fixture
def ours(engine: EngineDouble, tmp_path) -> Flask:
    """An application of this test alone: it has counted nothing yet."""
    return create_test_app(engine, var=tmp_path)


def say(app: Flask, text: str, times: int = 1, **message: str) -> None:
    for _ in range(times):
        app.test_client().post("/api/v1/messages", json={"conversation": None, "text": text, **message})


def test_a_turn_is_counted_and_timed(ours: Flask) -> None:
    say(ours, "topic:scheme.what")
    seen = figures(ours)
    assert seen["turns_total answered"] == seen["responses_total 2xx"] == 1
    assert all(seen[f"seconds_count {part}"] == 1 for part in ("turn", "door", "engine"))
    assert 0 < seen["seconds_sum door"] <= seen["seconds_sum turn"] < 5


def test_what_the_sender_can_do_better_is_refused_what_we_cannot_is_failed(ours: Flask, engine) -> None:
    say(ours, "")
    say(ours, "a" * 2001)
    engine.behaviour = "fails"
    say(ours, "topic:scheme.what")
    seen = figures(ours)
    assert (seen["turns_total refused"], seen["turns_total failed"]) == (2, 1)
    assert seen["problems_total empty"] == seen["problems_total too_long"] == seen["problems_total down"] == 1
    assert (seen["responses_total 4xx"], seen["responses_total 5xx"]) == (2, 1)


def test_a_problem_told_on_the_page_is_counted_once(ours: Flask, engine) -> None:
    engine.behaviour = "fails"
    assert ours.test_client().post("/", data={"text": "topic:scheme.what"}).status_code == 200
    assert figures(ours)["problems_total down"] == 1


def test_a_card_in_place_of_the_engine_is_an_answer_and_its_problem_is_counted(ours: Flask, engine) -> None:
    engine.behaviour = "fails"
    say(ours, "help now")
    seen = figures(ours)
    assert (seen["turns_total answered"], seen["problems_total down"]) == (1, 1)


def test_replies_are_told_in_steps_of_five(ours: Flask) -> None:
    assert STEP == FEWEST == 5
    say(ours, "topic:scheme.what", times=4)
    assert figures(ours)["replies_total answer"] == figures(ours)["topics_total scheme"] == 0
    say(ours, "topic:scheme.what", times=2)
    assert figures(ours)["replies_total answer"] == figures(ours)["topics_total scheme"] == 5


def test_safety_topics_are_one_total(ours: Flask) -> None:
    for marker in ("help now", "child told", "perhaps hurt topic:safety.suspect_abuse"):
        say(ours, marker, times=2)
    seen = figures(ours)
    assert seen["replies_total safety"] == seen["topics_total safety"] == 5
    told = [name for name in seen if "safety" in name]
    assert sorted(told) == ["replies_total safety", "topics_total safety"]
    assert "suspect_abuse" not in text_of(ours)


def test_series_are_there_from_the_start_and_say_no_time(ours: Flask, engine) -> None:
    before = set(figures(ours))
    say(ours, "help now")
    say(ours, "topic:victim.later_in_life")
    engine.behaviour = "fails"
    say(ours, "topic:scheme.what")
    engine.behaviour = "answers"  # what an engine tells of itself is gone with it
    assert set(figures(ours)) == before
    assert not [name for name in before if "created" in name]


def test_nobody_is_in_a_figure(ours: Flask, engine) -> None:
    words, name, phone, key, visitor = CANARIES
    for behaviour in ("answers", "fails", "not_offered", "hangs up"):
        engine.behaviour = behaviour
        for text in (f"{words} Darren {name} {phone}", f"help now {words}"):
            ours.test_client().post(
                f"/api/v1/messages?text={words}",
                json={"conversation": key, "text": text},
                environ_base={"REMOTE_ADDR": visitor},
            )
        ours.test_client().post("/", data={"conversation": key, "text": words})
    assert not [canary for canary in CANARIES if canary in text_of(ours)]


def test_health_is_no_response_to_a_person(ours: Flask) -> None:
    ours.test_client().get("/health/ready")
    assert figures(ours)["responses_total 2xx"] == 0


def test_the_engine_and_the_switch(ours: Flask, engine) -> None:
    ready = f"engine_ready {place_of(engine)}"
    assert (figures(ours)[ready], figures(ours)["closed"]) == (1, 0)
    engine.behaviour = "loading"
    switch = ours.extensions["signpost"].settings.off_switch
    switch.parent.mkdir(parents=True, exist_ok=True)
    switch.touch()
    assert (figures(ours)[ready], figures(ours)["closed"]) == (0, 1)


def place_of(engine: EngineDouble) -> str:
    return engine.address.removeprefix("http://")


def test_of_two_engines_the_one_that_is_frozen_is_named(tmp_path) -> None:
    with EngineDouble() as well, EngineDouble() as frozen:
        frozen.behaviour = "slow"
        app = create_test_app(engine=f"{well.address} {frozen.address}", var=tmp_path)
        seen = figures(app)
    assert (seen[f"engine_ready {place_of(well)}"], seen[f"engine_ready {place_of(frozen)}"]) == (1, 0)


def test_an_engine_tells_of_its_action_server_and_of_events_that_were_dropped(ours: Flask, engine) -> None:
    engine.has_actions, engine.dropped = False, 7
    seen = figures(ours)
    assert seen[f"actions_ready {place_of(engine)}"] == 0
    assert seen[f"events_dropped_total {place_of(engine)}"] == 7
    engine.behaviour = "hangs up"
    assert f"actions_ready {place_of(engine)}" not in figures(ours), "nobody knows"


def test_the_processes_as_the_supervisor_sees_them(ours: Flask) -> None:
    told = ours.extensions["signpost"].settings.engine_state
    told.parent.mkdir(parents=True, exist_ok=True)
    told.write_text('{"state": "ready", "processes": {"Website": "ready", "Dialogue engine 2": "late"}}')
    seen = figures(ours)
    assert (seen["process_ready Website"], seen["process_ready Dialogue engine 2"]) == (1, 0)


class TestOfTheStore:
    @pytest.fixture
    def desk(self, tmp_path) -> Iterator[Desk]:
        """The store that the application reads: that of its settings."""
        desk = Desk(tmp_path)
        desk.clock.at = now()
        yield desk
        desk.store.close()

    @pytest.fixture
    def app(self, desk: Desk, engine) -> Flask:
        return create_test_app(engine, var=desk.settings.var, retention_days=1)

    def test_an_empty_store(self, app: Flask) -> None:
        seen = figures(app)
        assert seen["store_up"] == 1
        assert seen["outbox queued"] == seen["outbox dead_letter"] == seen["outbox_oldest_seconds"] == 0
        assert seen["overdue_seconds enquiries"] == seen["overdue_seconds drafts"] == seen["drafts"] == 0

    def test_what_waits_and_for_how_long(self, app: Flask, desk: Desk) -> None:
        desk.clock.on(minutes=-16)
        desk.send()
        seen = figures(app)
        assert seen["outbox queued"] == 1
        assert 16 * 60 <= seen["outbox_oldest_seconds"] < 17 * 60

    def test_what_the_force_has_waits_no_longer_but_has_its_day(self, app: Flask, desk: Desk) -> None:
        from web.delivery.handwork import mark

        desk.clock.on(hours=-26)
        reference = desk.send()
        with desk.store.session() as session:
            mark(session, reference, "received", desk.clock(), "Test Operator", "read here", None)
        seen = figures(app)
        assert seen["outbox queued"] == seen["outbox_oldest_seconds"] == 0
        assert 2 * 3600 <= seen["overdue_seconds enquiries"] < 2.1 * 3600

    def test_forms_are_told_in_steps_of_five_and_named_when_they_should_be_gone(self, app, desk) -> None:
        desk.clock.on(minutes=-61)
        for _ in range(6):
            desk.drafts.begin(None, "en")
        seen = figures(app)
        assert seen["drafts"] == 5
        assert 60 <= seen["overdue_seconds drafts"] < 120

    def test_a_purge_leaves_its_day(self, app: Flask, desk: Desk) -> None:
        from web.store.retention import write_down

        begun = now() - timedelta(days=2)
        with desk.store.session() as session:
            write_down(session, begun, "enquiries", "1 days after received", 3)
        assert figures(app)["last_purge_timestamp_seconds"] == pytest.approx(begun.timestamp(), abs=1)

    def test_delivery_tells_by_the_store_that_it_does_its_rounds(self, app: Flask, desk: Desk) -> None:
        from web.store.pulse import beat

        assert figures(app)["delivery_pulse_timestamp_seconds"] == 0, "never so far"
        for minutes in (9, 1):
            with desk.store.session() as session:
                beat(session, now() - timedelta(minutes=minutes))
        seen = figures(app)["delivery_pulse_timestamp_seconds"]
        assert seen == pytest.approx((now() - timedelta(minutes=1)).timestamp(), abs=5)

    def test_where_nothing_is_delivered_nobody_waits_for_delivery(self, engine, tmp_path) -> None:
        library = load("example")
        handoff = library.force.handoff.copy(update={"mode": "none"})
        force = library.force.copy(update={"handoff": handoff})
        app = create_test_app(engine, content=library.copy(update={"force": force}), var=tmp_path)
        assert "delivery_pulse_timestamp_seconds" not in figures(app)

    def test_a_store_that_is_away_is_told(self, engine) -> None:
        app = create_test_app(engine, database="sqlite:////proc/no/such/enquiries.db")
        seen = figures(app)
        assert seen["store_up"] == 0
        assert "outbox queued" not in seen


@contextmanager
def free_port() -> Iterator[int]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    yield port


def test_the_figures_have_a_port_of_their_own(engine, tmp_path) -> None:
    with free_port() as port:
        app = create_test_app(engine, var=tmp_path, metrics_port=port)
        export(app.extensions["signpost"])
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            assert b'signpost_turns_total{outcome="answered"} 0.0' in answer.read()
    for path in ("/metrics", "/metrics/"):
        assert app.test_client().get(path).status_code == 404


def test_a_port_that_is_taken_costs_the_figures_alone(engine, tmp_path, caplog) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        app = create_test_app(engine, var=tmp_path, metrics_port=taken.getsockname()[1])
        export(app.extensions["signpost"])
    assert "the figures cannot be served" in caplog.text
    say(app, "topic:scheme.what")
    assert figures(app)["turns_total answered"] == 1


@pytest.mark.slow
def test_several_processes_of_one_website_tell_one_sum(tmp_path) -> None:
    code = (
        "from web.metrics import Metrics\n"
        "from types import SimpleNamespace\n"
        "metrics = Metrics(['scheme'])\n"
        "with metrics.timed('turn'): pass\n"
        "metrics.count_replies([SimpleNamespace(kind='answer', topic='scheme.what')] * 3)\n"
    )
    told = (
        "from web.exporter import Exporter\n"
        "from types import SimpleNamespace\n"
        "for family in Exporter(None)._counted():\n"
        "    for sample in family.samples: print(sample.name, *sample.labels.values(), sample.value)\n"
    )
    counts = {**os.environ, COUNTS: str(tmp_path)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=counts, check=True)
    seen = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=counts, capture_output=True, text=True)
    assert "signpost_replies_total answer 5.0" in seen.stdout.splitlines(), seen.stderr
    assert "signpost_seconds_count turn 2.0" in seen.stdout.splitlines()


def test_nobody_goes_without_an_answer_because_of_a_figure(ours: Flask, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    for kind in ("Counter.inc", "Histogram.observe"):
        monkeypatch.setattr(f"prometheus_client.metrics.{kind}", fail)
    client = ours.test_client()
    assert client.post("/api/v1/messages", json={"text": "topic:scheme.what"}).status_code == 200
    assert client.post("/", data={"text": "topic:scheme.what"}).status_code == 200
    assert client.post("/api/v1/messages", json={"text": ""}).status_code == 400


def test_counting_costs_less_than_a_third_of_a_millisecond_a_turn(ours: Flask) -> None:
    metrics = ours.extensions["signpost"].metrics
    begun = thread_time()
    for _ in range(1000):
        for part in ("turn", "door", "engine"):
            with metrics.timed(part):
                pass
        metrics.count_turn()
        metrics.count_replies([])
    assert thread_time() - begun < 0.3
