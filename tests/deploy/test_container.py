"""The image and the compose file: one image, no secret in it, each process with what it needs and no more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.files import DEPLOY, SETTINGS, documents, environment_file
from web.commands import signpost
from web.safeguards import unsafe
from web.settings import ROOT, Settings

FOLDER = DEPLOY / "container"
DOCKERFILE = (FOLDER / "Dockerfile").read_text()
(COMPOSE,) = documents(FOLDER / "compose.yml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {
    name: service for name, service in SERVICES.items()
    if service["image"].startswith("signpost:") and not name.startswith("pair-")
}
SECRETS_OF = {
    "web": {"SIGNPOST_ENGINE_SECRET", "SIGNPOST_RATE_LIMIT_STORE", "SIGNPOST_DATABASE"},
    "engine": {"SIGNPOST_ENGINE_SECRET", "SIGNPOST_CONVERSATIONS", "SIGNPOST_EVENTS"},
    "actions": set(),
    "delivery": {"SIGNPOST_DATABASE", "SIGNPOST_WEBHOOK_KEYS"},
    "migrate": {"SIGNPOST_DATABASE"},
    "backup": {"SIGNPOST_DATABASE"},
    "keys": set(),
}


def kind(name: str) -> str:
    return name.rstrip("-0123456789")


def targets(service: dict[str, Any]) -> set[str]:
    return {secret["target"] for secret in service.get("secrets", [])}


def test_everything_that_is_copied_is_there_and_let_through() -> None:
    allowed = (FOLDER / "Dockerfile.dockerignore").read_text().splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.M)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert any(f"!{name}".startswith(line) for line in allowed if line.startswith("!")), name
    assert allowed[1] == "*"


def test_the_image_is_built_from_the_lock_and_carries_no_secret() -> None:
    assert "deploy/install.sh --no-dev" in DOCKERFILE
    assert "--frozen --compile-bytecode" in (DEPLOY / "install.sh").read_text()
    set_there = set(re.findall(r"\b(SIGNPOST_\w+)=", DOCKERFILE))
    assert set_there == {"SIGNPOST_VAR", "SIGNPOST_FORCE"}


def test_every_base_is_pinned_to_a_version() -> None:
    bases = re.findall(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, re.M)
    stages = {stage for _, stage in bases}
    images = [image for image, _ in bases if image not in stages]
    images += [service["image"] for service in SERVICES.values()]
    assert all(re.search(r":v?\d+\.\d+|:\d+-", image) for image in images)
    assert not any(image.endswith(":latest") for image in images)


def test_the_image_runs_as_a_numbered_user_who_owns_nothing_but_var() -> None:
    stage = DOCKERFILE.split("AS signpost\n")[1].split("\nFROM ")[0]
    assert "USER 10001:10001" in stage
    assert "HEALTHCHECK" in stage
    assert "--chown" not in stage


@pytest.mark.parametrize("name", SERVICES)
def test_each_container_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service and "cap_add" not in service
    assert service.get("healthcheck"), "says how it is, or that it is a job"


@pytest.mark.parametrize("name", OURS)
def test_each_process_gets_the_secrets_that_it_needs_and_no_other(name: str) -> None:
    assert targets(OURS[name]) == SECRETS_OF[kind(name)]


def test_the_private_keys_are_in_delivery_alone() -> None:
    mounted = {name for name, service in SERVICES.items() if "private-keys" in str(service.get("volumes"))}
    assert mounted == {"delivery", "keys"}
    assert SERVICES["keys"]["profiles"] == ["by-hand"]
    assert all(volume.endswith(":ro") for volume in SERVICES["delivery"]["volumes"][1:])


def test_the_proxy_alone_has_a_port_and_only_it_delivery_and_alerts_reach_out() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    inside = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    outside = {
        name for name, service in SERVICES.items()
        if "network_mode" not in service and not set(service["networks"]) <= inside
    }
    assert outside == {"proxy", "delivery", "alertmanager"}


def test_an_action_server_listens_for_its_engine_alone() -> None:
    for number in (1, 2):
        assert SERVICES[f"actions-{number}"]["network_mode"] == f"service:pair-{number}"
        assert "environment" not in SERVICES[f"actions-{number}"]


def test_an_engine_and_its_action_server_restart_without_losing_each_other() -> None:
    """The network that they share is held by a container which does nothing else, under the engine's name."""
    for number in (1, 2):
        pair = SERVICES[f"pair-{number}"]
        assert pair["entrypoint"] == ["sleep", "infinity"]
        assert pair["networks"] == {"engines": {"aliases": [f"engine-{number}"]}}
        for process in ("engine", "actions"):
            assert SERVICES[f"{process}-{number}"]["network_mode"] == f"service:pair-{number}"
            assert "networks" not in SERVICES[f"{process}-{number}"]
        assert f"`engine-{number} actions-{number}`" in (ROOT / "docs" / "runbook.md").read_text()


def test_the_proxy_starts_without_the_websites_and_finds_them_when_they_moved() -> None:
    conf = (FOLDER / "website.conf").read_text()
    assert re.search(r"^resolver 127\.0\.0\.11 valid=\d+s", conf, re.M)
    assert re.search(r"^    zone website ", conf, re.M), "what `resolve` needs"
    assert all(server.endswith(" resolve") for server in re.findall(r"^    server ([^;]+);", conf, re.M))


