"""References in data/ that lead nowhere, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bot.knowledge.path import Question
from bot.knowledge.topics import Topic

AFRAID_AT_HOME = "safety.domestic_abuse"  # its route names the line that {home_helpline} stands for

if TYPE_CHECKING:
    from bot.knowledge.library import Library


def loose_ends(library: Library) -> Iterator[str]:
    """Everything that names something that is not there, or the same thing twice."""
    for topic in library.topics.values():
        yield from _of_topic(library, topic)
    for contact in library.contacts.values():
        yield from _sources(library, f"data/contacts.yml: {contact.id}", contact.evidence)
    for document in library.documents.values():
        for passage in document.passages:
            yield from _sources(library, f"{document.document}: {passage.id}", passage.rests_on)
    for route, contacts in library.routes.items():
        yield from _topics(library, f"data/safety/routes.yml: {route}", [route])
        yield from _contacts(library, f"data/safety/routes.yml: {route}", contacts)
    own = [name for name in library.routes.get(AFRAID_AT_HOME, []) if name in library.contacts]
    if library.force.nation not in {library.contacts[name].nation for name in own}:
        yield f"data/safety/routes.yml: {AFRAID_AT_HOME}: names no line of {library.force.nation} alone"
    yield from _topics(library, "data/start.yml", [choice.topic for choice in library.start])
    for language, translations in library.translations.items():
        yield from translations.faults(language, library.topics)
    folders = {topic.folder for topic in library.topics.values() if topic.is_readable}
    yield from library.pages.faults(folders, library.contacts)
    for question in library.path.questions.values():
        yield from _of_question(library, question)
    seen: dict[str, str] = {}
    for topic in library.topics.values():
        if (other := seen.setdefault(topic.address, topic.id)) != topic.id:
            yield f"{topic.id}: has the same address as {other}"


def _of_topic(library: Library, topic: Topic) -> Iterator[str]:
    yield from _sources(library, topic.id, topic.references)
    yield from _topics(library, topic.id, topic.next)
    yield from _contacts(library, topic.id, topic.contacts)
    if topic.figure and topic.figure.file not in library.figures:
        yield f"{topic.id}: shows an unknown figure {topic.figure.file}"
    if topic.is_safety and topic.id not in library.routes:
        yield f"{topic.id}: is missing in data/safety/routes.yml"


def _of_question(library: Library, question: Question) -> Iterator[str]:
    """What a question of the guided path names that is not there."""
    place = f"data/enquiry/path.yml: {question.id}"
    yield from _sources(library, place, question.rests_on)
    yield from _contacts(library, place, question.contacts)
    for answer in question.answers:
        yield from _topics(library, f"{place}.{answer.id}", filter(None, [answer.leads_to]))
    for key in (question.id, *(f"{question.id}.{answer.id}" for answer in question.answers)):
        if key not in library.strings["en"]["path"]:
            yield f"{place}: data/strings/en/path.yml has no words for {key}"


def _sources(library: Library, place: str, references: Iterable[str]) -> Iterator[str]:
    for reference in references:
        if reference not in library.sources and not library.passage(reference):
            yield f"{place}: rests on an unknown source {reference}"


def _topics(library: Library, place: str, topics: Iterable[str]) -> Iterator[str]:
    for topic in topics:
        if topic not in library.topics:
            yield f"{place}: names an unknown topic {topic}"


def _contacts(library: Library, place: str, contacts: Iterable[str]) -> Iterator[str]:
    for contact in contacts:
        if contact not in library.contacts:
            yield f"{place}: names an unknown contact {contact}"
