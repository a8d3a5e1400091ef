"""The chat page. It needs no JavaScript: a message is a form post, answered by the page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from bot.knowledge import Library
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import Choice, Reply, render
from web.health import service_state
from web.problems import Problem, describe
from web.schemas import MessageRequest, ProblemBody, Turn
from web.services import services
from web.turns import answer

routes = Blueprint("chat", __name__)

GREETING = "chat.greeting"


@routes.get("/")
def first_page() -> ResponseReturnValue:
    """The first screen: the 999 line, what this is, the choices and the box."""
    return _page("chat.html", home=home(services().library, g.language))


@routes.post("/")
def send_message() -> ResponseReturnValue:
    """The page again, with the answer. A problem is told on the page too, so the status is 200."""
    template = "_turn.html" if request.headers.get("X-Signpost-Part") == "turn" else "chat.html"
    sent = {name: request.form.get(name) or None for name in MessageRequest.__fields__}
    if sent["choice"]:
        sent["text"] = None
    try:
        message = _message(sent)
        turn = answer(services(), message)
    except Problem as problem:
        told = describe(services().library, problem, g.language)
        return _page(template, problem=told, conversation=sent["conversation"], text=sent["text"])
    return _page(
        template,
        turn=turn,
        pinned=turn.pinned,
        conversation=turn.conversation,
        said=_label(services().library, sent["choice"]),
    )


def _message(sent: dict[str, str | None]) -> MessageRequest:
    if not sent["choice"] and not sent["text"]:
        raise Problem("empty", sent["conversation"])
    try:
        return MessageRequest(**{**sent, "language": g.language})
    except ValidationError:
        raise Problem("malformed") from None


def _page(template: str, **variables: Any) -> str:
    empty = dict.fromkeys(["home", "turn", "problem", "pinned", "said"])
    filled = {name: variables.pop(name, None) or "" for name in ("conversation", "text")}
    state = _state(variables.get("turn"), variables.get("problem"))
    return render_template(
        template, **{**empty, **filled, "state": state, "message_id": str(uuid4()), **variables}
    )


def _state(turn: Turn | None, problem: ProblemBody | None) -> str:
    if problem and problem.state:
        return problem.state
    return "ready" if turn else service_state(services())


def home(library: Library, language: str) -> Reply:
    """The greeting, with the choices of the first screen."""
    greeting = render(library, ReplyRef(kind="small_talk", topic=GREETING), language)
    choices = [Choice(id=c.topic, label=c.label, topic=c.topic) for c in library.start]
    return greeting.copy(update={"choices": choices})


def _label(library: Library, choice: str | None) -> str | None:
    """What stood on the button that was pressed."""
    start = {entry.topic: entry.label for entry in library.start}
    topic = library.topics.get(choice or "")
    return start.get(choice or "") or (topic.label if topic else None)
