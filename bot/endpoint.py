"""How the engine calls the action server: as Rasa does, and under the trace id of the turn."""

from __future__ import annotations

from typing import Any, Optional

from rasa.utils.endpoints import EndpointConfig

from bot import logs


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
