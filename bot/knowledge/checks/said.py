"""Everything of data/ that the public reads, with the file it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.checks import Checked, file_of
from bot.knowledge.contacts import Contact
from bot.knowledge.topics import Topic

MARKUP = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)


def said(subject: Checked) -> Iterator[tuple[str, str]]:
    """File (its path in data/) and text, one statement at a time."""
    library = subject.library
    for topic in library.topics.values():
        for text in of_topic(topic):
            yield file_of(topic), text
    for contact in library.contacts.values():
        for text in of_contact(contact):
            yield "contacts.yml", text
    for language, sections in library.strings.items():
        for section, texts in sections.items():
            for text in texts.values():
                yield f"strings/{language}/{section}.yml", text
    for language, translations in library.translations.items():
        for name, translated in translations.topics.items():
            for text in of_topic(translated.of(library.topics[name])):
                yield file_of(name).replace("topics/", f"translations/{language}/"), text
    for name, svg in library.figures.items():
        for line in filter(None, map(str.strip, MARKUP.sub("\n", svg).splitlines())):
            yield f"figures/{name}", line


def of_topic(topic: Topic) -> Iterator[str]:
    yield from (paragraph.text for paragraph in topic.paragraphs)
    yield from filter(None, (topic.repeat, topic.label, topic.title))
    if topic.figure:
        yield topic.figure.alt
    if topic.table:
        yield topic.table.caption
        yield from (cell for row in [topic.table.columns, *topic.table.rows] for cell in row)


def of_contact(contact: Contact) -> Iterator[str]:
    yield from filter(None, (contact.name, contact.whom, contact.hours_note, contact.confidentiality))
    for way in contact.ways:
        yield from filter(None, (way.label, way.hours))
