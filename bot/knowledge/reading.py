"""Reading YAML content files, with errors that name the file and the place in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

DATA = Path(__file__).resolve().parents[2] / "data"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


Model = TypeVar("Model", bound=BaseModel)


class ContentError(Exception):
    """A content file that cannot be used: says which file, where in it, and what is wrong."""


class Content(BaseModel):
    """A piece of content: unknown fields are an error, and nothing changes once it is read."""

    class Config:
        extra = "forbid"
        allow_mutation = False
        anystr_strip_whitespace = True


class Identified(Content):
    """A piece of content with a name of its own in its file."""

    id: str


Named = TypeVar("Named", bound=Identified)


def read_yaml(path: Path) -> Any:
    """The parsed content of one YAML file."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise ContentError(f"{path}: there is no such file") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: not readable as YAML: {error}") from error


def build(model: type[Model], values: Any, path: Path) -> Model:
    """`values` as a `model`; an error names the file and every field that is wrong."""
    if not isinstance(values, dict):
        raise ContentError(f"{path}: expected fields and values, found {type(values).__name__}")
    try:
        return model(**values)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}"
            for fault in error.errors()
        )
        raise ContentError(f"{path}: {faults}") from None


def build_all(model: type[Named], values: Any, path: Path) -> dict[str, Named]:
    """A YAML list of things with an `id`, as a mapping from id to `model`."""
    if not isinstance(values, list):
        raise ContentError(f"{path}: expected a list, found {type(values).__name__}")
    found: dict[str, Named] = {}
    for entry in values:
        item = build(model, entry, path)
        if item.id in found:
            raise ContentError(f"{path}: {item.id} stands twice")
        found[item.id] = item
    return found
