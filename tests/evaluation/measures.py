"""The figures: accuracy, reach, turning away, calibration, confusions."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.evaluation.cases import GIBBERISH, OUT_OF_SCOPE, Case
from tests.evaluation.understanding import Understood

Pair = tuple[Case, Understood]


@dataclass(frozen=True)
class Share:
    """So many out of so many; prints as a percentage with both numbers."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else float("nan")

    def __str__(self) -> str:
        return f"{100 * self.value:5.1f} % ({self.part} of {self.whole})"


def share(pairs: Iterable[Pair], holds: Callable[[Case, Understood], bool]) -> Share:
    results = [holds(case, understood) for case, understood in pairs]
    return Share(sum(results), len(results))


def is_right(case: Case, understood: Understood) -> bool:
    return understood.topic in case.right


def is_within_reach(case: Case, understood: Understood) -> bool:
    return understood.within_reach(case.right)


def is_top_three(case: Case, understood: Understood) -> bool:
    best = {name for name, _ in understood.ranking[:3]} or {understood.topic}
    return bool(best & set(case.right))


def is_turned_away(case: Case, understood: Understood) -> bool:
    """Out of scope and gibberish must not be answered as fact; small talk harms nobody."""
    return understood.topic.startswith("chat.")


def turned_away_at(asked: list[Pair], foreign: list[Pair], passing: float) -> Share:
    """How many foreign lines go if this share of ours is let pass: both by the odds alone."""
    least = sorted(map(odds, asked))[int((1 - passing) * len(asked))]
    return share(foreign, lambda case, reply: odds((case, reply)) < least)


def odds(pair: Pair) -> float:
    """How much likelier the likeliest topic is than that a line is not for this service."""
    chances = dict(pair[1].ranking)
    if pair[1].by_screen or not chances:
        return math.inf if pair[1].by_screen else 0.0
    ours = max(chance for name, chance in chances.items() if name not in (OUT_OF_SCOPE, GIBBERISH))
    return ours / max(chances[OUT_OF_SCOPE], 1e-9)


def by(pairs: Iterable[Pair], key: Callable[[Case], str]) -> dict[str, list[Pair]]:
    grouped: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        grouped[key(pair[0])].append(pair)
    return dict(sorted(grouped.items()))


def calibration_error(pairs: Iterable[Pair], bins: int = 10) -> float:
    """Expected calibration error of the ranking's first place: 0 is perfect."""
    boxes: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for case, understood in pairs:
        if understood.ranking:
            name, chance = understood.ranking[0]
            boxes[min(int(chance * bins), bins - 1)].append((chance, name in case.right))
    total = sum(map(len, boxes.values()))
    return sum(
        abs(sum(chance for chance, _ in box) - sum(right for _, right in box)) / total
        for box in boxes.values()
    )


def confusions(pairs: Iterable[Pair]) -> list[tuple[tuple[str, str], int]]:
    """(right topic, what was said) with how often, most often first."""
    return Counter(
        (case.topic, understood.topic)
        for case, understood in pairs
        if not is_right(case, understood)
    ).most_common()
