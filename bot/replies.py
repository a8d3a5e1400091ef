"""The reply generator: which reply of data/ stands for what was understood. It writes no text."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.history import missed_before, recognised, shown, signs_of_age
from bot.knowledge import Library, load
from bot.knowledge.path import TOPIC
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import safety_references, way_out_references
from bot.nlu.arbiter import HOW_OTHERS_DO, THOUGHTS
from bot.path import ASK, is_open
from bot.young import UNDER_18, for_the_age

UNCLEAR, OUT_OF_SCOPE, HUMAN = "chat.unclear", "chat.out_of_scope", "chat.human"
SCHEME, PROFESSIONAL = "scheme.", "pro."
OF_THE_SCHEME = (SCHEME, PROFESSIONAL)  # what nobody is told unasked whom the form is kept from
ASKED_FOR = {"answer", "safety"}  # kinds of topics worth offering: nobody presses a button to say thanks
CERTAIN = 0.8  # an answer less likely than this comes with what else may have been meant
NEAREST = 3
WORTH_OFFERING = 0.1  # what is less likely is not offered beside small talk, nor a procedure to the public
MOST_CHOICES, MOST_EACH = 5, 2  # of one reply, and of each of two
SHOWN_ENOUGH = 2  # times that a card was shown: from then on a person is offered beside it


class Replies(NaturalLanguageGenerator):
    """Answers, safety cards, clarify and fallback, decided from the tracker alone."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None,
                 domain: Optional[Domain] = None) -> None:
        self._library: Library = load()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **_: Any
    ) -> Dict[str, Any]:
        """The turn's replies, as `{"custom": {"replies": [...], "pinned": topic or None, "under_18",
        "set_aside"}}`, the last as bot.turn tells it."""
        if utter_action.startswith(ASK):
            references = self._ask(utter_action.removeprefix(ASK), tracker)
        else:
            references = self.references(tracker.latest_message.intent["name"], tracker)
        replies = [reply.dict() for reply in references]
        known = {name: tracker.get_slot(name) for name in ("pinned", UNDER_18)}
        set_aside = bool(tracker.latest_message.parse_data.get("set_aside"))
        return {"custom": {"replies": replies, "set_aside": set_aside, **known}}

    def references(self, topic: str, tracker: DialogueStateTracker) -> List[ReplyRef]:
        """What is said to a message about `topic`, and to what it asks beside that."""
        asked, topic = topic, self._in_its_place(topic, tracker)
        if topic == UNCLEAR:
            return [self._not_sure(tracker)]
        also = self._allowed(tracker.latest_message.parse_data.get("also") or [], tracker)
        answers = [topic, *(other for other in also if other != TOPIC)]
        if len(answers) > 1:
            first, most = [], MOST_EACH
        else:
            # A helpline answers in place of what was asked: what else that may have meant helps nobody.
            first, most = self._nearest(tracker, topic)[:NEAREST] if topic == asked else [], MOST_CHOICES
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
        """One answer with at most `most` choices, those of `first` before its own, the way to ask kept: in
        front of all where the answer itself leads to it first."""
        content = self._library.topics[topic]
        following = content.following
        leading = [TOPIC] if following[0] == TOPIC else []
        choices = self._offer([*leading, *first, *following], tracker, topic)
        if TOPIC in following and TOPIC in choices[most:]:
            choices = [*choices[: most - 1], TOPIC]
        choices = choices[:most]
        if not content.is_safety:
            # Where a question of the path comes right after, its choices stand alone.
            return [ReplyRef(kind=content.kind, topic=topic, choices=[] if is_open(tracker) else choices)]
        times = sum(ref["topic"] == topic and ref["part"] in ("answer", "repeat") for ref in shown(tracker))
        if times >= SHOWN_ENOUGH and HUMAN not in choices:
            choices = [*choices[: most - 1], HUMAN]
        if times:
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

    def _in_its_place(self, topic: str, tracker: DialogueStateTracker) -> str:
        """After a card that keeps the form away, "who do I call" or "will they know" is asked of its
        helpline, unless the words name the scheme."""
        card = tracker.get_slot("pinned")
        by_name = tracker.latest_message.parse_data.get("by_name")
        if not topic.startswith(OF_THE_SCHEME) or by_name or not card or not tracker.get_slot("no_form"):
            return topic
        return self._offer(self._library.topics[card].next, tracker)[0]

    def _not_sure(self, tracker: DialogueStateTracker) -> ReplyRef:
        """The first miss offers the nearest topics; a second one in a row goes to people."""
        ways_on = self._offer(self._library.topics[UNCLEAR].next, tracker)
        if missed_before(tracker):
            return ReplyRef(kind="fallback", topic=UNCLEAR, part="second_miss", choices=ways_on)
        nearest = self._nearest(tracker, UNCLEAR)[:NEAREST]
        choices = [*nearest, HUMAN] if nearest else ways_on
        return ReplyRef(kind="clarify", topic=UNCLEAR, choices=choices)

    def _nearest(self, tracker: DialogueStateTracker, topic: Optional[str] = None) -> List[str]:
        """What else may have been meant, likeliest first; nothing where `topic` is beyond doubt, nor beside a
        card for the young, whose own choices begin with who helps."""
        if topic and self._library.topics[topic].is_safety and signs_of_age(tracker):
            return []
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

    def _offer(
        self, topics: List[str], tracker: DialogueStateTracker, beside: Optional[str] = None
    ) -> List[str]:
        """The topics that may be offered `beside` an answer; a person where none is left."""
        return [topic for topic in self._allowed(topics, tracker) if topic != beside] or [HUMAN]

    def _allowed(self, topics: List[str], tracker: DialogueStateTracker) -> List[str]:
        """The topics, each once and for the age of the person; without the scheme's, where the form is not
        to be offered, and without how others do it, where somebody told of such thoughts."""
        hidden = OF_THE_SCHEME if tracker.get_slot("no_form") else ()
        if recognised(tracker, THOUGHTS):
            hidden += HOW_OTHERS_DO
        signs = signs_of_age(tracker)
        kept = (for_the_age(topic, signs) for topic in topics if not topic.startswith(hidden))
        return list(dict.fromkeys(kept))
