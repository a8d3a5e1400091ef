"""Alert rules and dashboard: about figures that there are, and each alert with its place in the runbook."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble
from web.exporter import Exporter
from web.settings import ROOT

MONITORING = ROOT / "deploy" / "monitoring"
SELECTED = re.compile(r"(signpost_\w+)(?:\{([^}]*)\})?")
MATCHED = re.compile(r'(\w+)(=~|=|!=)"([^"]*)"')
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

RULES = yaml.safe_load((MONITORING / "alerts.yml").read_text())
ALERTS = [rule for group in RULES["groups"] for rule in group["rules"]]
PANELS = json.loads((MONITORING / "dashboard.json").read_text())["panels"]


def expressions() -> Iterator[str]:
    yield from (alert["expr"] for alert in ALERTS)
    yield from (target["expr"] for panel in PANELS for target in panel["targets"])


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """The labels of each series that a running website tells, by name."""
    var = tmp_path_factory.mktemp("var")
    (var / "run").mkdir()
    (var / "run" / "engine.json").write_text('{"processes": {"Website": "ready"}}')
    with EngineDouble() as engine:
        registry = CollectorRegistry()
        registry.register(Exporter(create_test_app(engine, var=var).extensions["signpost"]))
        found: dict[str, list[dict[str, str]]] = {}
        for sample in (sample for family in registry.collect() for sample in family.samples):
            found.setdefault(sample.name, []).append(sample.labels)
    return found


def test_each_figure_that_is_asked_for_is_exported(exported: dict[str, list[dict[str, str]]]) -> None:
    asked = [found for expression in expressions() for found in SELECTED.findall(expression)]
    assert len(asked) > 40
    for name, selector in asked:
        assert name in exported, name
        for label, how, value in MATCHED.findall(selector):
            there = {labels.get(label) for labels in exported[name]}
            for wanted in value.split("|") if how == "=~" else [value]:
                assert wanted in there, f"{name}: no {label} is {wanted}"


def test_each_figure_that_is_exported_is_looked_at(exported: dict[str, list[dict[str, str]]]) -> None:
    asked = {name for expression in expressions() for name, _ in SELECTED.findall(expression)}
    assert set(exported) == asked | {"signpost_seconds_bucket"}


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_each_alert_says_what_is_wrong_how_bad_and_where_the_remedy_stands(alert: dict[str, Any]) -> None:
    assert alert["labels"]["severity"] in ("critical", "warning")
    assert alert["annotations"]["summary"].endswith(".")
    page, _, anchor = alert["annotations"]["runbook"].partition("#")
    assert anchor in anchors(ROOT / page)


def anchors(page: Path) -> set[str]:
    """The headings of a page as its addresses have them."""
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in HEADING.findall(page.read_text()))
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("minutes", ["15", "60", "240"])
def test_the_ages_of_enquiries_are_those_of_delivery(minutes: str) -> None:
    from web.delivery.schedule import ALARMS

    assert int(minutes) in ALARMS
    (alert,) = [alert for alert in ALERTS if alert["alert"] == f"EnquiryWaits{minutes}Minutes"]
    assert alert["expr"] == f"max(signpost_outbox_oldest_seconds) > {minutes} * 60"


@pytest.fixture
def promtool() -> str:
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("promtool is not installed: make test-tools")
    return found


def test_the_rules_go_off_when_they_should_and_only_then(promtool: str) -> None:
    told = subprocess.run([promtool, "test", "rules", "alerts.test.yml"], cwd=MONITORING, capture_output=True)
    assert told.returncode == 0, told.stderr.decode()


def test_every_expression_of_the_dashboard_can_be_read(promtool: str, tmp_path: Path) -> None:
    asked = [target["expr"] for panel in PANELS for target in panel["targets"]]
    rules = [{"record": f"panel:{number}", "expr": expr} for number, expr in enumerate(asked)]
    written = tmp_path / "rules.yml"
    written.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    told = subprocess.run([promtool, "check", "rules", written], capture_output=True)
    assert told.returncode == 0, told.stderr.decode() + told.stdout.decode()


def test_the_example_for_prometheus_can_be_used(promtool: str) -> None:
    command = [promtool, "check", "config", "prometheus.yml"]
    told = subprocess.run(command, cwd=MONITORING, capture_output=True)
    assert told.returncode == 0, told.stderr.decode()


def test_every_alert_has_a_case_in_which_it_goes_off() -> None:
    cases = (MONITORING / "alerts.test.yml").read_text()
    assert not [alert["alert"] for alert in ALERTS if f'alertname="{alert["alert"]}"' not in cases]


def test_the_dashboard_has_no_panel_without_a_name_or_over_another() -> None:
    taken = set()
    for panel in PANELS:
        assert panel["title"]
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not taken & cells, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
