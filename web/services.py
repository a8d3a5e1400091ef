"""What the views work with, made once by create_app."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from bot.knowledge import Library
from web.door import Door
from web.engine import Engine
from web.limits import Limits
from web.settings import Settings


@dataclass(frozen=True)
class Services:
    settings: Settings
    library: Library
    door: Door
    engine: Engine
    limits: Limits

    def language(self, wanted: str | None) -> str:
        """`wanted` if this force has it, else English."""
        return wanted if wanted in self.library.force.languages else "en"


def services() -> Services:
    return current_app.extensions["signpost"]
