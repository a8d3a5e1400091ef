"""Where the screen's data stands, and how it is read."""

from pathlib import Path

import yaml

# libyaml's loader where it is built in: ten times faster, and start-up reads a good deal
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DATA = Path(__file__).resolve().parents[2] / "data" / "safety"


def read_yaml(path: Path) -> dict | list:
    """The content of a YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
