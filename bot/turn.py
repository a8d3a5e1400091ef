"""One turn of a conversation: whose it is, what was asked, and which replies stand for it."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import Counter
from typing import Any, Dict, List, Literal, Optional, Sequence

from pydantic import BaseModel, root_validator
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from bot.history import offered, recognised, said_to, signs_of_age, told_an_age, turns_taken
from bot.knowledge.path import read_path
from bot.knowledge.references import ReplyRef
from bot.nlu.arbiter import THOUGHTS
from bot.nlu.phrases import says_grown_up
from bot.path import CHOOSE, Entities, meaning
from bot.runner import InOrder
from bot.stores import forgetting
from bot.young import UNDER_18, for_the_age

TIME_LIMIT = 2.0  # seconds; the person hears something within three
MOST_WAITING = 2
MOST_TURNS = 100  # of each turn something is kept
RANKING_KEPT = 10
SET_ASIDE = "set_aside"  # the screen was sure of a danger, and weighed against the rest it does not stand
SAFETY = "safety."
PATH = read_path()


class NotOffered(Exception):
    """A choice that this conversation was not offered."""


class Busy(Exception):
    """Two messages of this conversation are waiting already."""


class NoReply(Exception):
    """The engine took the message and said nothing."""


class Hint(BaseModel):
    topic: str
    strength: str


class TurnRequest(BaseModel):
    """What web sends: masked text with the screen's hints or with what it decided, or a choice.

    What is decided may come without the text, where that cannot be masked or is too long.
    """

    conversation: Optional[str]
    message_id: Optional[str]
    language: Literal["en", "cy"] = "en"
    text: Optional[str]
    hints: List[Hint] = []
    signs: List[str] = []
    under_18: bool = False  # as the page heard before; where this conversation knows, that counts
    decided: Optional[str]
    choice: Optional[str]

    class Config:
        extra = "ignore"  # websites are replaced before engines: a newer one may say more

    @root_validator
    def _one_of(cls, values: Dict[str, Any]) -> Dict[str, Any]:
        typed = any(values.get(name) is not None for name in ("text", "decided"))
        if typed == (values.get("choice") is not None):
            raise ValueError("either a choice, or a text or what is decided of it")
        return values


def sender_id(key: str) -> str:
    """Rasa's name for a conversation: a hash, so that the key itself never leaves this channel."""
    return hashlib.sha256(key.encode()).hexdigest()


_waiting: Counter[str] = Counter()


