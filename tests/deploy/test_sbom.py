"""The bill of materials: everything that is locked is in it, in the form that scanners read."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
import tomli

from deploy.sbom import CARRIED, bill
from web.settings import ROOT

# The types of CycloneDX 1.5 that can occur here.
TYPES = {"application", "library", "framework", "machine-learning-model", "data", "file"}


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return bill()


def locked() -> dict[str, str]:
    """Name and version of each package that is installed where the service runs."""
    packages: dict[str, list[dict[str, Any]]] = {}
    for package in tomli.loads((ROOT / "uv.lock").read_text())["package"]:
        packages.setdefault(package["name"], []).append(package)
    found: dict[str, str] = {}
    waiting = ["signpost"]
    while waiting:
        for package in packages[waiting.pop()]:
            if package["name"] not in found:
                found[package["name"]] = package["version"]
                extras = [d for group in package.get("optional-dependencies", {}).values() for d in group]
                waiting += [d["name"] for d in [*package.get("dependencies", []), *extras]]
    del found["signpost"]
    return found


def test_every_locked_package_is_in_it_at_its_version(made: dict[str, Any]) -> None:
    named = {c["name"]: c["version"] for c in made["components"] if c.get("purl", "").startswith("pkg:pypi/")}
    assert named == locked()
    assert "rasa" in named and "pytest" not in named


def test_it_has_the_parts_that_the_format_asks_for(made: dict[str, Any]) -> None:
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.5")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", made["serialNumber"])
    assert made["metadata"]["component"]["name"] == "signpost"
    refs = [component["bom-ref"] for component in made["components"]]
    assert len(set(refs)) == len(refs)
    assert {component["type"] for component in made["components"]} <= TYPES
    known = {*refs, made["metadata"]["component"]["bom-ref"]}
    assert all(set(entry.get("dependsOn", [])) <= known for entry in made["dependencies"])


def test_every_component_has_a_hash_and_a_licence(made: dict[str, Any]) -> None:
    for component in made["components"]:
        files = [*component.get("externalReferences", []), component]
        hashes = [one for file in files for one in file.get("hashes", [])]
        assert hashes, component["name"]
        assert all(re.fullmatch("[0-9a-f]{64}", one["content"]) for one in hashes)
    without = {component["name"] for component in made["components"] if "licenses" not in component}
    assert without <= {"tensorflow-cpu-aws"}, "for another processor, so not installed"


def test_what_is_carried_along_is_named_with_its_own_hash(made: dict[str, Any]) -> None:
    by_ref = {component["bom-ref"]: component for component in made["components"]}
    for kind, name, _, path in CARRIED:
        digest = hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
        assert (by_ref[path]["type"], by_ref[path]["name"]) == (kind, name)
        assert by_ref[path]["hashes"] == [{"alg": "SHA-256", "content": digest}]
