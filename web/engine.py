"""Talks to the dialogue engine: masked words go out, references to replies come back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from contextvars import copy_context
from math import inf
from threading import Lock
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, Field, StrictStr, ValidationError
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Timeout
from urllib3.connectionpool import connection_from_url
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProtocolError

from bot import logs
from bot.knowledge.references import ReplyRef
from web.addresses import Addresses
from web.balance import Balance
from web.problems import Busy, EngineDown, EngineLoading, NotOffered


class EngineTurn(BaseModel):
    """What the engine decided: which replies, in ids of data/."""

    conversation: StrictStr = Field(min_length=1)
    notice: Literal["expired", "not_applied"] | None
    pinned: StrictStr | None
    under_18: bool = False
    set_aside: bool = False  # it weighed the danger that the screen was sure of, and says that it is none
    replies: list[ReplyRef] = Field(min_items=1)


# How long a look at the engines' health may keep a page waiting.
SECONDS_FOR_HEALTH = 1.0
SECONDS_TO_CONNECT = 0.5
SECONDS_TO_PROBE = 0.5
A_MOMENT = 0.05  # seconds
MOST_LOOKS = 16  # at once
NOT_THERE = (ConnectTimeoutError, NewConnectionError, ProtocolError)


class Engine:
    """One client of all engines, for all threads. No call takes longer than `timeout` seconds.

    Each call goes to the engine with the fewest in hand, and on to another where that one cannot answer.
    """

    def __init__(
        self, addresses: Sequence[str], secret: str, timeout: float, connections: int = 32
    ) -> None:
        self._where = Addresses(addresses)
        self._timeout = timeout
        self._balance = Balance()
        self._probe = Lock()  # held by the one call that looks whether they go on
        self._pool = ThreadPoolExecutor(connections, thread_name_prefix="engine")
        # Apart, so that no message waits behind looks at an engine that stands still.
        self._looking = ThreadPoolExecutor(MOST_LOOKS, thread_name_prefix="look")
        self._looks: dict[str, Future[dict[str, Any]]] = {}
        self._look_once = Lock()
        self._secret = secret
        self._connections = connections
        self._kept: dict[str, HTTPConnectionPool] = {}  # open connections, of the engines that are there

    def turn(self, message: dict[str, Any]) -> EngineTurn:
        """Ask for the replies to a message: see MessageRequest, with the text already masked.

        Raises EngineDown, EngineLoading, NotOffered or Busy.
        """
        # With an id of its own a message may be sent twice without being answered twice.
        message_id = message.get("message_id") or str(uuid4())
        response = self._send("POST", "turn", {**message, "message_id": message_id})
        if response.status == 200:
            try:
                return EngineTurn.parse_raw(response.data)
            except ValidationError:
                raise EngineDown from None
        error = _body_of(response).get("error")
        if response.status == 409:
            raise Busy if error == "busy" else NotOffered
        if response.status == 503 and error == "loading":
            raise EngineLoading
        raise EngineDown

    def end(self, conversation: str) -> None:
        """Erase a conversation; one that is already gone is no error. Raises EngineDown."""
        if self._send("POST", "end", {"conversation": conversation}).status not in (204, 404):
            raise EngineDown

    def stay(self, conversation: str) -> bool:
        """Start the idle time of a conversation anew; False if it has ended. Raises EngineDown."""
        status = self._send("POST", "stay", {"conversation": conversation}).status
        if status not in (204, 410):
            raise EngineDown
        return status == 204

    def state(self) -> str:
        """ready or loading, as any of them says itself; down (anything else one says) or absent."""
        seen = {"absent"}
        for _, told in self._looks_at_all():
            seen.add(told["state"])
            if "ready" in seen:
                break
        return next(state for state in ("ready", "loading", "down", "absent") if state in seen)

    def each(self) -> dict[str, dict[str, Any]]:
        """What each engine says of itself, by its address: its state, as above, and its own figures."""
        told = dict(self._looks_at_all())
        return {address: told.get(address, {"state": "absent"}) for address in self._where.now()}

    def _looks_at_all(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """As they come in; nothing of an engine that does not answer in time."""
        looks = {self._look_at(address): address for address in self._where.now()}
        with suppress(TookTooLong):
            for look in as_completed(looks, min(SECONDS_FOR_HEALTH, self._timeout)):
                yield looks[look], look.result()

    def _look_at(self, address: str) -> Future[dict[str, Any]]:
        """A look that is still under way serves everybody who asks meanwhile."""
        with self._look_once:
            look = self._looks.get(address)
            if look is None or look.done():
                look = self._looks[address] = self._looking.submit(self._look, address)
            return look

    def _look(self, address: str) -> dict[str, Any]:
        try:
            body = _body_of(self._ask(address, "GET", "health"))
        except HTTPError:
            return {"state": "absent"}
        return body if body.get("state") in ("ready", "loading") else {**body, "state": "down"}

    def _send(self, method: str, call: str, body: Any) -> BaseHTTPResponse:
        """One call waits for engines that stand still; the others would only keep threads from each other."""
        if not self._balance.stand_still(self._where.now()):
            return self._send_in_time(method, call, body, self._timeout)
        if not self._probe.acquire(blocking=False):
            raise EngineDown
        try:  # who probes may have waited for a thread as long as others for their answer
            return self._send_in_time(method, call, body, min(SECONDS_TO_PROBE, self._timeout))
        finally:
            self._probe.release()

    def _send_in_time(self, method: str, call: str, body: Any, seconds: float) -> BaseHTTPResponse:
        # The time limit of a request is for each wait on the network; the person's is for all of it.
        deadline = time.monotonic() + seconds
        asking = self._pool.submit(copy_context().run, self._ask_each, method, call, body, deadline)
        try:
            return asking.result(seconds)
        except (TookTooLong, HTTPError):
            raise EngineDown from None

    def _ask_each(self, method: str, call: str, body: Any, deadline: float) -> BaseHTTPResponse:
        """The first answer of an engine that can give one, or else what the last of them said."""
        order, said = self._balance.in_turn(self._where.now()), None
        for address in order:
            try:
                said = self._ask(address, method, call, body, deadline)
            except NOT_THERE:
                continue
            if not _may_another(said):
                return said
        # Nobody there: perhaps just a kept connection that the engine has closed meanwhile.
        return self._ask(order[0], method, call, body, deadline) if said is None else said

    def _ask(
        self, address: str, method: str, call: str, body: Any = None, deadline: float = inf
    ) -> BaseHTTPResponse:
        # When nobody waits any more it would be answered to nobody, or begin anew what was ended meanwhile.
        if time.monotonic() > deadline:
            raise TookTooLong
        # A moment less than the person's, so that it is known by then whether the engine stands still.
        left = min(self._timeout, max(deadline - time.monotonic() - A_MOMENT, A_MOMENT))
        limits = Timeout(connect=min(SECONDS_TO_CONNECT, left), read=left)
        headers = {"X-Signpost-Secret": self._secret, logs.HEADER: logs.trace()}
        with self._balance.call(address):
            return self._connections_to(address).request(
                method, f"/engine/{call}", json=body, headers=headers, timeout=limits
            )

    def _connections_to(self, address: str) -> HTTPConnectionPool:
        if address not in self._kept:
            for gone in self._kept.keys() - {*self._where.now()}:
                self._kept.pop(gone, None)
            opened = connection_from_url(address, maxsize=self._connections, retries=False)
            return self._kept.setdefault(address, opened)
        return self._kept[address]


def _may_another(response: BaseHTTPResponse) -> bool:
    """Whether another engine may know better: this one loads or is broken, but did not run out of time."""
    return response.status == 503 and _body_of(response).get("error") != "TimeoutError"


def _body_of(response: BaseHTTPResponse) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
