"""What time it is. Tests put a clock of their own in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

Clock = Callable[[], datetime]


def now() -> datetime:
    return datetime.now(timezone.utc)
