"""Answers one message: danger always, everything else if the engine can."""

from __future__ import annotations

import logging
import time
from typing import Any

from bot import logs
from bot.knowledge import Library, replies
from bot.knowledge.path import PREFIX, TOPIC
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import Reply
from bot.young import UNDER_18, for_the_age
from web.door import Reading
from web.engine import EngineTurn
from web.enquiry.handover import handed_over
from web.health import state_of_absent_engine
from web.problems import KINDS, EngineDown, Problem
from web.schemas import MessageRequest, Turn
from web.services import Services

EMERGENCY = "safety.immediate_danger"
LANGUAGE_HELP = "chat.language"
ENGINE_AWAY = ("down", "loading")
NOT_UNDERSTOOD = ("clarify", "fallback")  # the engine reads English: in Welsh that may hide a danger

log = logging.getLogger(__name__)


def answer(services: Services, message: MessageRequest) -> Turn:
    """The replies to a message, or a Problem that says why there are none.

    Where danger was found there is always an answer: if need be the safety card of data/ itself.
    """
    begun = time.perf_counter()
    try:
        with services.metrics.timed("turn"):
            turn = _answer_or_card(services, message)
    except Exception as error:
        services.metrics.count_turn(error)
        raise
    services.metrics.count_turn()
    log.info("a turn was answered", extra={"milliseconds": logs.milliseconds_since(begun)})
    return turn


def _answer_or_card(services: Services, message: MessageRequest) -> Turn:
    refusal = services.limits.refusal(message.conversation)
    with services.metrics.timed("door"):
        # Counted first: to have long texts read must not be free for whoever sends many.
        reading = services.door.read(message.text, not refusal) if message.text is not None else None
    # Kept in the message: whoever shows the answer, or the problem, passes it on with the page.
    message.under_18 = message.under_18 or (reading is not None and reading.under_18)
    danger = reading.possible_danger if reading else _safety_topic(services, message.choice)
    try:
        return _answer(services, message, reading, refusal)
    except Exception as error:
        name = error.name if isinstance(error, Problem) else "unexpected"
        level = logging.WARNING if KINDS[name].status >= 500 else logging.INFO
        log.log(level, "a turn was not answered", extra={"problem": name, **logs.kind_of(error)})
        if danger:
            services.metrics.count_problem(name)
            return _show(
                services, message, safety_card(services.library, danger, message.language, message.under_18)
            )
        if name in ENGINE_AWAY and message.choice in services.library.topics:
            services.metrics.count_problem(name)
            return _show(services, message, [_chosen(services, message)])
        if isinstance(error, Problem):
            error.conversation = message.conversation
        raise


def _answer(
    services: Services, message: MessageRequest, reading: Reading | None, refusal: Exception | None
) -> Turn:
    if refusal:
        raise refusal
    if services.is_closed:
        raise Problem("maintenance")
    if reading and not reading.danger:
        reading.refuse()
        if _cannot_be_read(reading):
            return _help_with_the_language(services, message, reading)
    decision = _ask_engine(services, message, reading)
    try:
        message.under_18 = decision.under_18 or (reading is not None and reading.under_18)
        shown = [_words_for(services, ref, message.language, message.under_18) for ref in decision.replies]
        # A reply without a topic is the engine's way to say that it has none.
        if not all(reply.topic for reply in shown):
            raise EngineDown
        heeded = decision.set_aside or "safety" in [reply.kind for reply in shown]
        if reading and reading.danger and not heeded:
            raise EngineDown
        if reading and reading.language == "cy" and shown[0].kind in NOT_UNDERSTOOD:
            shown = language_help(services.library, message.language)
        return _show(services, message, shown, decision)
    except KeyError:  # it names something that data/ does not have
        raise EngineDown from None


def _cannot_be_read(reading: Reading) -> bool:
    """Whether it is in a language that neither the screen nor the engine reads."""
    return reading.language == "other" and not reading.possible_danger


def _help_with_the_language(services: Services, message: MessageRequest, reading: Reading) -> Turn:
    """The same with and without an engine, which alone knows the card that is pinned already."""
    shown = language_help(services.library, message.language)
    try:
        return _show(services, message, shown, _ask_engine(services, message, reading))
    except Problem:
        return _show(services, message, shown)


