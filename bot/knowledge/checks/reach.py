"""Checks that everything is reached and nothing shared: sources, passages, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.checks import Checked, Fault, file_of
from bot.knowledge.topics import read_examples

WORD = re.compile(r"\w+")


def answers_rest_on_something(subject: Checked) -> Iterator[Fault]:
    """Each paragraph has a source, or is marked as what the service says of itself; then it has none."""
    for topic in subject.library.topics.values():
        of_the_service = topic.id.startswith(("chat.", "about."))
        for paragraph in topic.paragraphs:
            if not (paragraph.rests_on or paragraph.of_the_service or of_the_service):
                yield subject.fault(topic, "rests on no source", paragraph.text)
            if paragraph.rests_on and paragraph.of_the_service:
                yield subject.fault(topic, "has a source and is marked of_the_service", paragraph.text)


def every_passage_is_reached(subject: Checked) -> Iterator[Fault]:
    """Each passage of the founding documents is answered by a topic."""
    reached = {ref for topic in subject.library.topics.values() for ref in topic.references}
    for document in subject.library.documents.values():
        for passage in document.passages:
            if f"{document.document}:{passage.id}" not in reached:
                yield subject.fault_in(
                    f"sources/{document.document}.yml",
                    f"passage {passage.id} is reached by no topic", f"id: {passage.id}",
                )


def examples_are_enough_and_not_shared(subject: Checked) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for topic in subject.library.topics:
        examples = read_examples(topic, subject.data)
        file = file_of(topic).replace(".yml", ".examples.yml")
        if len(examples) < subject.limits["examples_of_a_topic"]:
            yield subject.fault_in(file, f"has only {len(examples)} example utterances")
        for example in examples:
            other = seen.setdefault(" ".join(WORD.findall(example.lower())) or example, topic)
            if other != topic:
                yield subject.fault_in(file, f"shares an example with {other}: {example!r}", example)


CHECKS = (answers_rest_on_something, every_passage_is_reached, examples_are_enough_and_not_shared)
