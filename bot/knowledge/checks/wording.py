"""Checks of what may be said: nothing stale as current, no promise, no blame, no stray number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.checks import Checked, Fault, line_of
from bot.knowledge.reading import DATA
from bot.knowledge.topics import Topic

YEAR = re.compile(r"\b(19|20)\d\d\b")
NUMBER = re.compile(r"(?<![\d-])\+?\d[\d ]{3,}\d\b")
PERSON = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sir|PC|Sergeant|Inspector) [A-Z][a-z]+")


def texts(topic: Topic) -> Iterator[str]:
    """Everything of a topic that the public reads."""
    yield from (p.text for p in topic.paragraphs)
    yield from filter(None, (topic.repeat, topic.label, topic.title))


def nothing_that_may_not_be_said(subject: Checked) -> Iterator[Fault]:
    stale = [(re.compile(r["pattern"], re.I), r["because"]) for r in subject.wording["stale"]]
    never = [(re.compile(r["pattern"], re.I), r["because"]) for r in subject.wording["never"]]
    for topic in subject.library.topics.values():
        for text in texts(topic):
            for pattern, because in never:
                if found := pattern.search(text):
                    yield subject.fault(topic, f"says {found[0]!r}: {because}", text)
            for pattern, because in stale:
                if (found := pattern.search(text)) and not YEAR.search(text):
                    yield subject.fault(topic, f"says {found[0]!r} as current: {because}", text)


def numbers_are_those_of_contacts(subject: Checked) -> Iterator[Fault]:
    """A telephone number in a text is one of contacts.yml."""
    ways = [way.value for contact in subject.library.contacts.values() for way in contact.ways]
    known = " ".join(re.sub(r"\D", "", way) for way in ways)
    for topic in subject.library.topics.values():
        for text in texts(topic):
            for found in NUMBER.findall(text):
                digits = re.sub(r"\D", "", found)
                if digits not in known and digits not in subject.wording["numbers"]:
                    yield subject.fault(topic, f"number {found!r} is not in contacts.yml", text)


def addresses_are_alive_and_safe(subject: Checked) -> Iterator[Fault]:
    """No link of 2007, and nothing but https, mail and telephone, anywhere a person may click."""
    dead = subject.wording["dead_domains"]
    living = subject.wording["living_domains"]
    links = [
        (DATA / "contacts.yml", way.value)
        for contact in subject.library.contacts.values()
        for way in contact.ways if way.kind in ("web", "chat", "bsl")
    ] + [
        (DATA / "sources" / "public.yml", source.url)
        for source in subject.library.sources.values() if source.url and source.official
    ]
    for path, link in links:
        if any(d in link for d in dead) and not any(d in link for d in living):
            yield Fault(path, line_of(path, link), f"{link} is a dead address of 2007")
        if path.name == "contacts.yml" and "." in link and not link.startswith("https://"):
            yield Fault(path, line_of(path, link), f"{link} is not an https address")


def people_are_of_public_record(subject: Checked) -> Iterator[Fault]:
    for topic in subject.library.topics.values():
        for text in texts(topic):
            for found in PERSON.findall(text):
                if not any(name in text for name in subject.wording["people"]):
                    yield subject.fault(topic, f"names a person: {found}", text)


CHECKS = (
    nothing_that_may_not_be_said,
    numbers_are_those_of_contacts,
    addresses_are_alive_and_safe,
    people_are_of_public_record,
)