def _words_for(services: Services, ref: ReplyRef, language: str, under_18: bool) -> Reply:
    """A reply as the person gets it. Raises KeyError for what data/ does not have."""
    reply = replies.render(services.library, ref, language, under_18)
    return handed_over(services, reply, ref, language) if ref.kind == "handover" else reply


def _chosen(services: Services, message: MessageRequest) -> Reply:
    """What a choice opens, without an engine: a choice is exact, and its words are in data/.

    The way to ask skips the questions. What it offers is what an engine that comes back takes from anybody.
    """
    topic = services.library.topics[message.choice]
    others = [choice.topic for choice in services.library.start if choice.topic not in (topic.id, TOPIC)]
    kind = "handover" if topic.id == TOPIC else topic.kind
    ref = ReplyRef(kind=kind, topic=topic.id, choices=others)
    return _words_for(services, ref, message.language, message.under_18)


def _ask_engine(services: Services, message: MessageRequest, reading: Reading | None) -> EngineTurn:
    if reading is None:
        content: dict[str, Any] = {"choice": message.choice}
    elif _cannot_be_read(reading):
        content = {"decided": LANGUAGE_HELP}
    elif reading.danger:
        content = {"decided": reading.danger, "signs": reading.signs}
        if reading.is_masked and not reading.is_too_long and reading.language == "en":
            content["text"] = reading.masked  # there may be a question beside it
    elif reading.is_masked:
        content = {"text": reading.masked, "hints": reading.hints, "signs": reading.signs}
    else:
        raise Problem("loading")
    # An engine that was away, or lost the chat, has not heard how old they are.
    envelope = message.dict(include={"conversation", "message_id", "language", "under_18"})
    try:
        with services.metrics.timed("engine"):
            return services.engine.turn({**envelope, **content})
    except EngineDown:
        raise Problem(state_of_absent_engine(services.settings)) from None


def _show(
    services: Services,
    message: MessageRequest,
    shown: list[Reply],
    decision: EngineTurn | None = None,
) -> Turn:
    """The turn as the person gets it. Where the engine has pinned no card, one shown first is pinned."""
    notice = decision.notice if decision else None
    if decision and decision.pinned:
        library, language = services.library, message.language
        pinned = replies.safety(library, decision.pinned, language, message.under_18)[0]
    else:
        pinned = shown[0] if shown[0].kind == "safety" else None
    _count(services, message, shown[0], notice)
    services.metrics.count_replies(shown)
    return Turn(
        conversation=decision.conversation if decision else message.conversation,
        notice=notice or (None if services.settings.is_production else "preview"),
        pinned=pinned,
        under_18=message.under_18,
        replies=shown,
    )


def _count(services: Services, message: MessageRequest, first: Reply, notice: str | None) -> None:
    """By force and week alone: conversations begun, and answers about the scheme."""
    if message.conversation is None or notice == "expired":
        services.records.events.count("conversations")
    in_the_path = (message.choice or "").startswith(PREFIX)  # counted when it was begun
    if (first.topic or "").startswith("scheme.") and not in_the_path:
        services.records.events.count("csods_enquiries")


def language_help(library: Library, language: str) -> list[Reply]:
    """For a language we cannot read: the emergency card, then where to get an interpreter."""
    help_topic = library.topics[LANGUAGE_HELP]
    reference = ReplyRef(kind=help_topic.kind, topic=help_topic.id, choices=help_topic.next)
    card = replies.safety(library, EMERGENCY, language)[0].copy(update={"choices": []})
    return [card, replies.render(library, reference, language)]


def safety_card(library: Library, topic: str, language: str, under_18: bool) -> list[Reply]:
    """A safety topic's replies straight from data/, or those of its like for somebody under 18."""
    topic = for_the_age(topic, [UNDER_18] if under_18 else [])
    return replies.safety(library, topic, language, under_18)


def _safety_topic(services: Services, choice: str | None) -> str | None:
    """The safety topic that a choice opens, or that an answer of the guided path leads to."""
    way_out = services.library.path.way_out(choice)
    topic = services.library.topics.get(way_out.topic if way_out else choice or "")
    return topic.id if topic and topic.is_safety else None
