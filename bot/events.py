"""Tells a message broker what was answered: topics by the hour, nothing of who asked or in what words."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from datetime import datetime, timezone
from typing import Any, Dict, Optional

import aio_pika

from bot import logs
from bot.knowledge.library import DEFAULT_FORCE

logger = logging.getLogger(__name__)

ADDRESS, FORCE = "SIGNPOST_EVENTS", "SIGNPOST_FORCE"
SAFETY = "safety"
QUEUE = "signpost.turns"
LIMITS = {"x-message-ttl": 24 * 3600 * 1000, "x-max-length": 100_000}  # what nobody fetches is dropped
MOST_WAITING = 1000  # in memory, while the broker is away
SECONDS_TO_ANSWER = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between two attempts to reach the broker


class Events:
    """What waits for the broker. tell() never waits and never fails; publish() runs beside the turns.

    `dropped` counts what had no room. An answer that is said again is told again.
    """

    def __init__(self, address: str, force: str) -> None:
        self._address, self._force = address, force
        self._waiting: asyncio.Queue[Dict[str, Any]] = asyncio.Queue(MOST_WAITING)
        self._in_hand: Optional[Dict[str, Any]] = None
        self.dropped = 0

    @classmethod
    def configured(cls) -> Optional[Events]:
        """None where no broker is set."""
        address = os.environ.get(ADDRESS)
        return cls(address, os.environ.get(FORCE) or DEFAULT_FORCE) if address else None

    def tell(self, turn: Dict[str, Any], language: str) -> None:
        """Note a turn, as bot.turn.Turns.take gives it."""
        try:
            self._waiting.put_nowait(self.event(turn, language))
        except asyncio.QueueFull:
            self.dropped += 1

    def event(self, turn: Dict[str, Any], language: str) -> Dict[str, Any]:
        """Which topics were said. A turn with a safety reply is just that: all of them are one total."""
        replies = turn["replies"]
        is_safety = any(SAFETY in (reply["kind"], reply["topic"].partition(".")[0]) for reply in replies)
        return {
            "topics": [SAFETY] if is_safety else sorted({reply["topic"] for reply in replies}),
            "kinds": [SAFETY] if is_safety else sorted({reply["kind"] for reply in replies}),
            "force": self._force,
            "language": language,
            "hour": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:00Z"),
        }

    async def all_sent(self, seconds: float) -> None:
        """Wait until nothing waits any more, but no longer than `seconds`."""
        deadline = time.monotonic() + seconds
        while (self._in_hand or not self._waiting.empty()) and time.monotonic() < deadline:
            await asyncio.sleep(0.05)

    async def publish(self) -> None:
        """Send what waits, until cancelled. A broker that is away is waited for."""
        pause = FIRST_PAUSE
        while True:
            try:
                connection = await aio_pika.connect(self._address, timeout=SECONDS_TO_ANSWER)
                async with connection:
                    channel = await connection.channel()
                    await channel.declare_queue(QUEUE, durable=True, arguments=LIMITS)
                    pause = FIRST_PAUSE
                    await self._send_all(channel)
            except Exception as error:  # whatever it is, no turn may feel it
                dropped = {"dropped": self.dropped} if self.dropped else {}
                logger.warning("the broker cannot be reached", extra={**logs.kind_of(error), **dropped})
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _send_all(self, channel: Any) -> None:
        while True:
            self._in_hand = self._in_hand or await self._waiting.get()
            message = aio_pika.Message(
                json.dumps(self._in_hand).encode(),
                content_type="application/json",
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            )
            exchange = channel.default_exchange
            await exchange.publish(message, routing_key=QUEUE, timeout=SECONDS_TO_ANSWER)
            self._in_hand = None
