"""The JSON Schema of an enquiry, made from the models. Kept as docs/schemas/ too.

`python -m web.submission.schema` prints it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.schema import get_flat_models_from_model, get_model_name_map, model_process_schema

from web.submission.envelope import SCHEMA, SCHEMA_VERSION, Submission

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REF = "#/$defs/"
NAME = f"csods-submission-{SCHEMA_VERSION}.json"


@lru_cache
def schema() -> dict[str, Any]:
    """The schema of draft 2020-12. Everything is required: what was not given is null."""
    names = get_model_name_map(get_flat_models_from_model(Submission))
    parts = {
        name: _schema(model, names)
        for model, name in sorted(names.items(), key=lambda pair: pair[1])
        if issubclass(model, BaseModel)
    }
    return {"$schema": DIALECT, "$id": SCHEMA, **parts.pop("Submission"), "$defs": parts}


def _schema(model: type[BaseModel], names: dict[Any, str]) -> dict[str, Any]:
    """The schema of one model, and what pydantic 1 leaves out: null, and constants by value."""
    found, _, _ = model_process_schema(model, model_name_map=names, ref_prefix=REF)
    found["required"] = list(found["properties"])
    for field in model.__fields__.values():
        part = found["properties"][field.alias]
        part.pop("title", None)
        if field.allow_none:
            about = {"description": part.pop("description")} if "description" in part else {}
            found["properties"][field.alias] = {**about, "anyOf": [part, {"type": "null"}]}
    return found


if __name__ == "__main__":
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