def test_the_proxy_may_read_its_certificate() -> None:
    """It has no capability, so the folder and what is in it belong to the user that nginx's image runs as."""
    readme = (FOLDER / "README.md").read_text()
    assert "install -d -o 101 -m 0500 tls" in readme
    assert re.search(r"install -o 101 -m 0400 \S*certificate.pem \S*key.pem tls/", readme)


@pytest.mark.parametrize("name", OURS)
def test_the_folder_of_secrets_is_there_for_each_process(name: str, tmp_path: Path) -> None:
    """Compose makes it for a process with secrets; without any it must be in the image, or nothing starts."""
    folder = tmp_path / "secrets"
    stage = DOCKERFILE.split("AS signpost\n")[1].split("\nFROM ")[0]
    if targets(OURS[name]) or "install -d /run/secrets\n" in stage:
        folder.mkdir()
    given = environment_file(FOLDER / "signpost.env")["SIGNPOST_SECRETS"]
    assert given == "/run/secrets"
    assert Settings(secrets=given.replace("/run/secrets", str(folder))).secrets == folder


@pytest.mark.parametrize("name", OURS)
def test_each_process_is_a_command_of_ours(name: str) -> None:
    words = [*OURS[name].get("entrypoint", ["signpost"]), *OURS[name]["command"].split()]
    assert words[0] == "signpost"
    assert words[1] in signpost.commands


def test_the_settings_are_settings_and_the_engines_are_those_there_are() -> None:
    given = environment_file(FOLDER / "signpost.env")
    assert set(given) <= SETTINGS
    hosts = re.findall(r"http://([\w-]+):8005", given["SIGNPOST_ENGINE"])
    assert hosts == [name for name in SERVICES if kind(name) == "engine"]
    servers = re.findall(r"server ([\w-]+):8000 resolve;", (FOLDER / "website.conf").read_text())
    assert servers == [name for name in SERVICES if kind(name) == "web"]


@pytest.mark.parametrize(("process", "container"), [("website", "web-1"), ("engine", "engine-1")])
def test_the_settings_are_safe_together(process: str, container: str) -> None:
    given = {**environment_file(FOLDER / "signpost.env"), **OURS[container].get("environment", {})}
    del given["SIGNPOST_SECRETS"]
    password = "5" * 64  # as the README makes them
    secrets = {
        "SIGNPOST_ENGINE_SECRET": password,
        "SIGNPOST_CONVERSATIONS": f"redis://:{password}@redis:6379/0",
        "SIGNPOST_RATE_LIMIT_STORE": f"redis://:{password}@redis:6379/1",
        "SIGNPOST_DATABASE": f"postgresql://signpost:{password}@postgres/signpost",
        "SIGNPOST_EVENTS": f"amqp://signpost:{password}@rabbitmq:5672/%2F",
    }
    given |= {name: value for name, value in secrets.items() if name in targets(OURS[container])}
    ours = Settings(**{name[len("SIGNPOST_"):].lower(): value for name, value in given.items()})
    assert ours.is_production
    assert not list(unsafe(ours, process))


def test_every_secret_is_a_file_that_the_readme_makes() -> None:
    readme = (FOLDER / "README.md").read_text()
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"secrets/{name}"}
        assert re.search(rf"> {re.escape(name)}\b|\b{name} .*> \$name|; do .*\$name", readme), name
        assert name in readme


def test_the_websites_tell_their_figures_to_prometheus() -> None:
    config = yaml.safe_load((DEPLOY / "monitoring" / "prometheus.container.yml").read_text())
    (targets,) = config["scrape_configs"][0]["static_configs"]
    websites = [name for name in SERVICES if kind(name) == "web"]
    assert targets["targets"] == [f"{name}:9100" for name in websites]
    for name in websites:
        given = SERVICES[name]["environment"]
        assert given == {"SIGNPOST_METRICS_PORT": "9100", "SIGNPOST_METRICS_HOST": "0.0.0.0"}
        assert "watch" in SERVICES[name]["networks"]
    (told,) = config["alerting"]["alertmanagers"]
    assert told["static_configs"][0]["targets"] == ["alertmanager:9093"]
    assert "watch" in SERVICES["alertmanager"]["networks"]


def test_the_page_is_watched_under_its_own_name_through_the_proxy() -> None:
    """So that a certificate of another name, or one that has ended, is noticed."""
    (name,) = SERVICES["proxy"]["networks"]["front"]["aliases"]
    nginx = (DEPLOY / "proxy" / "nginx.conf").read_text()
    assert set(re.findall(r"server_name (\S+);", nginx)) == {name}
    assert f"https://{name}/" in (DEPLOY / "monitoring" / "prometheus.container.yml").read_text()
    assert "front" in SERVICES["blackbox"]["networks"]


def test_what_alertmanager_reads_is_mounted() -> None:
    config = (DEPLOY / "monitoring" / "alertmanager.yml").read_text()
    assert set(re.findall(r"_file: ([^\s}]+)", config)) == targets(SERVICES["alertmanager"])


def test_conversations_never_reach_a_disk() -> None:
    redis = SERVICES["redis"]
    assert redis["command"][-4:] == ["--save", "", "--appendonly", "no"]
    assert "volumes" not in redis
