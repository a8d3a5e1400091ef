"""The one input channel. It listens on loopback and takes messages from our web process alone."""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import time
from typing import Any, Awaitable, Callable, Dict, Optional

from pydantic import ValidationError
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import logs
from bot.events import Events
from bot.stores import forgetting
from bot.turn import Busy, NoReply, NotOffered, TurnRequest, Turns, sender_id

logger = logging.getLogger(__name__)

SECRET = "SIGNPOST_ENGINE_SECRET"
SWEEP_SECONDS = 60
LOOK_SECONDS = 2.0
LOOK_BESIDE_SECONDS = 10.0
SECONDS_FOR_THE_LAST_EVENTS = 2.0


class WebChannel(InputChannel):
    """POST turn, stay and end, GET health. Nothing that a person typed is logged here."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._events = Events.configured()

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> WebChannel:
        secret = os.environ.get(SECRET)
        if not secret:
            raise RuntimeError(f"{SECRET} is not set: start the engine with `make run`.")
        return cls(secret)

    @classmethod
    def name(cls) -> str:
        return "web"

    def url_prefix(self) -> str:  # out of Rasa's /webhooks/
        return "/engine"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("web_channel")

        @routes.on_request
        async def only_our_web(request: Request) -> Optional[HTTPResponse]:
            given = request.headers.get("X-Signpost-Secret", "").encode()
            if not hmac.compare_digest(given, self._secret):
                return response.json({"error": "forbidden"}, status=403)
            logs.adopt_trace(request.headers.get(logs.HEADER))
            return None

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            begun = time.perf_counter()
            try:
                asked = TurnRequest(**request.json)
            except (ValidationError, TypeError) as error:
                return response.json({"error": type(error).__name__}, status=400)
            try:
                taken = await Turns(request.app.ctx.agent).take(asked)
            except NotOffered:
                return response.json({"error": "not_offered"}, status=409)
            except Busy:
                return response.json({"error": "busy"}, status=409)
            except (NoReply, asyncio.TimeoutError) as error:
                logger.warning("a turn was not answered", extra=logs.kind_of(error))
                return response.json({"error": type(error).__name__}, status=503)
            except Exception as error:  # the person must hear something; the log, no words of theirs
                logger.error("a turn failed", extra=logs.kind_of(error))
                return response.json({"error": "failed"}, status=503)
            logger.info("a turn was answered", extra={"milliseconds": logs.milliseconds_since(begun)})
            if self._events:
                self._events.tell(taken, asked.language)
            return response.json(taken)

        @routes.post("/end")
        async def end(request: Request) -> HTTPResponse:
            key = (request.json or {}).get("conversation")
            if isinstance(key, str):
                sender = sender_id(key)
                async with request.app.ctx.agent.lock_store.lock(sender):
                    forgetting.erase(sender)
            return response.empty()

        @routes.post("/stay")
        async def stay(request: Request) -> HTTPResponse:
            """The person is still there: 204, or 410 where the conversation has ended."""
            key = (request.json or {}).get("conversation")
            known = isinstance(key, str) and forgetting.touch(sender_id(key))
            return response.empty(status=204 if known else 410)

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            state = getattr(request.app.ctx, "signpost_state", "loading")
            told = {"state": state, **_for_who_watches(request.app, self._events)}
            return response.json(told, status=200 if state == "ready" else 503)

        @routes.listener("after_server_start")
        async def start(app: Sanic, _: Any) -> None:
            beside = [_stay_true(app), _look_beside(app), _sweep()]
            beside += [self._events.publish()] if self._events else []
            app.ctx.signpost_tasks = [asyncio.create_task(task) for task in beside]

        @routes.listener("before_server_stop")
        async def stop(app: Sanic, _: Any) -> None:
            if self._events:
                await self._events.all_sent(SECONDS_FOR_THE_LAST_EVENTS)
            for task in app.ctx.signpost_tasks:
                task.cancel()

        return routes


async def _stay_true(app: Sanic) -> None:
    """Ready means: our store, our topics, one turn answered from end to end, and the store still there.

    What is away may come back: it is tried again. Only a model or a store that is not ours stays "broken".
    """
    has_answered = False
    while True:
        try:
            if has_answered:
                await asyncio.to_thread(forgetting.look)
            else:
                await Turns(app.ctx.agent).warm_up()
                has_answered = True
            state = "ready"
        except Exception as error:
            state = "broken" if isinstance(error, RuntimeError) else "down"
            if state != getattr(app.ctx, "signpost_state", "loading"):
                logger.error("the engine cannot answer", extra=logs.kind_of(error))
        app.ctx.signpost_state = state
        if state == "broken":
            return
        await asyncio.sleep(LOOK_SECONDS)


def _for_who_watches(app: Sanic, events: Optional[Events]) -> Dict[str, Any]:
    """What nobody else could tell: its action server listens for it alone."""
    known = {"actions": getattr(app.ctx, "signpost_actions", None), "dropped": events and events.dropped}
    return {name: value for name, value in known.items() if value is not None}


async def _look_beside(app: Sanic) -> None:
    while True:
        app.ctx.signpost_actions = await app.ctx.agent.action_endpoint.is_there()
        await asyncio.sleep(LOOK_BESIDE_SECONDS)


async def _sweep() -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        forgetting.sweep()
