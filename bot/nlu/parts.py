"""Two questions in one message: where it turns from one to the other, and what each part is about.

A long message tells a story; of that, what its surest sentence is about.
"""

from __future__ import annotations

import re
from typing import List, Tuple

import numpy as np

from bot.nlu.ranker import Ranker

SENTENCE = re.compile(r"(?<=[.?!;])\s+")
TURN = re.compile(r"[.?!;]+\s|,? (?:and|also|plus|but|or|then) |, ")
SHORTEST = 2  # words in a part
NUMBER = r"(?:\d{1,2}|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
AGE = re.compile(  # who says no more than that has neither told nor asked anything
    rf"\W*(?:(?:hi|hello|hey|so|ok|but|and|also)\W+)*(?:i\W?a?m|aged?)(?:\W+(?:only|just|nearly|an?))*\W+{NUMBER}"
    r"(?:\W*(?:years?|yrs?)\W+old|\W*y\W?o)?(?: (?:girl|boy|lad|lass|kid))?(?: btw)?\W*", re.I
)
MOST_TURNS = 8  # more of them tell a story, and a story asks one thing
CHAT = "chat."
# Of the small talk, what is a question of its own and so is answered beside another, or in a story.
OF_THIS_SERVICE = (
    "chat.are_you_human", "chat.complaint", "chat.exit_safely", "chat.human", "chat.language", "chat.media",
    "chat.privacy",
)
WORTH_READING = 0.3  # by wording alone, before a part is read for its meaning

Topic = Tuple[str, float]  # with how likely it is


def topics_of_parts(text: str, ranker: Ranker) -> List[Topic]:
    """The likeliest topic of each of two parts; of the surest sentence of a story; [] for one part."""
    cuts = [(text[: turn.start()].strip(), text[turn.end() :].strip()) for turn in TURN.finditer(text)]
    cuts = [cut for cut in cuts if not any(map(_says_nothing, cut))]
    if not cuts:
        return []
    parts = [_surest_sentence(text, ranker)] if len(cuts) > MOST_TURNS else _cut(cuts, ranker)
    return [_likeliest(ranker, ranker.chances(part)) for part in parts]


def _says_nothing(part: str) -> bool:
    """Too short to be about something, or an age alone."""
    return len(part.split()) < SHORTEST or bool(AGE.fullmatch(part))


def _surest_sentence(text: str, ranker: Ranker) -> str:
    """By wording; small talk and what is none of ours are never what a story is told for."""
    sentences = SENTENCE.split(text)
    ours = np.array([not topic.startswith(CHAT) for topic in ranker.topics])
    return sentences[int(ranker.by_wording(sentences)[:, ours].max(axis=1).argmax())]


def _cut(cuts: List[Tuple[str, str]], ranker: Ranker) -> Tuple[str, ...]:
    """The two parts that differ most surely; () where no two do."""
    chances = ranker.by_wording([part for cut in cuts for part in cut])
    surest = [_how_surely_two(*chances[at : at + 2]) for at in range(0, len(chances), 2)]
    best = int(np.argmax(surest))
    return cuts[best] if surest[best] >= WORTH_READING else ()


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
