"""All content together, with the checks that need more than one file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.contacts import Contact, read_contacts
from bot.knowledge.forces import Force, read_force
from bot.knowledge.reading import DATA, Content, ContentError, build, read_yaml
from bot.knowledge.sources import Document, Passage, Source, read_documents, read_public_sources
from bot.knowledge.topics import Topic, read_topics

DEFAULT_FORCE = "example"


class StartChoice(Content):
    """A choice of the first screen."""

    topic: str
    label: str


class Library(Content):
    """Everything the service can say, and to whom it points people."""

    topics: dict[str, Topic]
    contacts: dict[str, Contact]
    sources: dict[str, Source]
    documents: dict[str, Document]
    routes: dict[str, list[str]]
    start: list[StartChoice]
    strings: dict[str, dict[str, dict[str, str]]]
    force: Force

    def passage(self, reference: str) -> tuple[Document, Passage] | None:
        """The passage called "<document>:<id>", or None where `reference` names a public source."""
        document, _, passage_id = reference.partition(":")
        if document not in self.documents or not passage_id:
            return None
        found = self.documents[document]
        passage = next((p for p in found.passages if p.id == passage_id), None)
        return (found, passage) if passage else None

    def contacts_of(self, topic: str) -> list[Contact]:
        """Who can help with a topic, in order: the route table for safety, else the topic's own."""
        ids = self.routes.get(topic) or self.topics[topic].contacts
        return [self.contacts[contact] for contact in ids]

    def text(self, section: str, key: str, language: str = "en") -> str:
        """A fixed string, in English where the language has none yet."""
        found = self.strings.get(language, {}).get(section, {}).get(key)
        return found or self.strings["en"][section][key]

    def faults(self) -> Iterator[str]:
        """Every reference that leads nowhere, in words."""
        for topic in self.topics.values():
            for paragraph in topic.paragraphs:
                for reference in paragraph.rests_on:
                    if reference not in self.sources and not self.passage(reference):
                        yield f"{topic.id}: rests on an unknown source {reference}"
            for choice in topic.next:
                if choice not in self.topics:
                    yield f"{topic.id}: offers an unknown topic {choice}"
            for contact in topic.contacts:
                if contact not in self.contacts:
                    yield f"{topic.id}: names an unknown contact {contact}"
            if topic.is_safety and topic.id not in self.routes:
                yield f"{topic.id}: is missing in data/safety/routes.yml"
        for route, contacts in self.routes.items():
            if route not in self.topics:
                yield f"data/safety/routes.yml: unknown topic {route}"
            for contact in contacts:
                if contact not in self.contacts:
                    yield f"data/safety/routes.yml: {route} names an unknown contact {contact}"
        for choice in self.start:
            if choice.topic not in self.topics:
                yield f"data/start.yml: unknown topic {choice.topic}"
        seen: dict[str, str] = {}
        for topic in self.topics.values():
            if (other := seen.setdefault(topic.address, topic.id)) != topic.id:
                yield f"{topic.id}: has the same address as {other}"


def load(force: str | None = None, data: Path = DATA) -> Library:
    """Read and check all of data/; the force is SIGNPOST_FORCE unless given.

    Raises ContentError with every fault found, so that an editor mends them in one go.
    """
    start_path = data / "start.yml"
    library = Library(
        topics=read_topics(data),
        contacts=read_contacts(data),
        sources=read_public_sources(data),
        documents=read_documents(data),
        routes=read_yaml(data / "safety" / "routes.yml"),
        start=[build(StartChoice, entry, start_path) for entry in read_yaml(start_path)],
        strings={
            folder.name: {path.stem: read_yaml(path) for path in sorted(folder.glob("*.yml"))}
            for folder in sorted((data / "strings").iterdir())
            if folder.is_dir()
        },
        force=read_force(force or os.environ.get("SIGNPOST_FORCE") or DEFAULT_FORCE, data),
    )
    if faults := list(library.faults()):
        raise ContentError("data/ does not hold together:\n  " + "\n  ".join(faults))
    return library
