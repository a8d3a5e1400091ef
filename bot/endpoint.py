"""How the engine calls the action server: as Rasa does, and under the trace id of the turn."""

from __future__ import annotations

import asyncio
from typing import Any, Optional
from urllib.parse import urljoin

import aiohttp
from rasa.utils.endpoints import EndpointConfig

from bot import logs

SECONDS_TO_SAY = 2.0


class TracedActions(EndpointConfig):
    """The `action_endpoint` of bot/endpoints.yml. The id goes as a header, so no tracker ever holds it."""

    @classmethod
    def like(cls, configured: EndpointConfig) -> TracedActions:
        """The same address and options."""
        return cls(configured.url, **configured.kwargs)

    async def request(self, *args: Any, **kwargs: Any) -> Optional[Any]:
        """See EndpointConfig."""
        headers = {**kwargs.pop("headers", {}), logs.HEADER: logs.trace()}
        return await super().request(*args, headers=headers, **kwargs)

    async def is_there(self) -> bool:
        """Whether the action server says that it is well."""
        where, limit = urljoin(self.url, "/health"), aiohttp.ClientTimeout(total=SECONDS_TO_SAY)
        try:
            async with aiohttp.ClientSession(timeout=limit) as session, session.get(where) as said:
                return said.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False
