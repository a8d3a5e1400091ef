"""Talks to the dialogue engine: masked words go out, references to replies come back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any, Literal
from uuid import uuid4

import requests
from pydantic import BaseModel, Field, StrictStr, ValidationError
from requests.adapters import HTTPAdapter

from bot.knowledge.references import ReplyRef
from web.problems import Busy, EngineDown, EngineLoading, NotOffered


class EngineTurn(BaseModel):
    """What the engine decided: which replies, in ids of data/."""

    conversation: StrictStr = Field(min_length=1)
    notice: Literal["expired", "not_applied"] | None
    pinned: StrictStr | None
    replies: list[ReplyRef] = Field(min_items=1)


# How long a look at the engine's health may keep a page waiting.
SECONDS_FOR_HEALTH = 1.0


class Engine:
    """One client for all threads. No call takes longer than `timeout` seconds, whatever happens."""

    def __init__(self, address: str, secret: str, timeout: float, connections: int = 32) -> None:
        self._address = address
        self._timeout = timeout
        self._pool = ThreadPoolExecutor(connections, thread_name_prefix="engine")
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy named in the environment is not for loopback
        self._session.headers["X-Signpost-Secret"] = secret
        self._session.mount("http://", HTTPAdapter(pool_maxsize=connections))

    def turn(self, message: dict[str, Any]) -> EngineTurn:
        """Ask for the replies to a message: see MessageRequest, with the text already masked.

        Raises EngineDown, EngineLoading, NotOffered or Busy.
        """
        # With an id of its own a message may be sent twice without being answered twice.
        message_id = message.get("message_id") or str(uuid4())
        response = self._send("POST", "turn", {**message, "message_id": message_id})
        if response.status_code == 200:
            try:
                return EngineTurn.parse_raw(response.content)
            except ValidationError:
                raise EngineDown from None
        error = _body_of(response).get("error")
        if response.status_code == 409:
            raise Busy if error == "busy" else NotOffered
        if response.status_code == 503 and error == "loading":
            raise EngineLoading
        raise EngineDown

    def end(self, conversation: str) -> None:
        """Erase a conversation; one that is already gone is no error. Raises EngineDown."""
        if self._send("POST", "end", {"conversation": conversation}).status_code not in (204, 404):
            raise EngineDown

    def stay(self, conversation: str) -> bool:
        """Start the idle time of a conversation anew; False if it has ended. Raises EngineDown."""
        status = self._send("POST", "stay", {"conversation": conversation}).status_code
        if status not in (204, 410):
            raise EngineDown
        return status == 204

    def state(self) -> str:
        """ready or loading, as it says itself; down (anything else it says) or absent."""
        try:
            body = _body_of(self._send("GET", "health", seconds=SECONDS_FOR_HEALTH))
        except EngineDown:
            return "absent"
        return body["state"] if body.get("state") in ("ready", "loading") else "down"

    def _send(
        self, method: str, call: str, body: Any = None, seconds: float | None = None
    ) -> requests.Response:
        limit = min(seconds or self._timeout, self._timeout)
        # The time limit of requests is for each wait on the network; the person's is for all of it.
        try:
            return self._pool.submit(self._try_twice, method, call, body).result(limit)
        except (TookTooLong, requests.RequestException):
            raise EngineDown from None

    def _try_twice(self, method: str, call: str, body: Any) -> requests.Response:
        def send() -> requests.Response:
            url = f"{self._address}/engine/{call}"
            return self._session.request(method, url, json=body, timeout=self._timeout)

        try:
            return send()
        except requests.ConnectionError:  # a kept connection that the engine has closed meanwhile
            return send()


def _body_of(response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
