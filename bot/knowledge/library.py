"""All content together, with the checks that need more than one file."""

from __future__ import annotations

import os
from pathlib import Path

from bot.knowledge.contacts import Contact, read_contacts
from bot.knowledge.figures import read_figures
from bot.knowledge.forces import Force, read_force
from bot.knowledge.loose_ends import loose_ends
from bot.knowledge.pages import Pages, read_pages
from bot.knowledge.path import GuidedPath, read_path
from bot.knowledge.reading import DATA, Content, ContentError, build, read_yaml
from bot.knowledge.sources import Document, Passage, Source, read_documents, read_public_sources
from bot.knowledge.topics import Topic, read_topics
from bot.knowledge.translations import Translations, read_translations

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
    path: GuidedPath
    strings: dict[str, dict[str, dict[str, str]]]
    translations: dict[str, Translations]
    figures: dict[str, str]
    pages: Pages
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

    def has_text(self, section: str, key: str, language: str) -> bool:
        """Whether a fixed string is there in that very language."""
        return key in self.strings.get(language, {}).get(section, {})

    def has_topic(self, topic: str, language: str) -> bool:
        """Whether a topic is there in that very language."""
        return language == "en" or topic in self.translations[language].topics

    def topic_in(self, topic: str, language: str) -> Topic:
        """A topic in a language, in English where it has none yet. Raises KeyError for an unknown one."""
        english = self.topics[topic]
        if language == "en" or not self.has_topic(topic, language):
            return english
        return self.translations[language].topics[topic].of(english)

    def start_label(self, choice: StartChoice, language: str) -> str:
        """What stands on a choice of the first screen."""
        known = self.translations[language].start if language != "en" else {}
        return known.get(choice.topic, choice.label)


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
        path=read_path(data),
        strings={
            folder.name: {path.stem: read_yaml(path) for path in sorted(folder.glob("*.yml"))}
            for folder in sorted((data / "strings").iterdir())
            if folder.is_dir()
        },
        translations=read_translations(data),
        figures=read_figures(data),
        pages=read_pages(data),
        force=read_force(force or os.environ.get("SIGNPOST_FORCE") or DEFAULT_FORCE, data),
    )
    if found := list(loose_ends(library)):
        raise ContentError("data/ does not hold together:\n  " + "\n  ".join(found))
    return library
