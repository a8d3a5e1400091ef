"""What the views work with, made once by create_app."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from bot.knowledge import Library
from web.door import Door
from web.engine import Engine
from web.enquiry.handover import Handovers
from web.limits import Limits
from web.metrics import Metrics
from web.search import Search
from web.sent import Sent
from web.settings import Settings
from web.store.records import Records


@dataclass(frozen=True)
class Services:
    settings: Settings
    library: Library
    door: Door
    engine: Engine
    limits: Limits
    sent: Sent
    metrics: Metrics
    search: Search
    records: Records
    handovers: Handovers

    @property
    def is_closed(self) -> bool:
        """Whether only emergencies are answered, by the settings or by `make off`."""
        return self.settings.maintenance or self.settings.off_switch.exists()

    @property
    def languages(self) -> list[str]:
        """The languages that a visitor can choose from."""
        return [language for language in self.library.force.languages if self.language(language) == language]

    def language(self, wanted: str | None) -> str:
        """`wanted` if this force has it, else English. In production drafts do not count."""
        known = self.library.translations.get(wanted or "")
        if wanted not in self.library.force.languages or known is None:
            return "en"
        return wanted if known.is_signed or not self.settings.is_production else "en"


def services() -> Services:
    return current_app.extensions["signpost"]
