"""The last word on what a message is about: the screen's findings, the ranking, and honest doubt."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import PARTS, TOLD, TopicClassifier
from bot.nlu.parts import OF_THIS_SERVICE
from bot.nlu.phrases import names_the_scheme
from bot.screening.danger import DENIED, FIGURE, LONGEST_DENIAL
from bot.young import for_the_age

UNCLEAR, OUT_OF_SCOPE = "chat.unclear", "chat.out_of_scope"
CHAT, SAFETY = "chat.", "safety."
CHILD = "safety.child_self"
THOUGHTS = ("safety.own_thoughts", "safety.young_person_thoughts")
# The ranking does not know "not"; who denies one of these, and says no more, is believed.
DENIABLE = (
    "safety.child_behaviour", "safety.domestic_abuse", "safety.own_thoughts", "safety.someone_else",
    "safety.survivor", "safety.vigilante", "safety.young_person_thoughts",
)
HOW_OTHERS_DO = ("offenders.", "prevent.")  # and what stops them
OF_ONESELF = (CHILD, *THOUGHTS)
ALSO = "also"  # of a message: what it asks beside its intent
BY_NAME = "by_name"  # of a message: whether its words name the scheme
NEAR = 5  # the places of the ranking in which both of two questions must be

Entry = Dict[str, Any]  # a topic's name with its confidence


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False
)
class Arbiter(IntentClassifier, GraphComponent):
    """One rule, read from top to bottom; the thresholds were chosen on tests/evaluation.

    1. A danger the screen is sure of stands, or another in its place that the ranking is as good
       as sure of while it holds the screen's to be hardly possible. What a child tells of itself
       stands in any case. Where the ranking is sure of a question, and holds any danger to be hardly
       possible in the whole and in each part, the answer comes first and the danger's card second;
       where it holds danger to be next to impossible, the screen was wrong, and no card is shown.
    2. A danger the screen hints at stands if the ranking holds it possible.
    3. If all dangers together are likely, the likeliest of them stands. Where the screen hints at any,
       they need only be possible; where it found a figure of speech, or danger that is denied, they
       must be nearly certain. Who says no more than "he never hit me" gets no card for it; "I don't want to
       die" keeps its own, since it may be fear for one's life.
    4. Else the likeliest topic stands, if it is likely enough, and much likelier than that the
       message is not for this service.
    5. Else the message is unclear, and the ranking says what to offer.

    Somebody who is young, or was heard to be so before, gets what is made for the young. Where two
    parts of a message are each surely about something else both stand, danger first. A message of many
    clauses that is unclear as a whole is about what one of its sentences surely is about. A long one is
    read by its sentences (bot/nlu/story.py): what the surest asks, and any danger that one is sure to tell.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        return [TopicClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"hinted": 0.3, "worrying": 0.65, "likely": 0.15, "odds": 12, "sure": 0.8, "certain": 0.9,
                "telling": 0.95, "hardly": 0.03, "denied": 0.005}

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Arbiter:
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            metadata = message.get("metadata") or {}
            ranking = message.get(INTENT_RANKING_KEY)
            hints = [hint["topic"] for hint in metadata.get("hints", [])]
            signs, decided = metadata.get("signs", []), metadata.get("decided")
            unmeant = FIGURE in signs or DENIED in signs
            no_more = DENIED in signs and len(message.get(TEXT).split()) <= LONGEST_DENIAL
            first = (self.mend(decided, ranking) if decided
                     else self.decide(ranking, hints, unmeant, DENIABLE if no_more else ()))
            told = message.get(TOLD)
            both = (self.of_a_story(first, ranking, *told, told[0] in hints) if told
                    else self.both(first, ranking, message.get(PARTS), bool(hints)))
            topics = [for_the_age(topic, signs) for topic in both]
            chances = _chances(ranking)
            intent = {INTENT_NAME_KEY: topics[0], PREDICTED_CONFIDENCE_KEY: chances.get(topics[0], 1.0)}
            message.set(INTENT, intent, add_to_output=True)
            message.set(ALSO, topics[1:], add_to_output=True)
            message.set(BY_NAME, names_the_scheme(message.get(TEXT)), add_to_output=True)
        return messages

    def mend(self, decided: str, ranking: List[Entry]) -> str:
        """The danger that stands where the screen is sure of `decided`."""
        chances = _chances(ranking)
        other = next((topic for topic in chances if topic.startswith(SAFETY)), decided)
        hardly = chances.get(decided, 0) <= self._config["hardly"]
        sure = decided != CHILD and hardly and chances.get(other, 0) >= self._config["sure"]
        return other if sure else decided

    def decide(self, ranking: List[Entry], hints: List[str], unmeant: bool = False,
               denied: Sequence[str] = ()) -> str:
        """The topic that stands.

        `ranking` holds every topic with its probability, likeliest first; `hints` the dangers that
        the screen thinks possible; `unmeant` where it found words of danger that are denied, or a
        figure of speech; `denied` which dangers cannot be meant, since no more than that is said.
        """
        chances = {topic: chance for topic, chance in _chances(ranking).items() if topic not in denied}
        dangers = [topic for topic in chances if topic.startswith(SAFETY)]

        if hinted := [topic for topic in hints if chances.get(topic, 0) >= self._config["hinted"]]:
            return max(hinted, key=chances.__getitem__)
        bar = "certain" if unmeant else "hinted" if hints else "worrying"
        if _danger_in(chances) >= self._config[bar]:
            return dangers[0]
        if unmeant:
            chances = {topic: chance for topic, chance in chances.items() if topic not in dangers}
        likeliest, chance = next(iter(chances.items()), (UNCLEAR, 0.0))
        enough = max(self._config["likely"], self._config["odds"] * chances.get(OUT_OF_SCOPE, 0))
        if likeliest == OUT_OF_SCOPE or chance >= enough:
            return likeliest
        return UNCLEAR

    def both(
        self, first: str, ranking: List[Entry], parts: List[Entry], hinted: bool = False
    ) -> List[str]:
        """`first`, or the two topics that a message asks about.

        `parts` holds the likeliest topic of each of its parts, if it seems to have two, or of the surest
        sentence of a long message.
        """
        told = {topic: chance for topic, chance in _chances(parts).items()
                if topic.startswith(SAFETY) and chance >= self._config["hinted" if hinted else "worrying"]}
        asked = [topic for topic, chance in _chances([*ranking[:1], *parts]).items()
                 if _is_a_question(topic) and chance >= self._config["sure"]]
        asked = _fit_beside([first, *told], asked)
        if first.startswith(SAFETY):
            return self._beside(first, asked[-1:], ranking, parts)
        if len(parts) == 1:
            return [*told, *asked, first][:1] if first in (UNCLEAR, OUT_OF_SCOPE) else [first]
        certain, likeliest = self._config["certain"], ranking[0][PREDICTED_CONFIDENCE_KEY]
        if told and asked and (likeliest < certain or max(told.values()) >= certain):
            return [next(iter(told)), asked[-1]]
        near = [topic for topic in list(_chances(ranking))[:NEAR] if topic in asked]
        return near if len(near) == 2 else [first]

    def of_a_story(
        self, first: str, ranking: List[Entry], danger: str, chance: float, hinted: bool
    ) -> List[str]:
        """`first` with the danger that one sentence of a long message tells of.

        With so many sentences one of them soon sounds alarming: the danger comes after a question
        that is clear, unless it is as good as sure, or the screen hints at it, too.
        """
        asked = [topic for topic, likely in _chances(ranking[:1]).items()
                 if _is_a_question(topic) and likely >= self._config["sure"]]
        if first.startswith(SAFETY):
            return [first, *_fit_beside([first], asked)]
        if chance < self._config["worrying" if hinted else "certain"]:
            return [first]
        if first in (UNCLEAR, OUT_OF_SCOPE):
            return [danger]
        topics = [danger, *_fit_beside([danger], [first])]
        return topics if hinted or chance >= self._config["telling"] else topics[::-1]

    def _beside(self, danger: str, asked: List[str], ranking: List[Entry], parts: List[Entry]) -> List[str]:
        """A danger and the question beside it, as far as they stand, in the order in which they are answered.

        The writers themselves are never doubted, nor is danger that one part tells of.
        """
        chance = _danger_in(_chances(ranking))
        told = any(topic.startswith(SAFETY) for topic in _chances(parts))
        if not asked or told or danger in OF_ONESELF or chance > self._config["hardly"]:
            return [danger, *asked]
        return asked if chance <= self._config["denied"] else [*asked, danger]


def _is_a_question(topic: str) -> bool:
    return topic in OF_THIS_SERVICE or not topic.startswith((SAFETY, CHAT))


def _fit_beside(dangers: List[str], asked: List[str]) -> List[str]:
    """Whoever asks how to do it is not told how others do."""
    return [topic for topic in asked if not (topic.startswith(HOW_OTHERS_DO) and {*dangers} & {*THOUGHTS})]


def _danger_in(chances: Dict[str, float]) -> float:
    return sum(chance for topic, chance in chances.items() if topic.startswith(SAFETY))


def _chances(entries: List[Entry]) -> Dict[str, float]:
    return {entry[INTENT_NAME_KEY]: entry[PREDICTED_CONFIDENCE_KEY] for entry in entries}