class Turns:
    """Takes turns with a loaded agent."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    async def take(self, asked: TurnRequest) -> Dict[str, Any]:
        """The turn's outcome: conversation, notice, pinned, under_18, set_aside, replies.

        Raises NotOffered, Busy, NoReply, and asyncio.TimeoutError after TIME_LIMIT seconds.
        """
        failures = forgetting.failures()
        sender = sender_id(asked.conversation or secrets.token_urlsafe())
        if _waiting[sender] > MOST_WAITING:
            raise Busy
        _waiting[sender] += 1
        try:
            key, said = await asyncio.wait_for(self._go_on_or_begin(asked), TIME_LIMIT)
        finally:
            _waiting[sender] -= 1
            if not _waiting[sender]:
                del _waiting[sender]
        if forgetting.failures() > failures:
            self._drop_what_rasa_kept()
            raise NoReply
        replies = [reply for payload in said for reply in payload["replies"]]
        applying = any(reply["kind"] in ("question", "handover") for reply in replies)
        return {
            "conversation": key,
            "notice": "expired" if asked.conversation and asked.conversation != key
            else "not_applied" if applying else None,
            "pinned": said[-1].get("pinned"),
            "under_18": bool(said[-1].get("under_18")),
            "set_aside": any(payload.get(SET_ASIDE) for payload in said),
            "replies": replies,
        }

    def _drop_what_rasa_kept(self) -> None:
        """Where our store fails, Rasa goes on in a memory that never forgets."""
        self._agent.tracker_store.fallback_tracker_store.store.clear()

    async def warm_up(self) -> None:
        """One turn from end to end, then forgotten. Raises RuntimeError where Rasa fell back."""
        self._agent.processor.graph_runner = InOrder.of(self._agent.processor.graph_runner)
        if not forgetting.exists():
            raise RuntimeError("the forgetting store is not in use")
        taken = await self._say(TurnRequest(text="hello"), sender_id("warm-up"))
        forgetting.erase(sender_id("warm-up"))
        if taken[-1]["replies"][0]["topic"] != "chat.greeting":
            raise RuntimeError("the model does not know its topics: run `make train`")

    async def _go_on_or_begin(self, asked: TurnRequest) -> tuple[str, List[Dict[str, Any]]]:
        """What is said, with the conversation's key: a new one where that has ended or is too long."""
        key = asked.conversation
        if key and (said := await self._say(asked, sender_id(key), begins=False)):
            return key, said
        key = secrets.token_urlsafe(32)
        return key, await self._say(asked, sender_id(key))

    async def _say(self, asked: TurnRequest, sender: str, begins: bool = True) -> List[Dict[str, Any]]:
        """The payloads said in this turn; a message already answered gets the same again.

        Where nothing `begins` and the conversation cannot go on: nothing. Its store reads it once, since
        all that looks at it does so under its lock.
        """
        async with self._agent.lock_store.lock(sender):
            tracker = await self._agent.tracker_store.retrieve(sender)
            if tracker and asked.message_id and (said := said_to(tracker, asked.message_id)):
                return said
            if not begins and (tracker is None or turns_taken(tracker) >= MOST_TURNS):
                return []
            output = CollectingOutputChannel()
            message = UserMessage(
                text="",  # the words are parsed, and dropped before the tracker is made
                output_channel=output,
                sender_id=sender,
                parse_data=await self._parse(asked, tracker, sender),
                input_channel="web",
                message_id=asked.message_id,
            )
            await self._agent.processor.handle_message(message)
        said = [entry["custom"] for entry in output.messages if "custom" in entry]
        if not said:
            raise NoReply
        for payload in said:
            payload["replies"] = [ReplyRef(**reply).dict() for reply in payload["replies"]]
        return said

    async def _parse(
        self, asked: TurnRequest, tracker: Optional[DialogueStateTracker], sender: str
    ) -> Dict[str, Any]:
        """What the message means, without its words. What it says of age goes in as an entity, to be kept."""
        if asked.decided and asked.decided not in self._agent.domain.intents:
            raise NotOffered
        told = UNDER_18 in asked.signs or asked.under_18 and _was_never_heard_of(tracker)
        age = [{"entity": UNDER_18, "value": True}] if told else []
        signs = [*asked.signs, *([UNDER_18] if told else signs_of_age(tracker))]
        if asked.text is not None:
            mistaken = bool(tracker) and not told and _was_mistaken_for_young(asked.text, tracker)
            signs = asked.signs if mistaken else signs
            hints = [hint.dict() for hint in asked.hints]
            metadata = {"hints": hints, "signs": signs, "decided": asked.decided}
            message = UserMessage(asked.text, sender_id=sender, metadata=metadata)
            parsed = await self._agent.processor.parse_message(message, tracker)
            ranking = parsed.get("intent_ranking", [])[:RANKING_KEPT]
            meant = [parsed["intent"]["name"], *parsed["also"]]
            set_aside = bool(asked.decided) and not any(topic.startswith(SAFETY) for topic in meant)
            if mistaken and _may_be_taken_back(meant[0], tracker):
                age = [{"entity": UNDER_18, "value": False}]
            data = _parse_data(parsed["intent"], ranking, age, parsed["also"], parsed["by_name"])
            return {**data, SET_ASIDE: set_aside}
        chosen = for_the_age(asked.decided or asked.choice, signs)
        intent, entities = meaning(PATH, chosen) or (chosen, [])
        if chosen == CHOOSE or intent not in self._agent.domain.intents:
            raise NotOffered
        ended = tracker is None and asked.conversation  # nobody knows any more what it was offered
        if asked.choice and not ended and asked.choice not in offered(tracker):
            raise NotOffered
        return _parse_data({"name": intent, "confidence": 1.0}, [], [*entities, *age])


def _was_never_heard_of(tracker: Optional[DialogueStateTracker]) -> bool:
    """Whether this conversation has not heard yet whether the person is under 18."""
    return tracker is None or tracker.get_slot(UNDER_18) is None


def _was_mistaken_for_young(text: str, tracker: DialogueStateTracker) -> bool:
    """Whether a grown-up says so, of whom a card alone made us think otherwise."""
    kept_away = tracker.get_slot(UNDER_18) or tracker.get_slot("no_form")
    return bool(kept_away) and says_grown_up(text) and not told_an_age(tracker)


def _may_be_taken_back(meant: str, tracker: DialogueStateTracker) -> bool:
    """Whether the form may be offered again with it: not to whoever told of such thoughts. Where that is
    what they say now, the topic itself keeps the form away (bot.importer)."""
    return meant in THOUGHTS or not recognised(tracker, THOUGHTS)


def _parse_data(
    intent: Dict[str, Any],
    ranking: List[Dict[str, Any]],
    entities: Entities = (),
    also: Sequence[str] = (),
    by_name: bool = True,
) -> Dict[str, Any]:
    """As Rasa's parser gives it, without the text. `also` holds what was asked beside the intent; `by_name`
    is whether the words name the scheme, as a choice always does."""
    return {
        "text": "", "intent": intent, "entities": [*entities], "intent_ranking": ranking, "also": [*also],
        "by_name": by_name,
    }
