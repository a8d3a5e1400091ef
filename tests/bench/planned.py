"""The configurations that are measured: engines alone, and the planned one of docs/performance.md."""

from __future__ import annotations

from tests.servers import PostgresServer, RabbitServer, RedisServer

NOBODY_REFUSED = "1000000 per minute"  # visitors are counted all the same
ENGINES, WEBSITES = 2, 2  # of the planned one, all year (deploy/kubernetes/)


def several(engines: int, redis: RedisServer) -> dict[str, str]:
    """So many engines behind one website; several share their conversations."""
    shared = {"SIGNPOST_CONVERSATIONS": redis.address} if engines > 1 else {}
    return {"SIGNPOST_ENGINES": str(engines), **shared}


def planned(redis: RedisServer, postgres: PostgresServer, rabbit: RabbitServer) -> dict[str, str]:
    """As a national service is deployed: several of each, and whatever they share in servers."""
    return {
        **several(ENGINES, redis),
        "SIGNPOST_WORKERS": str(WEBSITES),
        "SIGNPOST_ENGINE_SECRET": "of-the-tests-" + 32 * "x",
        "SIGNPOST_RATE_LIMIT": NOBODY_REFUSED,
        "SIGNPOST_RATE_LIMIT_STORE": redis.address,
        "SIGNPOST_DATABASE": postgres.fresh("service"),
        "SIGNPOST_EVENTS": rabbit.address,
    }
