"""A message in the light of the answer before it: follow-up questions, and "no, I meant ...".

Works with topic ids alone; what was typed before is not known any more.
"""

from __future__ import annotations

from typing import Dict, List, Optional, Tuple

import numpy as np
from rasa.shared.core.trackers import DialogueStateTracker

from bot.history import answered, not_understood
from bot.knowledge.topics import Topic
from bot.nlu.phrases import (
    asks_of_it,
    asks_what_now,
    corrected,
    goes_on,
    has_no_topic,
    is_about_somebody_else,
    is_short,
    leans_on_what_was_said,
)
from bot.nlu.ranker import SAFETY, Ranker
from bot.nlu.second_reader import SecondReader
from bot.path import PINNED
from bot.young import FOR_THE_YOUNG

# Chosen on tests/evaluation/conversations.yml; CERTAIN on tests/dialogue/ten_turns.yml, too.
SAME_GROUP, OFFERED_NEXT = 5.0, 10.0  # how much likelier a follow-up makes them
SAY_OF_BEFORE = 0.5  # of the reading with the topic's label in front
CERTAIN = 0.75  # so clear by itself that what was said before changes nothing
CORRECTED = 0.1  # what is left of the topic before: a corrected detail may lead to it again
NOT_THEM = 0.01  # what is left of a card for the writer who says not to be meant
OF_THE_WRITER = (*FOR_THE_YOUNG, "safety.own_thoughts", "scheme.under_18")
ELSEWHERE = 0.0005  # what is left of what any service has, asked of something far from the scheme
# "Is it free?" after a helpline is asked of the helpline.
OF_ANY_SERVICE = (
    "scheme.anonymous", "scheme.cost", "scheme.how_long",
    "scheme.how_to_apply", "scheme.interview", "scheme.process",
)
NEAR_THE_SCHEME = ("scheme.", "named.", "chat.")
INTO_THE_SCHEME = {"scheme.start", "scheme.what", "scheme.how_to_apply"}
DANGEROUS = 0.3  # chance of all dangers together from which a message is read by itself

UNCLEAR, CAN_DO = "chat.unclear", "chat.what_can_you_do"
Ranking = List[Tuple[str, float]]  # every topic with how likely it is, likeliest first


class Context:
    """Ranks topics for a message, given what the conversation was about."""

    def __init__(
        self, ranker: Ranker, topics: Dict[str, Topic], second: Optional[SecondReader] = None
    ) -> None:
        """`second` is asked where the ranking is in doubt, and no answer before settles it."""
        self._ranker, self._topics, self._second = ranker, topics, second

    def ranking(
        self, text: str, vector: np.ndarray, tracker: Optional[DialogueStateTracker]
    ) -> Ranking:
        """The topics of a message; `vector` (384,) is that of its text."""
        before = answered(tracker) if tracker else None
        card = self._card(before, tracker) if before else None
        if card and asks_what_now(text):
            return [(card, 1.0), *((name, 0.0) for name in self._ranker.topics if name != card)]
        if before and has_no_topic(text):
            return self._nothing_said(self._topics[before].next)
        if card in OF_THE_WRITER and is_about_somebody_else(text):
            return self._ranked(self._lowered(self._ranker.chances(text, vector), OF_THE_WRITER, NOT_THEM))
        rest = corrected(text) if before or tracker and not_understood(tracker) else None
        if rest is not None:
            return self._corrected(before, rest, tracker)
        chances = self._ranker.chances(text, vector)
        if before and before.startswith(SAFETY):
            chances = self._asked_of(before, chances)
        if before:
            chances = self._without_the_scheme(before, text, chances)
        if before and self._is_follow_up(text, chances):
            chances = self._in_the_light_of(before, text, chances)
        elif self._second and not (before and is_short(text)):
            chances = self._second.weighed(text, self._ranker.topics, chances)
        return self._ranked(chances)

    def _is_follow_up(self, text: str, alone: np.ndarray) -> bool:
        # "And the school?" is surely unclear by itself.
        certain = alone[[topic != UNCLEAR for topic in self._ranker.topics]] if goes_on(text) else alone
        unclear = certain.max() < CERTAIN and alone[self._ranker.dangers].sum() < DANGEROUS
        return unclear and leans_on_what_was_said(text)

    def _without_the_scheme(self, before: str, text: str, chances: np.ndarray) -> np.ndarray:
        """What is asked of "it" is not the scheme's where the answer before leads nowhere near that."""
        near = before.startswith(NEAR_THE_SCHEME) or INTO_THE_SCHEME & {*self._topics[before].next}
        return chances if near or not asks_of_it(text) else self._lowered(chances, OF_ANY_SERVICE, ELSEWHERE)

    def _in_the_light_of(self, before: str, text: str, alone: np.ndarray) -> np.ndarray:
        """Read with the label of the topic in front, and what is near that topic made likelier."""
        told = self._ranker.chances(f"{self._topics[before].label}. {text}")
        told = self._without_the_scheme(before, text, told)
        nearness = np.array([self._nearness(before, name) for name in self._ranker.topics])
        together = alone ** (1 - SAY_OF_BEFORE) * told**SAY_OF_BEFORE * nearness
        return together / together.sum()

    def _nearness(self, before: str, topic: str) -> float:
        if topic == before:  # the same again is the one answer that was given already
            return 1.0
        if topic in self._topics[before].next:
            return OFFERED_NEXT
        return SAME_GROUP if topic.split(".")[0] == before.split(".")[0] else 1.0

    def _card(self, before: str, tracker: DialogueStateTracker) -> Optional[str]:
        """The card that the person has before them."""
        return before if before.startswith(SAFETY) else tracker.get_slot(PINNED)

    def _asked_of(self, card: str, chances: np.ndarray) -> np.ndarray:
        """Right after a card "where do I start" is asked of it, not of what this chat can do."""
        names = list(self._ranker.topics)
        if names[int(chances.argmax())] != CAN_DO:
            return chances
        moved = chances.copy()
        moved[names.index(card)] += moved[names.index(CAN_DO)]
        moved[names.index(CAN_DO)] = 0.0
        return moved

    def _corrected(self, before: Optional[str], rest: str, tracker: DialogueStateTracker) -> Ranking:
        """What else it can be. Where nothing else is said, what was likeliest next: nothing speaks for it."""
        if not rest:
            last = tracker.latest_message.parse_data.get("intent_ranking") or []
            names = [entry["name"] for entry in last] or (self._topics[before].next if before else [])
            kept = before and before.startswith(SAFETY)
            return self._nothing_said([name for name in names if name != before or kept])
        chances = self._ranker.chances(rest)
        if before and not before.startswith(SAFETY):
            chances = self._lowered(chances, (before,), CORRECTED)
        return self._ranked(chances)

    def _lowered(self, chances: np.ndarray, names: Tuple[str, ...], share: float) -> np.ndarray:
        """The chances with these topics held to be so much less likely."""
        kept = np.array([share if name in names else 1.0 for name in self._ranker.topics])
        return chances * kept / (chances * kept).sum()

    def _nothing_said(self, names: List[str]) -> Ranking:
        """Nothing speaks for any topic: these are the ones to offer."""
        return [(name, 0.0) for name in names or [UNCLEAR]]

    def _ranked(self, chances: np.ndarray) -> Ranking:
        return [(self._ranker.topics[i], float(chances[i])) for i in np.argsort(-chances)]
