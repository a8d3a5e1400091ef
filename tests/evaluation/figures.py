"""Every figure of docs/model-card.md by name, from the blind lines."""

from __future__ import annotations

from functools import lru_cache

from bot.screening import clean
from bot.screening.masking import Masker
from tests.evaluation.cases import GIBBERISH, Case
from tests.evaluation.measures import (
    Pair,
    Share,
    by,
    is_right,
    is_top_three,
    is_turned_away,
    is_within_reach,
    share,
)
from tests.evaluation.safety_cases import harmless, masking, statements
from tests.evaluation.understanding import Understanding, Understood


@lru_cache(maxsize=1)
def understanding() -> Understanding:
    """The trained model, loaded once."""
    return Understanding()


def understood(cases: list[Case]) -> list[Pair]:
    replies = understanding().understand_all([case.text for case in cases])
    return list(zip(cases, replies))


def of_questions(pairs: list[Pair]) -> dict[str, Share]:
    asked = [pair for pair in pairs if pair[0].in_scope]
    away = by([pair for pair in pairs if not pair[0].in_scope], lambda case: case.topic)
    gibberish = away.pop(GIBBERISH)
    foreign = [pair for group in away.values() for pair in group]
    return {
        "right topic first": share(asked, is_right),
        "among the ranking's first 3": share(asked, is_top_three),
        "right or offered with reply": share(asked, is_within_reach),
        "out of scope turned away": share(foreign, is_turned_away),
        "gibberish turned away": share(gibberish, is_turned_away),
    }


def of_safety() -> dict[str, Share]:
    figures = {}
    for manner, pairs in by(understood(statements()), lambda case: case.style).items():
        figures[f"{manner}: a safety reply"] = share(pairs, _is_safety)
        figures[f"{manner}: the right one"] = share(pairs, is_right)
    for name in ("alarming", "ordinary"):
        figures[f"{name}: false alarms"] = share(understood(harmless(name)), _is_safety)
    return figures


def of_masking() -> dict[str, Share]:
    """Shares of strings hidden and of strings kept."""
    masker = Masker(names=True)
    hidden: dict[bool, list[bool]] = {True: [], False: []}
    kept = []
    for case in masking():
        masked = masker.mask(clean(case.text)).text
        hidden[case.is_structured] += [text not in masked for text in case.hide]
        kept += [clean(text) in masked for text in case.keep]
    return {
        "structured data hidden": Share(sum(hidden[True]), len(hidden[True])),
        "names hidden": Share(sum(hidden[False]), len(hidden[False])),
        "words that must stay kept": Share(sum(kept), len(kept)),
    }


def _is_safety(_: Case, reply: Understood) -> bool:
    return reply.topic.startswith("safety.")
