"""`make evaluate`: measures, shows what changed since the figures kept last, writes docs/model-card.md,
keeps the new figures, and prints every miss but those of the third set, which nobody is to read.
"""

from __future__ import annotations

from tests.evaluation import card
from tests.evaluation.blind_sets import SECOND, THIRD
from tests.evaluation.figures import (
    asked_of,
    first_set,
    of_contrasts,
    of_conversation,
    of_lengths,
    of_masking,
    of_patterns,
    of_questions,
    of_safety,
    of_safety_by_topic,
    of_safety_in,
    of_variations,
)
from tests.evaluation.kept import keep, kept
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
from tests.evaluation.safety_cases import statements
from tests.evaluation.teaching import how_many

LATER = {"second set": SECOND, "third set": THIRD}


def main() -> None:
    tables = measured()
    before = kept("last")
    text = "\n\n".join(table(title, lines, before.get(title, {})) for title, lines in tables.items())
    print(text)
    keep("last", tables)
    card.write(tables, how_many())
    print_misses([*first_set(), *asked_of(SECOND)])


def measured() -> dict[str, dict[str, str]]:
    """Every table by title: name of a figure -> the figure."""
    pairs = first_set()
    tables = {
        "Understanding": of_questions(pairs),
        **{f"Understanding, {name}": of_questions(asked_of(blind)) for name, blind in LATER.items()},
        "In conversation": of_conversation(),
        "Typed by another hand": of_variations(),
        "Told at length": of_lengths(),
        "Safety": of_safety(),
        "Safety, near in words": of_contrasts(),
        "Safety, by topic": of_safety_by_topic(),
        **{f"Safety, {name}": of_safety_in(blind) for name, blind in LATER.items()},
        **patterns_alone(),
        "Masking": of_masking(),
        **{f"Masking, {name}": of_masking(blind.masking()) for name, blind in LATER.items()},
    }
    shown = {title: {name: str(figure) for name, figure in lines.items()} for title, lines in tables.items()}
    asked_in = {"Understanding": pairs}
    asked_in.update((f"Understanding, {name}", asked_of(blind)) for name, blind in LATER.items())
    for title, found in asked_in.items():
        shown[title]["calibration error"] = f"{calibration_error(_ours(found)):.3f}"
    asked = _ours([pair for found in asked_in.values() for pair in found])
    shown["By group"] = _by(asked, lambda case: case.topic.split(".")[0])
    shown["By style"] = _by(asked, lambda case: case.style)
    shown["Confused most often"] = {
        f"{topic} taken for {said}": str(times) for (topic, said), times in confusions(asked)[:25]
    }
    return shown


def patterns_alone() -> dict[str, dict[str, Share]]:
    """What is heard of danger in each set while no engine answers."""
    title = "Safety, patterns alone"
    return {
        title: of_patterns(statements()),
        **{f"{title}, {name}": of_patterns(blind.statements()) for name, blind in LATER.items()},
    }


def _ours(pairs: list[Pair]) -> list[Pair]:
    return [pair for pair in pairs if pair[0].in_scope]


def _by(pairs: list[Pair], key) -> dict[str, str]:
    return {
        name: f"{share(group, is_right)} | reach {share(group, is_within_reach)}"
        for name, group in by(pairs, key).items()
    }


def table(title: str, lines: dict[str, str], before: dict[str, str]) -> str:
    """The figures under their title, each with what it was where it changed."""
    rows = [title]
    for name, figure in lines.items():
        old = before.get(name, figure)
        rows.append(f"  {name:40} {figure}" + (f"   (was {old})" if old != figure else ""))
    return "\n".join(rows)


def print_misses(pairs: list[Pair]) -> None:
    print("\nEvery miss: right topic -> reply, ranking's first, line")
    for case, reply in pairs:
        if is_right(case, reply) or (not case.in_scope and is_turned_away(case, reply)):
            continue
        name, chance = reply.ranking[0] if reply.ranking else ("none", 1.0)
        by_screen = " (screen)" if reply.by_screen else ""
        print(f"  {case.topic} -> {reply.topic}{by_screen}, {name} {chance:.2f} | {case.text}")


if __name__ == "__main__":
    main()
