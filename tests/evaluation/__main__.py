"""`make evaluate`: the tables of docs/model-card.md; with --misses every miss, too."""

from __future__ import annotations

import sys

from tests.evaluation.cases import GIBBERISH, all_cases
from tests.evaluation.measures import (
    by,
    calibration_error,
    confusions,
    is_right,
    is_top_three,
    is_turned_away,
    is_within_reach,
    share,
)
from tests.evaluation.understanding import Understanding


def main() -> None:
    cases = all_cases()
    understood = Understanding().understand_all([case.text for case in cases])
    pairs = list(zip(cases, understood))
    asked = [pair for pair in pairs if pair[0].in_scope]
    away = [pair for pair in pairs if not pair[0].in_scope]
    gibberish = [pair for pair in away if pair[0].topic == GIBBERISH]
    foreign = [pair for pair in away if pair[0].topic != GIBBERISH]

    print("\nUnderstanding")
    print("  right topic first            ", share(asked, is_right))
    print("  among the ranking's first 3  ", share(asked, is_top_three))
    print("  right or offered with reply  ", share(asked, is_within_reach))
    print("  out of scope turned away     ", share(foreign, is_turned_away))
    print("  gibberish turned away        ", share(gibberish, is_turned_away))
    print(f"  calibration error              {calibration_error(asked):.3f}")
    for title, key in (
        ("By group", lambda case: case.topic.split(".")[0]),
        ("By style", lambda case: case.style),
    ):
        print(f"\n{title}")
        for name, group in by(asked, key).items():
            print(f"  {name:18}", share(group, is_right), "| reach", share(group, is_within_reach))
    print("\nConfused most often")
    for (topic, said), times in confusions(asked)[:40]:
        print(f"  {times:3}  {topic} taken for {said}")
    if "--misses" in sys.argv:
        print("\nEvery miss")
        for case, reply in pairs:
            if (case.in_scope and not is_right(case, reply)) or (
                not case.in_scope and not is_turned_away(case, reply)
            ):
                first = reply.ranking[0] if reply.ranking else ("screen", 1.0)
                print(
                    f"  {case.topic:28} -> {reply.topic:28} {first[0]} {first[1]:.2f}"
                    f"{' S' if reply.by_screen else ''} | {case.text}"
                )


if __name__ == "__main__":
    main()
