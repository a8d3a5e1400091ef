"""Which topics answer which passage, as `make coverage-content` prints it."""

from __future__ import annotations

from bot.knowledge import Library
from bot.knowledge.checks.coverage import passages_to_topics, report, statuses, topics_to_passages


def test_every_passage_is_answered_by_a_topic(library: Library) -> None:
    answered = passages_to_topics(library)
    assert len(answered) == sum(len(document.passages) for document in library.documents.values())
    assert all(answered.values())


def test_the_two_tables_say_the_same(library: Library) -> None:
    there = {(passage, topic) for passage, topics in passages_to_topics(library).items() for topic in topics}
    back = {(passage, topic) for topic, found in topics_to_passages(library).items() for passage in found}
    assert there == back
    assert set(topics_to_passages(library)) == set(library.topics)


def test_the_four_case_studies_of_the_press_release_are_told(library: Library) -> None:
    answered = passages_to_topics(library)
    for case in range(1, 5):
        assert "scheme.case_studies" in answered[f"press-release-2009:note-7.{case}"]


def test_the_report_has_a_line_for_each_passage_topic_and_document(library: Library) -> None:
    lines = list(report(library))
    wanted = [*passages_to_topics(library), *library.topics, *statuses(library)]
    assert len([line for line in lines if line and not line.startswith(("#", "\n"))]) == len(wanted)
    assert "leaflet-2007" in lines[-3] and "superseded" in lines[-3]
