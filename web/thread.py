"""The chat that a page was opened from. Its key travels in hidden fields of forms, never in an address."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

from bot.knowledge import Library
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import Reply, render, safety_references
from web.schemas import Turn

LONGEST = 2000  # characters of a field
SAID = "true"


@dataclass(frozen=True)
class Thread:
    """Which chat it is, and ids of what it showed last: enough to show that again, and no word of it."""

    conversation: str = ""
    topic: str = ""
    choices: str = ""  # ids with spaces between
    pinned: str = ""
    under_18: str = ""  # "true" where the person is known to be

    @property
    def is_under_18(self) -> bool:
        """Whether the person is known to be under 18."""
        return self.under_18 == SAID

    def turn(self, library: Library, language: str) -> Turn | None:
        """What was on the page, put into words anew; None where the form names nothing of data/."""
        topic = library.topics.get(self.topic)
        if topic is None:
            return None
        choices = [choice for choice in self.choices.split() if choice in library.topics]
        # A question of the guided path is not shown again: its topic's own choice leads back to it.
        choices = choices or [topic.id]
        if topic.is_safety:
            refs = safety_references(library, topic.id, choices)
        else:
            refs = [ReplyRef(kind=topic.kind, topic=topic.id, choices=choices)]
        return Turn(
            conversation=self.conversation,
            replies=[render(library, ref, language, self.is_under_18) for ref in refs],
            pinned=self.card(library, language),
            under_18=self.is_under_18,
        )

    def card(self, library: Library, language: str) -> Reply | None:
        """The safety card that was within reach."""
        topic = library.topics.get(self.pinned)
        if topic is None or not topic.is_safety:
            return None
        return render(library, safety_references(library, topic.id, [])[0], language, self.is_under_18)


def thread_of(turn: Turn | None, conversation: str) -> Thread:
    """What the next form of a page carries along."""
    if turn is None:
        return Thread(conversation)
    last = turn.replies[-1]
    choices = " ".join(choice.id for choice in last.choices)
    pinned = (turn.pinned and turn.pinned.topic) or ""
    return Thread(conversation, last.topic or "", choices, pinned, SAID if turn.under_18 else "")


def thread_of_request() -> Thread:
    """What the form of this request carries. Without a key, too: a card may be there before any engine is."""
    if request.method != "POST":
        return Thread()
    try:
        fields = {name: request.form.get(name, "")[:LONGEST] for name in Thread.__dataclass_fields__}
    except HTTPException:  # a form that is too large: the page that says so is made without it
        return Thread()
    return Thread(**fields)
