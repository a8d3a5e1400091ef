"""The chat page. It needs no JavaScript: a message is a form post, answered by the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from bot.knowledge import Library
from bot.knowledge.enquiry import choice_label
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import Choice, Reply, render
from web.health import service_state
from web.leave import end_conversation
from web.problems import EngineDown, Problem, describe
from web.schemas import MessageRequest, ProblemBody, Turn
from web.services import services
from web.thread import SAID, Thread, thread_of, thread_of_request
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
    if request.form.get("back"):
        return chat_again()
    is_page = request.headers.get("X-Signpost-Part") != "turn"
    template = "chat.html" if is_page else "_turn.html"
    sent = {name: request.form.get(name) or None for name in MessageRequest.__fields__}
    if sent["choice"]:
        sent["text"] = None
    message: MessageRequest | None = None
    try:
        message = _message(sent)
        turn = _answered_once(message) if is_page else answer(services(), message)
    except Problem as problem:
        services().metrics.count_problem(problem.name)
        told = describe(services().library, problem, g.language)
        thread = thread_of_request()
        if message and message.under_18:
            thread = replace(thread, under_18=SAID)
        return _page(
            template,
            problem=told,
            conversation=sent["conversation"],
            text=sent["text"],
            thread=thread,
            pinned=thread.card(services().library, g.language),
        )
    if turn is None:
        return _ended()
    return _page(
        template,
        turn=turn,
        pinned=turn.pinned,
        conversation=turn.conversation,
        said=_label(services().library, sent["choice"]),
    )


def _answered_once(message: MessageRequest) -> Turn | None:
    """The answer to a form's message. One that comes again stays in its conversation; None if it is gone.

    All forms of a page bear one id: with other words or another choice it is another message.
    """
    sent, conversation = services().sent, message.conversation
    form = UUID(message.message_id) if message.message_id else uuid4()
    message.message_id = str(uuid5(form, message.choice or message.text or ""))
    if before := sent.before(message.message_id):
        if before.is_over(services().engine):
            return None
        message.conversation = conversation = before.conversation or conversation
    try:
        turn = answer(services(), message)
        conversation = turn.conversation
        return turn
    finally:  # whatever came of it, its words may come again
        sent.note(message.message_id, conversation)


@routes.post("/start-again")
def start_again() -> ResponseReturnValue:
    """Ends the conversation before a new one begins."""
    if conversation := request.form.get("conversation"):
        end_conversation(conversation)
    return _see("chat.first_page")


def chat_again(thanks_for: str | None = None) -> ResponseReturnValue:
    """The chat as it was before a page was read: from the ids that the form carries, while the chat lasts.

    Where no engine can say that it does, the first page, with the key kept.
    """
    thread = thread_of_request()
    turn = thread.turn(services().library, g.language)
    try:
        if thread.conversation and not services().engine.stay(thread.conversation):
            return _ended()
    except EngineDown:
        turn = None
    shown = {"turn": turn, "pinned": turn.pinned, "back": True} if turn else {}
    shown = shown or {
        "home": home(services().library, g.language),
        "thread": Thread(thread.conversation, under_18=thread.under_18),
    }
    return _page("chat.html", conversation=thread.conversation, thanks_for=thanks_for, **shown)


def _ended() -> ResponseReturnValue:
    return _see("pages.ended")


def _see(endpoint: str) -> ResponseReturnValue:
    """Leads to a page of ours that may be asked for again."""
    return redirect(url_for(endpoint, language=None if g.language == "en" else g.language), code=303)


def _message(sent: dict[str, str | None]) -> MessageRequest:
    if not sent["choice"] and not sent["text"]:
        raise Problem("empty", sent["conversation"])
    try:
        return MessageRequest(**{**sent, "language": g.language})
    except ValidationError:
        raise Problem("malformed") from None


def _page(template: str, **variables: Any) -> str:
    empty = dict.fromkeys(["home", "turn", "problem", "pinned", "said", "back", "thanks_for"])
    filled = {name: variables.pop(name, None) or "" for name in ("conversation", "text")}
    made = {
        "state": _state(variables.get("turn"), variables.get("problem")),
        "message_id": str(uuid4()),
        "thread": thread_of(variables.get("turn"), filled["conversation"]),
    }
    return render_template(template, **{**empty, **filled, **made, **variables})


def _state(turn: Turn | None, problem: ProblemBody | None) -> str:
    if problem and problem.state:
        return problem.state
    return "ready" if turn else service_state(services())


def home(library: Library, language: str) -> Reply:
    """The greeting, with the choices of the first screen."""
    greeting = render(library, ReplyRef(kind="small_talk", topic=GREETING), language)
    choices = [
        Choice(id=choice.topic, label=library.start_label(choice, language), topic=choice.topic)
        for choice in library.start
    ]
    return greeting.copy(update={"choices": choices})


def _label(library: Library, choice: str | None) -> str | None:
    """What stood on the button that was pressed."""
    start = {entry.topic: library.start_label(entry, g.language) for entry in library.start}
    if choice in start:
        return start[choice]
    if choice in library.path.choices:
        return choice_label(library, choice, g.language)
    return library.topic_in(choice, g.language).label if choice in library.topics else None
