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

from tests.deploy.files import DEPLOY, environment_file
from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble
from web.exporter import Exporter
from web.settings import ROOT

MONITORING = DEPLOY / "monitoring"
SELECTED = re.compile(r"(signpost_\w+)(?:\{([^}]*)\})?")
MATCHED = re.compile(r'(\w+)(=~|=|!=)"([^"]*)"')
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

RULES = yaml.safe_load((MONITORING / "alerts.yml").read_text())
ALERTS = [rule for group in RULES["groups"] for rule in group["rules"]]
CONFIGS = {file.name: yaml.safe_load(file.read_text()) for file in sorted(MONITORING.glob("prometheus*.yml"))}
ALERTMANAGER = yaml.safe_load((MONITORING / "alertmanager.yml").read_text())
BLACKBOX = yaml.safe_load((MONITORING / "blackbox.yml").read_text())
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


@pytest.mark.parametrize("name", CONFIGS)
def test_each_example_for_prometheus_can_be_used(promtool: str, name: str) -> None:
    told = subprocess.run([promtool, "check", "config", name], cwd=MONITORING, capture_output=True)
    assert told.returncode == 0, told.stderr.decode()


@pytest.mark.parametrize("name", CONFIGS)
def test_each_has_the_rules_tells_alertmanager_and_looks_at_the_page(name: str) -> None:
    config = CONFIGS[name]
    assert config["rule_files"] == ["alerts.yml"]
    (alertmanager,) = config["alerting"]["alertmanagers"]
    assert alertmanager["static_configs"][0]["targets"]
    jobs = {job["job_name"]: job for job in config["scrape_configs"]}
    rules = (MONITORING / "alerts.yml").read_text()
    assert set(re.findall(r'job="([\w-]+)"', rules)) | {"signpost"} == set(jobs)
    page = jobs["signpost-page"]
    assert page["static_configs"][0]["targets"] == ["https://signpost.police.example/health/live"]
    assert page["params"]["module"] == [*BLACKBOX["modules"]]


def test_on_one_machine_the_port_that_is_asked_is_the_one_of_the_sample() -> None:
    port = environment_file(DEPLOY / "systemd" / "signpost.env")["SIGNPOST_METRICS_PORT"]
    job = CONFIGS["prometheus.yml"]["scrape_configs"][0]
    assert job["static_configs"][0]["targets"] == [f"127.0.0.1:{port}"]


def test_the_page_must_answer_by_itself_and_under_a_certificate_that_holds() -> None:
    """The proxy's page for the worst case would not do."""
    (module,) = BLACKBOX["modules"].values()
    assert module["http"]["fail_if_not_ssl"] is True
    assert "insecure_skip_verify" not in str(module)
    said = create_test_app().test_client().get("/health/live").get_data(as_text=True)
    assert all(re.search(wanted, said) for wanted in module["http"]["fail_if_body_not_matches_regexp"])


class TestWhoIsTold:
    """As Alertmanager reads its file: the first route that fits, and on from there while that says so."""

    def told_of(self, labels: dict[str, str]) -> list[str]:
        found = []
        for route in ALERTMANAGER["route"]["routes"]:
            wanted = dict(re.fullmatch(r'(\w+)="(\w+)"', one).groups() for one in route["matchers"])
            if wanted.items() <= labels.items():
                found.append(route["receiver"])
                if not route.get("continue"):
                    break
        return found or [ALERTMANAGER["route"]["receiver"]]

    @pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
    def test_each_alert_reaches_somebody_and_the_critical_ones_a_telephone(self, alert) -> None:
        receivers = {one["name"]: one for one in ALERTMANAGER["receivers"]}
        told = self.told_of(alert["labels"])
        assert all(receivers[name]["email_configs"] for name in told)
        if alert["labels"]["severity"] == "critical":
            assert any("webhook_configs" in receivers[name] for name in told)
        assert ("duty" in told) == (alert["labels"].get("whom") == "duty")

    def test_the_duty_contact_is_told_beside_operations_and_not_in_their_place(self) -> None:
        assert self.told_of({"severity": "critical", "whom": "duty"}) == ["duty", "operations-at-once"]
        assert self.told_of({"severity": "critical"}) == ["operations-at-once"]
        assert self.told_of({"severity": "warning"}) == ["operations"]

    def test_secrets_are_files_and_addresses_nobodys(self) -> None:
        text = (MONITORING / "alertmanager.yml").read_text()
        assert not re.search(r"(password|credentials|token|secret): ", text)
        hosts = re.findall(r"(?:@|https?://|smarthost: )([\w.-]+)", text)
        assert hosts and all(host.endswith(".example") for host in hosts)


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
