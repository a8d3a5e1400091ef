"""Two questions in one message: where it turns from one to the other, and what each part is about."""

from __future__ import annotations

import re
from typing import List, Optional, Tuple

import numpy as np

from bot.nlu.ranker import Ranker

TURN = re.compile(r"[.?!;]+\s|,? (?:and|also|plus|but|or|then) |, ")
SHORTEST = 2  # words in a part
MOST_TURNS = 8  # more of them tell a story, and a story asks one thing
WORTH_READING = 0.3  # by wording alone, before a part is read for its meaning

Topic = Tuple[str, float]  # with how likely it is


def topics_of_parts(text: str, ranker: Ranker) -> List[Topic]:
    """The likeliest topic of each of the two parts, cut where they differ most surely; [] for one part."""
    parts = _cut(text, ranker)
    return [_likeliest(ranker, ranker.chances(part)) for part in parts or ()]


def _cut(text: str, ranker: Ranker) -> Optional[Tuple[str, str]]:
    cuts = [(text[: turn.start()].strip(), text[turn.end() :].strip()) for turn in TURN.finditer(text)]
    cuts = [cut for cut in cuts if all(len(part.split()) >= SHORTEST for part in cut)]
    if not cuts or len(cuts) > MOST_TURNS:
        return None
    chances = ranker.by_wording([part for cut in cuts for part in cut])
    surest = [_how_surely_two(*chances[at : at + 2]) for at in range(0, len(chances), 2)]
    best = int(np.argmax(surest))
    return cuts[best] if surest[best] >= WORTH_READING else None


def _how_surely_two(first: np.ndarray, second: np.ndarray) -> float:
    if first.argmax() == second.argmax():
        return 0.0
    return float(min(first.max(), second.max()))


def _likeliest(ranker: Ranker, chances: np.ndarray) -> Topic:
    """The likeliest topic; dangers count together, since each of them is to be heard."""
    best = int(chances.argmax())
    danger = float(chances[ranker.dangers].sum())
    if danger > chances[best]:
        best = int(np.where(ranker.dangers, chances, 0).argmax())
    return ranker.topics[best], max(float(chances[best]), danger if ranker.dangers[best] else 0.0)
