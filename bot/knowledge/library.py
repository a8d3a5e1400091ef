"""All content together, with the checks that need more than one file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from bot.knowledge.contacts import Contact, read_contacts
from bot.knowledge.figures import read_figures
from bot.knowledge.forces import Force, read_force
from bot.knowledge.loose_ends import AFRAID_AT_HOME, loose_ends
from bot.knowledge.pages import Pages, read_pages
from bot.knowledge.path import GuidedPath, read_path
from bot.knowledge.reading import DATA, Content, ContentError, build, read_yaml
from bot.knowledge.sources import Document, Passage, Source, read_documents, read_public_sources
from bot.knowledge.topics import Topic, read_topics
from bot.knowledge.translations import Translations, read_translations
from bot.young import with_childline

DEFAULT_FORCE = "example"
OF_ONE_NATION = ("england", "wales")


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

    def contacts_of(self, topic: str, under_18: bool = False) -> list[Contact]:
        """Who can help with a topic, in order: the route table for safety, else the topic's own."""
        if topic not in self.routes:
            return self.contacts_named(self.topics[topic].contacts)
        ids = self.routes[topic]
        return self.contacts_named(with_childline(ids) if under_18 else ids)

    def contacts_named(self, ids: Iterable[str]) -> list[Contact]:
        """These services in this order; of those for England or Wales alone, the force's own come first."""
        found = [self.contacts[contact] for contact in ids]
        of_one = [contact for contact in found if contact.nation in OF_ONE_NATION]
        ordered = iter(sorted(of_one, key=lambda contact: contact.nation != self.force.nation))
        return [next(ordered) if contact in of_one else contact for contact in found]

    def placeholders(self, language: str) -> dict[str, str]:
        """The words that stand for {force}, {home_helpline} and so on in a reply."""
        helpline = self.home_helpline
        return {
            **self.force.placeholders(language),
            "home_helpline": helpline.said_in(language),
            "home_number": helpline.ways[0].value,
        }

    @property
    def home_helpline(self) -> Contact:
        """The line of the force's nation for those who are afraid of someone at home."""
        return next(c for c in self.contacts_of(AFRAID_AT_HOME) if c.nation == self.force.nation)

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
        routes=read_yaml(data / "safety" / "routes.yml")["routes"],
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
