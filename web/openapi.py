"""The HTTP contract as an OpenAPI 3.0 document, made from the models that the code itself uses."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.schema import get_flat_models_from_models, get_model_name_map, model_process_schema

from web.schemas import ConversationRequest, Health, MessageRequest, ProblemBody, Turn

REF = "#/components/schemas/"
REQUESTS = (MessageRequest, ConversationRequest)
MODELS = (*REQUESTS, Turn, ProblemBody, Health)


class Operation(NamedTuple):
    method: str
    path: str
    summary: str
    request: type[BaseModel] | None
    replies: dict[int, type[BaseModel] | None]
    problems: tuple[int, ...] = ()


OPERATIONS = (
    Operation(
        "post",
        "/api/v1/messages",
        "Answer something typed, or a choice that was pressed. Where danger is found the answer is "
        "200 with a safety reply, whatever else is wrong.",
        MessageRequest,
        {200: Turn},
        (400, 409, 413, 429, 500, 503),
    ),
    Operation(
        "post",
        "/api/v1/conversations/end",
        "Erase a conversation.",
        ConversationRequest,
        {204: None},
        (400, 413, 500, 503),
    ),
    Operation(
        "post",
        "/api/v1/conversations/stay",
        "Start the idle time of a conversation anew. 410 when it has ended.",
        ConversationRequest,
        {204: None},
        (400, 410, 413, 500, 503),
    ),
    Operation("get", "/health/live", "This process answers.", None, {200: Health}),
    Operation("get", "/health/ready", "Answers can be given.", None, {200: Health, 503: Health}),
)


@lru_cache
def document() -> dict[str, Any]:
    """All of /api and /health."""
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _describe(operation)
    return {
        "openapi": "3.0.3",
        "info": {"title": "Signpost", "version": "1"},
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _describe(operation: Operation) -> dict[str, Any]:
    replies = {str(code): _reply(model) for code, model in operation.replies.items()}
    problems = {str(code): _reply(ProblemBody, "application/problem+json") for code in operation.problems}
    described: dict[str, Any] = {"summary": operation.summary, "responses": {**replies, **problems}}
    if operation.request:
        described["requestBody"] = {"required": True, "content": _content(operation.request)}
    return described


def _reply(model: type[BaseModel] | None, kind: str = "application/json") -> dict[str, Any]:
    if model is None:
        return {"description": "Done"}
    return {"description": model.__doc__ or model.__name__, "content": _content(model, kind)}


def _content(model: type[BaseModel], kind: str = "application/json") -> dict[str, Any]:
    return {kind: {"schema": {"$ref": REF + model.__name__}}}


def _schemas() -> dict[str, Any]:
    names = get_model_name_map(get_flat_models_from_models(MODELS))
    return {
        names[model]: _schema(model, names)
        for model in sorted(names, key=lambda model: names[model])
        if issubclass(model, BaseModel)
    }


def _schema(model: type[BaseModel], names: dict[Any, str]) -> dict[str, Any]:
    """The schema of one model, and what pydantic 1 leaves out: null, and whole replies."""
    schema, _, _ = model_process_schema(model, model_name_map=names, ref_prefix=REF)
    for field in model.__fields__.values():
        if field.allow_none:
            found = schema["properties"][field.alias]
            found = {"allOf": [{"$ref": found["$ref"]}]} if "$ref" in found else found
            schema["properties"][field.alias] = {**found, "nullable": True}
    if model not in REQUESTS:
        schema["required"] = list(schema["properties"])
    return schema
