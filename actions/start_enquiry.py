"""The end of the guided path: hands over from the conversation to the police."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.base import SafeAction
from bot.knowledge import load
from bot.knowledge.path import AGAIN, TOPIC
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import way_out_references


class StartEnquiry(SafeAction):
    """Hands over what was chosen, unless the last choice leads somewhere else first.

    Nothing personal is asked or passed on here: choices of a closed set are all there is.
    """

    def __init__(self) -> None:
        self._library = load()

    def name(self) -> str:
        return "action_start_enquiry"

    def replies(self, tracker: Tracker) -> list[ReplyRef]:
        path = self._library.path
        choice = path.chosen(tracker.latest_message.get("entities", []))
        no_form = bool(tracker.get_slot("no_form"))
        if way_out := way_out_references(self._library, choice, no_form):
            return way_out
        return [
            ReplyRef(
                kind="handover",
                topic=TOPIC,
                choices=[AGAIN, *self._library.topics[TOPIC].next],
                triage={name: tracker.get_slot(name) for name in path.questions},
            )
        ]
