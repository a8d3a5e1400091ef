"""The published description, and that what is answered fits it."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient

from tests.web.engine_double import EngineDouble


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    return client.get("/api/openapi.json").get_json()


def as_json_schema(part: Any) -> Any:
    """OpenAPI 3.0 writes null as `nullable`; JSON Schema as one more type."""
    if isinstance(part, list):
        return [as_json_schema(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    rest = {key: as_json_schema(value) for key, value in part.items() if key != "nullable"}
    return {"anyOf": [{"type": "null"}, rest]} if part.get("nullable") else rest


def check(document: dict[str, Any], model: str, value: Any) -> None:
    schema = as_json_schema({"components": document["components"]})
    jsonschema.validate(value, {**schema, "$ref": f"#/components/schemas/{model}"})


def test_every_api_route_is_described(client: FlaskClient, document: dict[str, Any]) -> None:
    rules = {rule.rule for rule in client.application.url_map.iter_rules()}
    published = {rule for rule in rules if rule.startswith(("/api/v1", "/health"))}
    assert published == set(document["paths"])
    assert document["openapi"].startswith("3.0.")


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(part: Any):
        if isinstance(part, dict):
            yield from ([part["$ref"]] if "$ref" in part else [])
            for value in part.values():
                yield from references(value)
        elif isinstance(part, list):
            for entry in part:
                yield from references(entry)

    found = set(references(document))
    assert found
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert found <= known


@pytest.mark.parametrize(
    "text",
    ["topic:scheme.what", "kind:clarify", "kind:fallback", "kind:handover", "help now", "parlez"],
)
def test_answers_fit_the_description(send, document, text: str) -> None:
    check(document, "Turn", send(text=text).get_json())


def test_problems_fit_the_description(send, engine: EngineDouble, document) -> None:
    for behaviour in ("not_offered", "fails", "loading"):
        engine.behaviour = behaviour
        check(document, "ProblemBody", send(text="a").get_json())
    check(document, "ProblemBody", send(text="").get_json())


def test_the_description_is_strict_enough_to_notice(document: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check(document, "Turn", {"conversation": None, "replies": []})
    with pytest.raises(jsonschema.ValidationError):
        check(document, "MessageRequest", {"text": "a", "name": "b"})
    check(document, "MessageRequest", {"conversation": None, "text": "a"})
