"""The evaluation set: questions by topic and style, lines this service is not for, gibberish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
OUT_OF_SCOPE = "chat.out_of_scope"
GIBBERISH = "chat.unclear"


@dataclass(frozen=True)
class Case:
    """One line as somebody might write it, and the topics that are a right first reply."""

    text: str
    right: tuple[str, ...]
    style: str

    @property
    def topic(self) -> str:
        return self.right[0]

    @property
    def in_scope(self) -> bool:
        return self.topic not in (OUT_OF_SCOPE, GIBBERISH)


# Where topics.yml says that either reply is right.
EITHER = (
    {"info.would_i_be_told", "scheme.right_to_know"},
    {"scheme.will_he_know", "chat.exit_safely"},
    {"safety.someone_else", "concern.individual"},
    {OUT_OF_SCOPE, GIBBERISH},
)


def right_for(topic: str) -> tuple[str, ...]:
    others = {other for pair in EITHER if topic in pair for other in pair} - {topic}
    return (topic, *sorted(others))


def questions() -> Iterator[Case]:
    """tests/evaluation/questions/*.yml: topic -> style -> lines."""
    for path in sorted((HERE / "questions").glob("*.yml")):
        for topic, styles in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for style, lines in styles.items():
                for line in lines:
                    yield Case(str(line), right_for(topic), style)


def turned_away() -> Iterator[Case]:
    """out_of_scope.yml: kind -> lines; gibberish.yml: lines."""
    for kind, lines in yaml.safe_load((HERE / "out_of_scope.yml").read_text("utf-8")).items():
        for line in lines:
            yield Case(str(line), (OUT_OF_SCOPE, GIBBERISH), kind)
    for line in yaml.safe_load((HERE / "gibberish.yml").read_text("utf-8")):
        yield Case(str(line), (GIBBERISH, OUT_OF_SCOPE), "gibberish")


def all_cases() -> list[Case]:
    return [*questions(), *turned_away()]
