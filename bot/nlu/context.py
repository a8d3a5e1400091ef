"""A message in the light of the answer before it: follow-up questions, and "no, I meant ...".

Works with topic ids alone; what was typed before is not known any more.
"""

from __future__ import annotations

from typing import Dict, List, Optional, Tuple

import numpy as np
from rasa.shared.core.trackers import DialogueStateTracker

from bot.history import answered
from bot.knowledge.topics import Topic
from bot.nlu.phrases import asks_what_now, corrected, leans_on_what_was_said
from bot.nlu.ranker import SAFETY, Ranker

# Chosen on tests/evaluation/conversations.yml; CERTAIN on tests/dialogue/ten_turns.yml, too.
SAME_GROUP, OFFERED_NEXT = 5.0, 10.0  # how much likelier a follow-up makes them
SAY_OF_BEFORE = 0.5  # of the reading with the topic's label in front
CERTAIN = 0.75  # so clear by itself that what was said before changes nothing
DANGEROUS = 0.3  # chance of all dangers together from which a message is read by itself

Ranking = List[Tuple[str, float]]  # every topic with how likely it is, likeliest first


class Context:
    """Ranks topics for a message, given what the conversation was about."""

    def __init__(self, ranker: Ranker, topics: Dict[str, Topic]) -> None:
        self._ranker, self._topics = ranker, topics

    def ranking(
        self, text: str, vector: np.ndarray, tracker: Optional[DialogueStateTracker]
    ) -> Ranking:
        """The topics of a message; `vector` (384,) is that of its text."""
        before = answered(tracker) if tracker else None
        if before and before.startswith(SAFETY) and asks_what_now(text):  # what the card says
            return [(before, 1.0), *((name, 0.0) for name in self._ranker.topics if name != before)]
        rest = corrected(text) if before else None
        if rest is not None:
            return self._corrected(before, rest, tracker)
        chances = self._ranker.chances(text, vector)
        if before and self._is_follow_up(text, chances):
            chances = self._in_the_light_of(before, text, chances)
        return self._ranked(chances)

    def _is_follow_up(self, text: str, alone: np.ndarray) -> bool:
        unclear = alone.max() < CERTAIN and alone[self._ranker.dangers].sum() < DANGEROUS
        return unclear and leans_on_what_was_said(text)

    def _in_the_light_of(self, before: str, text: str, alone: np.ndarray) -> np.ndarray:
        """Read with the label of the topic in front, and what is near that topic made likelier."""
        told = self._ranker.chances(f"{self._topics[before].label}. {text}")
        nearness = np.array([self._nearness(before, name) for name in self._ranker.topics])
        together = alone ** (1 - SAY_OF_BEFORE) * told**SAY_OF_BEFORE * nearness
        return together / together.sum()

    def _nearness(self, before: str, topic: str) -> float:
        if topic == before:  # the same again is the one answer that was given already
            return 1.0
        if topic in self._topics[before].next:
            return OFFERED_NEXT
        return SAME_GROUP if topic.split(".")[0] == before.split(".")[0] else 1.0

    def _corrected(self, before: str, rest: str, tracker: DialogueStateTracker) -> Ranking:
        """What else it can be. Where nothing else is said, what was likeliest next: nothing speaks for it."""
        if rest:
            ranked = self._ranked(self._ranker.chances(rest))
        else:
            last = tracker.latest_message.parse_data.get("intent_ranking") or []
            names = [entry["name"] for entry in last] or self._topics[before].next
            ranked = [(name, 0.0) for name in names]
        return [(name, chance) for name, chance in ranked if name != before or before.startswith(SAFETY)]

    def _ranked(self, chances: np.ndarray) -> Ranking:
        return [(self._ranker.topics[i], float(chances[i])) for i in np.argsort(-chances)]
