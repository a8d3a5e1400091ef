"""Answers in other languages than English. One folder a language in data/translations/, one file a topic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Optional

from pydantic import Field

from bot.knowledge.reading import DATA, Content, build, read_yaml
from bot.knowledge.topics import Topic


class Translation(Content):
    """The words of one topic, paragraph by paragraph. What they rest on stands in the topic."""

    label: str = Field(max_length=45)
    title: str
    answer: list[str]
    repeat: Optional[str]
    steps: list[str] = []

    def of(self, topic: Topic) -> Topic:
        """The topic in these words."""
        pairs = [zip(topic.answer, self.answer), zip(topic.steps, self.steps)]
        answer, steps = ([p.copy(update={"text": text}) for p, text in pair] for pair in pairs)
        words = {"label": self.label, "title": self.title, "repeat": self.repeat}
        return topic.copy(update={**words, "answer": answer, "steps": steps})


class Translations(Content):
    """One language. Without a signature its words are drafts, which production never shows."""

    signed_by: Optional[str]
    signed_on: Optional[date]
    start: dict[str, str]  # topic -> label of the first screen
    topics: dict[str, Translation]

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_by and self.signed_on)

    def faults(self, language: str, topics: Mapping[str, Topic]) -> Iterator[str]:
        """What is translated and not there, or has fewer paragraphs or more."""
        for name in sorted({*self.start, *self.topics} - set(topics)):
            yield f"data/translations/{language}: unknown topic {name}"
        for name in sorted(set(self.topics) & set(topics)):
            mine, theirs = self.topics[name], topics[name]
            if (len(mine.answer), len(mine.steps)) != (len(theirs.answer), len(theirs.steps)):
                yield f"data/translations/{language}: {name} has not as many paragraphs as the English"


def read_translations(data: Path = DATA) -> dict[str, Translations]:
    """Every language there is, by its code."""
    found = {}
    for folder in sorted((data / "translations").glob("*/")):
        topics = {
            f"{path.parent.name}.{path.stem}": build(Translation, read_yaml(path), path)
            for path in sorted(folder.glob("*/*.yml"))
        }
        path = folder / "language.yml"
        found[folder.name] = build(Translations, {**read_yaml(path), "topics": topics}, path)
    return found
