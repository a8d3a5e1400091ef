"""The JSON interface to the conversation."""

from __future__ import annotations

from typing import TypeVar

from flask import Blueprint, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError

from web.openapi import document
from web.problems import Problem
from web.schemas import ConversationRequest, MessageRequest
from web.services import services
from web.submission import SCHEMA_VERSION
from web.submission.schema import schema
from web.turns import answer

routes = Blueprint("api", __name__, url_prefix="/api")
Body = TypeVar("Body", bound=BaseModel)


@routes.post("/v1/messages")
def send_message() -> ResponseReturnValue:
    """Answer something typed, or a choice."""
    message = _body(MessageRequest)
    g.language = message.language = services().language(message.language)
    return Response(answer(services(), message).json(by_alias=True), mimetype="application/json")


@routes.post("/v1/conversations/end")
def end_conversation() -> ResponseReturnValue:
    """Erase a conversation, here and in the engine."""
    conversation = _body(ConversationRequest).conversation
    services().engine.end(conversation)
    return "", 204


@routes.post("/v1/conversations/stay")
def stay() -> ResponseReturnValue:
    """Start the idle time of a conversation anew."""
    conversation = _body(ConversationRequest).conversation
    if not services().engine.stay(conversation):
        raise Problem("gone", conversation)
    return "", 204


@routes.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """This interface, as an OpenAPI document."""
    return document()


@routes.get(f"/schemas/csods-submission/{SCHEMA_VERSION}")
def submission_schema() -> ResponseReturnValue:
    """What a force's receiver gets of an enquiry, as a JSON Schema."""
    response = jsonify(schema())
    response.mimetype = "application/schema+json"
    return response


def _body(model: type[Body]) -> Body:
    if request.mimetype != "application/json":
        raise Problem("malformed")
    try:
        # Read as bytes: a form parser must not come between.
        return model.parse_raw(request.get_data(cache=False))
    except (ValidationError, ValueError, RecursionError):
        raise Problem("malformed") from None
