"""`make evaluate`: the tables of docs/model-card.md; with --misses every miss, too."""

from __future__ import annotations

import sys

from tests.evaluation.cases import all_cases
from tests.evaluation.figures import of_masking, of_questions, of_safety, understood
from tests.evaluation.measures import (
    Pair,
    Share,
    by,
    calibration_error,
    confusions,
    is_right,
    is_turned_away,
    is_within_reach,
    share,
)


def main() -> None:
    pairs = understood(all_cases())
    asked = [pair for pair in pairs if pair[0].in_scope]
    table("Understanding", of_questions(pairs))
    print(f"  {'calibration error':32} {calibration_error(asked):.3f}")
    for title, key in (
        ("By group", lambda case: case.topic.split(".")[0]),
        ("By style", lambda case: case.style),
    ):
        print(f"\n{title}")
        for name, group in by(asked, key).items():
            print(f"  {name:18}", share(group, is_right), "| reach", share(group, is_within_reach))
    table("Safety", of_safety())
    table("Masking", of_masking())
    print("\nConfused most often")
    for (topic, said), times in confusions(asked)[:40]:
        print(f"  {times:3}  {topic} taken for {said}")
    if "--misses" in sys.argv:
        print_misses(pairs)


def table(title: str, figures: dict[str, Share]) -> None:
    print(f"\n{title}")
    for name, figure in figures.items():
        print(f"  {name:32} {figure}")


def print_misses(pairs: list[Pair]) -> None:
    print("\nEvery miss")
    for case, reply in pairs:
        if is_right(case, reply) or (not case.in_scope and is_turned_away(case, reply)):
            continue
        first = reply.ranking[0] if reply.ranking else ("screen", 1.0)
        print(f"  {case.topic:28} -> {reply.topic:28} {first[0]} {first[1]:.2f} | {case.text}")


if __name__ == "__main__":
    main()
