"""The reply generator: which reply of data/ stands for what was understood. It writes no text."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.history import missed_before, shown
from bot.knowledge import Library, load
from bot.knowledge.path import TOPIC
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import safety_references, way_out_references
from bot.knowledge.topics import Topic
from bot.path import ASK, is_open

UNCLEAR, OUT_OF_SCOPE, HUMAN = "chat.unclear", "chat.out_of_scope", "chat.human"
SCHEME, PROFESSIONAL = "scheme.", "pro."
WHO_WOULD_KNOW = {"scheme.will_he_know", "scheme.anonymous"}
ASKED_FOR = {"answer", "safety"}  # kinds of topics worth offering: nobody presses a button to say thanks
CERTAIN = 0.8  # an answer less likely than this comes with what else may have been meant
NEAREST = 3
WORTH_OFFERING = 0.1  # what is less likely is not offered beside small talk, nor a procedure to the public
MOST_CHOICES, MOST_EACH = 5, 2  # of one reply, and of each of two


class Replies(NaturalLanguageGenerator):
    """Answers, safety cards, clarify and fallback, decided from the tracker alone."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None,
                 domain: Optional[Domain] = None) -> None:
        self._library: Library = load()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **_: Any
    ) -> Dict[str, Any]:
        """The turn's replies, as `{"custom": {"replies": [...], "pinned": topic or None}}`."""
        if utter_action.startswith(ASK):
            references = self._ask(utter_action.removeprefix(ASK), tracker)
        else:
            references = self.references(tracker.latest_message.intent["name"], tracker)
        replies = [reply.dict() for reply in references]
        return {"custom": {"replies": replies, "pinned": tracker.get_slot("pinned")}}

    def references(self, topic: str, tracker: DialogueStateTracker) -> List[ReplyRef]:
        """What is said to a message about `topic`, and to what it asks beside that."""
        topic = self._in_its_place(topic, tracker)
        if topic == UNCLEAR:
            return [self._not_sure(tracker)]
        also = self._allowed(tracker.latest_message.parse_data.get("also") or [], tracker)
        answers = [topic, *(other for other in also if other != TOPIC)]
        if len(answers) > 1:
            first, most = [], MOST_EACH
        else:
            first, most = self._nearest(tracker, topic)[:NEAREST], MOST_CHOICES
        if TOPIC in also:  # asked for by name: a choice, since it opens the path
            first = [TOPIC, *first]
        return [
            reference
            for answer in answers
            for reference in self._answer(answer, [c for c in first if c not in answers], most, tracker)
        ]

    def _answer(
        self, topic: str, first: List[str], most: int, tracker: DialogueStateTracker
    ) -> List[ReplyRef]:
        """One answer with at most `most` choices, those of `first` before its own, the way to ask kept."""
        content = self._library.topics[topic]
        following = self._following(content)
        choices = self._offer([*dict.fromkeys([*first, *following])], tracker)
        if TOPIC in following and TOPIC in choices[most:]:
            choices = [*choices[: most - 1], TOPIC]
        choices = choices[:most]
        if not content.is_safety:
            # Where a question of the path comes right after, its choices stand alone.
            return [ReplyRef(kind=content.kind, topic=topic, choices=[] if is_open(tracker) else choices)]
        if any(ref["topic"] == topic and ref["kind"] == "safety" for ref in shown(tracker)):
            return [ReplyRef(kind="safety", topic=topic, part="repeat", choices=choices)]
        return safety_references(self._library, topic, choices)

    def _ask(self, question: str, tracker: DialogueStateTracker) -> List[ReplyRef]:
        """The question, or first what the answer just chosen leads to."""
        choice = self._library.path.chosen(tracker.latest_message.entities)
        return way_out_references(self._library, choice, bool(tracker.get_slot("no_form"))) or [
            ReplyRef(
                kind="question",
                topic=TOPIC,
                part=question,
                choices=self._library.path.questions[question].choices,
            )
        ]

    def _following(self, content: Topic) -> List[str]:
        """What an answer offers next; every answer about the scheme offers the way to ask."""
        if not content.id.startswith(SCHEME) or TOPIC in (content.id, *content.next):
            return content.next
        return [*content.next, TOPIC]

    def _in_its_place(self, topic: str, tracker: DialogueStateTracker) -> str:
        """Who asks "will he find out" after a card that keeps the form away means its helpline."""
        card = tracker.get_slot("pinned")
        if topic in WHO_WOULD_KNOW and tracker.get_slot("no_form") and card:
            return self._library.topics[card].next[0]
        return topic

    def _not_sure(self, tracker: DialogueStateTracker) -> ReplyRef:
        """The first miss offers the nearest topics; a second one in a row goes to people."""
        ways_on = self._offer(self._library.topics[UNCLEAR].next, tracker)
        if missed_before(tracker):
            return ReplyRef(kind="fallback", topic=UNCLEAR, part="second_miss", choices=ways_on)
        nearest = self._nearest(tracker, UNCLEAR)[:NEAREST]
        choices = [*nearest, HUMAN] if nearest else ways_on
        return ReplyRef(kind="clarify", topic=UNCLEAR, choices=choices)

    def _nearest(self, tracker: DialogueStateTracker, topic: Optional[str] = None) -> List[str]:
        """What else may have been meant, likeliest first; nothing where `topic` is beyond doubt."""
        ranking = tracker.latest_message.parse_data.get("intent_ranking") or []
        chances = {entry["name"]: entry["confidence"] for entry in ranking}
        if chances.get(topic, 0) >= CERTAIN:
            return []
        asks_nothing = topic == OUT_OF_SCOPE or topic and self._library.topics[topic].kind == "small_talk"
        likely = [
            name
            for name, chance in chances.items()
            if self._library.topics[name].kind in ASKED_FOR
            and (chance >= WORTH_OFFERING or not (asks_nothing or name.startswith(PROFESSIONAL)))
        ]
        return self._allowed([name for name in likely if name not in (topic, HUMAN)], tracker)

    def _offer(self, topics: List[str], tracker: DialogueStateTracker) -> List[str]:
        """The topics that may be offered; a person where none is left."""
        return self._allowed(topics, tracker) or [HUMAN]

    def _allowed(self, topics: List[str], tracker: DialogueStateTracker) -> List[str]:
        """The topics without the scheme's, where the form is not to be offered."""
        if not tracker.get_slot("no_form"):
            return list(topics)
        return [topic for topic in topics if not topic.startswith(SCHEME)]
