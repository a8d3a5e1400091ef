"""Starting an enquiry: hands over from the conversation to the police."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.base import SafeAction
from bot.knowledge import load
from bot.knowledge.references import ReplyRef

TOPIC = "scheme.start"


class StartEnquiry(SafeAction):
    """Shows how this force takes an enquiry. Nothing personal is asked or passed on here."""

    def __init__(self) -> None:
        self._library = load()

    def name(self) -> str:
        return "action_start_enquiry"

    def replies(self, tracker: Tracker) -> list[ReplyRef]:
        return [
            ReplyRef(
                kind="handover", topic=TOPIC, choices=list(self._library.topics[TOPIC].next)
            )
        ]
