"""Checks that everything is reached and nothing shared: sources, passages, examples."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.checks import Checked, Fault, line_of
from bot.knowledge.reading import DATA
from bot.knowledge.topics import read_examples


def answers_rest_on_something(subject: Checked) -> Iterator[Fault]:
    """A statement has a source; only what the service says of itself has none."""
    for topic in subject.library.topics.values():
        of_the_service = topic.id.startswith(("chat.", "about.")) or topic.id == "named.person"
        if not of_the_service and not any(p.rests_on for p in topic.paragraphs):
            yield subject.fault(topic, "rests on no source")


def every_passage_is_reached(subject: Checked) -> Iterator[Fault]:
    """Each passage of the founding documents is answered by a topic."""
    reached = {
        ref for topic in subject.library.topics.values() for p in topic.paragraphs
        for ref in p.rests_on
    }
    for document in subject.library.documents.values():
        path = DATA / "sources" / f"{document.document}.yml"
        for passage in document.passages:
            if f"{document.document}:{passage.id}" not in reached:
                yield Fault(
                    path, line_of(path, f"id: {passage.id}"),
                    f"passage {passage.id} is reached by no topic",
                )


def examples_are_enough_and_not_shared(subject: Checked) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for topic in subject.library.topics:
        examples = read_examples(topic)
        if len(examples) < subject.limits["examples_of_a_topic"]:
            yield subject.fault(topic, f"has only {len(examples)} example utterances")
        for example in examples:
            other = seen.setdefault(" ".join(example.lower().split()), topic)
            if other != topic:
                yield subject.fault(topic, f"shares an example with {other}: {example!r}")


CHECKS = (answers_rest_on_something, every_passage_is_reached, examples_are_enough_and_not_shared)
