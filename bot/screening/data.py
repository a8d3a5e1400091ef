"""Where the screen's data stands, and how it is read."""

from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parents[2] / "data" / "safety"


def read_yaml(path: Path) -> dict | list:
    """The content of a YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))
