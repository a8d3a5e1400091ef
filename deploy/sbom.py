"""The software bill of materials, in CycloneDX: `python -m deploy.sbom` prints it.

uv writes down what is locked, with hashes; licences are added, and what came by other ways.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
UV = (shutil.which("uv"), ROOT / "var/uv/bin/uv", Path.home() / ".local/bin/uv")
EXPORT = ("export", "--frozen", "--no-dev", "--format", "cyclonedx1.5", "--preview-features", "sbom-export")
MODEL = "bot/nlu/signpost-minilm-int8.onnx"
SECOND = "bot/nlu/signpost-mpnet-int8.onnx"
STYLES = "web/static/signpost.css"
# Files of the repository that were made from the work of others, see docs/models.md.
CARRIED = (
    ("machine-learning-model", "all-MiniLM-L6-v2, tuned, int8", "Apache-2.0", MODEL),
    ("machine-learning-model", "all-mpnet-base-v2, tuned, int8", "Apache-2.0", SECOND),
    ("library", "govuk-frontend, compiled", "MIT", STYLES),
)


def bill() -> dict[str, Any]:
    """Everything that is installed or carried along, without what only tests need. Wants uv."""
    made = json.loads(subprocess.run([uv(), *EXPORT], cwd=ROOT, capture_output=True, check=True).stdout)
    licences = dict(declared())
    for component in made["components"]:
        if licence := licences.get(canonicalize_name(component["name"])):
            component["licenses"] = [{"license": {"name": licence}}]
    made["components"] += [carried(*one) for one in CARRIED]
    return made


def uv() -> str:
    """Where deploy/install.sh finds or puts it. Raises FileNotFoundError."""
    for place in UV:
        if place and Path(place).is_file():
            return str(place)
    raise FileNotFoundError("uv is not installed: make install")


def declared() -> Iterator[tuple[str, str]]:
    """Name and licence of each installed package that says which it has."""
    for package in metadata.distributions():
        about = package.metadata
        lines = about.get_all("Classifier", [])
        classes = [line.rpartition(" :: ")[2] for line in lines if line.startswith("License ::")]
        written = (about.get("License-Expression") or about.get("License") or "").strip().partition("\n")[0]
        if licence := about.get("License-Expression") or " / ".join(classes) or written:
            yield canonicalize_name(about["Name"]), licence


def carried(kind: str, name: str, licence: str, path: str) -> dict[str, Any]:
    """A component that is a file of this repository."""
    digest = hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
    return {
        "type": kind,
        "bom-ref": path,
        "name": name,
        "version": digest[:12],
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": [{"license": {"name": licence}}],
        "properties": [{"name": "signpost:path", "value": path}],
    }


if __name__ == "__main__":
    print(json.dumps(bill(), indent=1))
