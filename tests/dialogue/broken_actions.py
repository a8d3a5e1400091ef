"""An action server's package that does what it should not: which of it stands in the file BREAKAGE names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SafeAction
from bot.knowledge.references import ReplyRef

NAME = "action_start_enquiry"
SECONDS = 8  # longer than anybody is kept waiting


class Failing(SafeAction):
    """One of ours, with a mistake in it."""

    def name(self) -> str:
        return "action_failing"

    def replies(self, tracker: Tracker) -> list[ReplyRef]:
        raise LookupError("canary-of-the-actions")


def raises(dispatcher: CollectingDispatcher, *_: Any) -> None:
    raise LookupError("canary-of-the-actions")


def is_slow(dispatcher: CollectingDispatcher, *_: Any) -> None:
    time.sleep(SECONDS)


def says_nothing(dispatcher: CollectingDispatcher, *_: Any) -> None:
    pass


def says_something_else(dispatcher: CollectingDispatcher, *_: Any) -> None:
    dispatcher.utter_message(json_message={"replies": "canary-of-the-actions", "pinned": 7})


def says_text(dispatcher: CollectingDispatcher, *_: Any) -> None:
    dispatcher.utter_message(text="canary-of-the-actions")


def names_no_topic(dispatcher: CollectingDispatcher, *_: Any) -> None:
    replies = [{"kind": "answer", "topic": "canary.of_the_actions"}]
    dispatcher.utter_message(json_message={"replies": replies, "pinned": None})


def fails(*given: Any) -> None:
    Failing().run(*given)


BREAKAGES: dict[str, Callable[..., None]] = {
    broken.__name__: broken
    for broken in (raises, is_slow, says_nothing, says_something_else, says_text, names_no_topic, fails)
}


class Broken(Action):
    """In place of the action that hands over."""

    def name(self) -> str:
        return NAME

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        BREAKAGES[Path(os.environ["BREAKAGE"]).read_text()](dispatcher, tracker, domain)
        return []
