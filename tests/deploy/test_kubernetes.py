"""The Kubernetes example: read as data and held to what its README promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.deploy.files import DEPLOY, SETTINGS, documents
from web.commands import signpost
from web.commands.apart import SECONDS_TO_SHOW_LIFE
from web.settings import ROOT, Settings

OBJECTS = [thing for file in sorted((DEPLOY / "kubernetes").glob("*.yaml")) for thing in documents(file)]
PERFORMANCE = (ROOT / "docs" / "performance.md").read_text()
SERVED = ("proxy", "web", "engine")  # by two pods or more


def all_of(kind: str) -> dict[str, dict[str, Any]]:
    return {thing["metadata"]["name"]: thing for thing in OBJECTS if thing["kind"] == kind}


DEPLOYMENTS = all_of("Deployment")


def pods() -> dict[str, dict[str, Any]]:
    """The pod of each workload by its name: labels and spec."""
    found = {name: thing["spec"]["template"] for name, thing in {**DEPLOYMENTS, **all_of("Job")}.items()}
    for name, thing in all_of("CronJob").items():
        found[name] = thing["spec"]["jobTemplate"]["spec"]["template"]
    return found


PODS = pods()


def containers() -> Iterator[tuple[str, dict[str, Any]]]:
    for pod in PODS.values():
        yield from ((container["name"], container) for container in pod["spec"]["containers"])


CONTAINERS = dict(containers())


def secrets_of(pod: str) -> set[str]:
    return {volume["secret"]["secretName"] for volume in PODS[pod]["spec"]["volumes"] if "secret" in volume}


def test_everything_has_a_version_a_name_and_our_namespace() -> None:
    names = [(thing["kind"], thing["metadata"]["name"]) for thing in OBJECTS]
    assert len(set(names)) == len(names)
    assert all(thing["apiVersion"] for thing in OBJECTS)
    assert all(t["metadata"]["namespace"] == "signpost" for t in OBJECTS if t["kind"] != "Namespace")
    assert set(PODS) == {"proxy", "web", "engine", "delivery", "migrate", "backup"}


@pytest.mark.parametrize("name", PODS)
def test_each_pod_runs_without_rights(name: str) -> None:
    spec = PODS[name]["spec"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] > 0
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["automountServiceAccountToken"] is False
    # Else Kubernetes would set SIGNPOST_PORT for a Service of the name signpost.
    assert spec["enableServiceLinks"] is False


@pytest.mark.parametrize("name", CONTAINERS)
def test_each_container_cannot_write_its_image_nor_gain_rights(name: str) -> None:
    container = CONTAINERS[name]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["image"].rpartition(":")[2] not in ("", "latest")
    assert set(container["resources"]) == {"requests", "limits"}
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    assert mounted <= {volume["name"] for pod in PODS.values() for volume in pod["spec"]["volumes"]}


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_each_service_container_has_three_probes(name: str) -> None:
    for container in PODS[name]["spec"]["containers"]:
        assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(container)
        ports = {port["name"] for port in container.get("ports", [])}
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            asked = container[probe]
            if command := asked.get("exec", {}).get("command"):
                assert command[:3] == ["signpost", "health", container["name"]]
                assert container["name"] in signpost.commands["health"].params[0].type.choices
            else:
                assert (asked.get("httpGet") or asked["tcpSocket"])["port"] in ports


def test_an_engine_is_ended_when_it_hangs_and_not_when_it_is_only_not_ready() -> None:
    """The system takes connections for a frozen process, and no restart brings back a store that is away."""
    engine = CONTAINERS["engine"]
    assert engine["livenessProbe"]["exec"]["command"] == ["signpost", "health", "engine", "--live"]
    assert engine["readinessProbe"]["exec"]["command"] == ["signpost", "health", "engine"]
    assert engine["livenessProbe"]["timeoutSeconds"] > SECONDS_TO_SHOW_LIFE
    assert engine["livenessProbe"]["failureThreshold"] * engine["livenessProbe"]["periodSeconds"] >= 120


def test_a_website_stays_when_the_engines_are_gone() -> None:
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert CONTAINERS["web"][probe]["httpGet"]["path"] == "/health/live"


@pytest.mark.parametrize("name", [n for n, c in CONTAINERS.items() if "args" in c])
def test_each_container_runs_a_command_of_ours(name: str) -> None:
    assert CONTAINERS[name]["args"][0] in signpost.commands


def test_selectors_match_labels() -> None:
    labels = {pod["metadata"]["labels"]["app"] for pod in PODS.values()}
    for name, thing in DEPLOYMENTS.items():
        assert thing["spec"]["selector"]["matchLabels"] == {"app": name}
        assert PODS[name]["metadata"]["labels"] == {"app": name}
    for thing in [*all_of("Service").values()]:
        assert thing["spec"]["selector"]["app"] in labels
    for thing in [*all_of("PodDisruptionBudget").values()]:
        assert thing["spec"]["selector"]["matchLabels"]["app"] in labels


def test_ports_are_those_of_the_settings() -> None:
    ports = {
        name: {port["name"]: port["containerPort"] for port in container.get("ports", [])}
        for name, container in CONTAINERS.items()
    }
    assert ports["web"]["http"] == Settings().port
    assert ports["engine"]["engine"] == 8005 == int(Settings().engine.rpartition(":")[2])
    for service in all_of("Service").values():
        for port in service["spec"]["ports"]:
            assert port["port"] == ports[service["spec"]["selector"]["app"]][port["targetPort"]]


@pytest.mark.parametrize("name", SERVED)
def test_one_stays_while_another_is_replaced(name: str) -> None:
    assert DEPLOYMENTS[name]["spec"]["replicas"] >= 2
    assert DEPLOYMENTS[name]["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert all_of("PodDisruptionBudget")[name]["spec"]["minAvailable"] == 1
    waits = [c["lifecycle"]["preStop"]["exec"]["command"] for c in PODS[name]["spec"]["containers"]]
    assert all(program == "sleep" and int(seconds) >= 5 for program, seconds in waits)


def test_more_are_started_when_they_are_busy_as_many_as_the_plan_says() -> None:
    plan = re.search(r"grow with the processor load to (\d+) and\s(\d+)", PERFORMANCE)
    most = dict(zip(("engine", "web"), map(int, plan.groups())))
    grown = {name: thing["spec"] for name, thing in all_of("HorizontalPodAutoscaler").items()}
    assert {name: spec["maxReplicas"] for name, spec in grown.items()} == most
    for name, spec in grown.items():
        assert spec["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
        assert spec["minReplicas"] == DEPLOYMENTS[name]["spec"]["replicas"]


def test_a_website_sees_every_engine_and_not_one_address_for_all() -> None:
    assert all_of("Service")["engine"]["spec"]["clusterIP"] == "None"


def test_settings_are_settings_and_hold_no_secret() -> None:
    given = all_of("ConfigMap")["signpost"]["data"]
    assert set(given) <= SETTINGS
    assert not {f"SIGNPOST_{name.upper()}" for name in Settings().secret_names()} & set(given)
    assert all(isinstance(value, str) for value in given.values())
    ours = Settings(**{name[9:].lower(): v for name, v in given.items() if name != "SIGNPOST_SECRETS"})
    assert ours.is_production and ours.engine_addresses == ["http://engine:8005"]
    assert not all_of("Secret")


def test_each_process_gets_the_secrets_that_it_needs_and_no_other() -> None:
    assert {name: secrets_of(name) for name in PODS} == {
        "proxy": {"signpost-tls"},
        "web": {"signpost-web", "signpost-keys"},
        "engine": {"signpost-engine"},
        "delivery": {"signpost-delivery", "signpost-keys", "signpost-private-keys"},
        "migrate": {"signpost-store"},
        "backup": {"signpost-store"},
    }
    actions = CONTAINERS["actions"]
    assert {mount["name"] for mount in actions["volumeMounts"]} == {"actions-tmp", "actions-var"}
    assert "envFrom" not in actions and "ports" not in actions


def test_figures_are_for_prometheus_alone() -> None:
    given = {one["name"]: one["value"] for one in CONTAINERS["web"]["env"]}
    rules = all_of("NetworkPolicy")["web"]["spec"]["ingress"]
    (rule,) = [rule for rule in rules if {"port": int(given["SIGNPOST_METRICS_PORT"])} in rule["ports"]]
    assert "namespaceSelector" in rule["from"][0]
    assert [port["port"] for port in all_of("Service")["web"]["spec"]["ports"]] == [8000]
    asked = yaml.safe_load((DEPLOY / "monitoring" / "prometheus.kubernetes.yml").read_text())
    (found,) = asked["scrape_configs"][0]["dns_sd_configs"]
    figures = all_of("Service")["figures"]["spec"]
    assert found == {"names": ["figures.signpost.svc.cluster.local"], "type": "A", "port": 9100}
    assert (figures["clusterIP"], figures["selector"]) == ("None", {"app": "web"})


def test_nothing_goes_out_but_delivery() -> None:
    policies = all_of("NetworkPolicy")
    assert policies["nothing"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    rules = [(name, rule) for name, policy in policies.items() for rule in policy["spec"].get("egress", [])]
    assert {name for name, rule in rules if "0.0.0.0/0" in str(rule.get("to", "0.0.0.0/0"))} == {"delivery"}
    entered = {name for name, policy in policies.items() if policy["spec"].get("ingress")}
    assert entered == {"proxy", "web", "engine"}
