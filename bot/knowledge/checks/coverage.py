"""`make coverage-content`: the topics of each passage, the passages of each topic, and how they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from bot.knowledge import Library, load
from bot.knowledge.topics import Topic


def passages_to_topics(library: Library) -> dict[str, list[str]]:
    """Each passage ("<document>:<id>") with the topics that answer it; none where it is not reached."""
    answered: dict[str, list[str]] = defaultdict(list)
    for topic in library.topics.values():
        for reference in _once(topic):
            answered[reference].append(topic.id)
    return {
        f"{document.document}:{passage.id}": answered[f"{document.document}:{passage.id}"]
        for document in library.documents.values()
        for passage in document.passages
    }


def topics_to_passages(library: Library) -> dict[str, list[str]]:
    """Each topic with the passages that it rests on; none where newer sources alone carry it."""
    return {
        topic.id: [reference for reference in _once(topic) if library.passage(reference)]
        for topic in library.topics.values()
    }


def statuses(library: Library) -> dict[str, Counter[str]]:
    """How the passages of each document stand today."""
    return {
        document.document: Counter(passage.status for passage in document.passages)
        for document in library.documents.values()
    }


def report(library: Library) -> Iterator[str]:
    yield "# Passage -> topics"
    for passage, topics in passages_to_topics(library).items():
        status = library.passage(passage)[1].status
        yield f"{passage:32} {status:11} {' '.join(topics) or 'NONE'}"
    yield "\n# Topic -> passages"
    for topic, passages in topics_to_passages(library).items():
        yield f"{topic:32} {' '.join(passages) or '(newer sources alone)'}"
    yield "\n# Status of the passages"
    for document, counts in statuses(library).items():
        stands = ", ".join(f"{count} {status}" for status, count in counts.most_common())
        yield f"{document:32} {counts.total()} passages: {stands}"


def _once(topic: Topic) -> list[str]:
    return list(dict.fromkeys(topic.references))


if __name__ == "__main__":
    print("\n".join(report(load())))
