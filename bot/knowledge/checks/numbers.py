"""Checks of telephone numbers: each is that of the service named, and 999 stands where there is danger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.checks import Checked, Fault, file_of
from bot.knowledge.checks.said import of_topic, said
from bot.knowledge.contacts import Contact

DATE = re.compile(r"(\d{1,2} \d{1,2} )?\d{4}|\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"(?<![\d-])\+?\d[\d -]{3,}\d\b")
DIALLED = re.compile(r"\b(?i:call|ring|dial|phone|text|use|on|press) (\d[\d -]*\d)\b(?! [A-Z][a-z])")
POLICE = ("emergency_999", "police_101")  # whose numbers stand beside those of any service
EMERGENCY = "999"
SENTENCE = re.compile(r"(?<=[.!])\s+")  # a question belongs to what answers it: "In danger? Call 999."
DANGER = re.compile(r"\b(?:danger|perygl|berygl|pherygl|mherygl)\b", re.I)


def numbers_are_those_of_contacts(subject: Checked) -> Iterator[Fault]:
    """A telephone number in a text is one of contacts.yml."""
    known = _known(subject)
    for file, text in said(subject):
        for found in {found for _, found in _dialled(text)}:
            if _digits(found) not in known:
                yield subject.fault_in(file, f"number {found!r} is not in contacts.yml", text)


def a_number_is_that_of_the_service_named(subject: Checked) -> Iterator[Fault]:
    """The service named last before a number in the same text is the one that it reaches."""
    services = _services(subject)
    of_others = _known(subject) - _free(subject)
    for file, text in said(subject):
        for place, found in _dialled(text):
            service = _named_before(services, text, place)
            if service and _digits(found) in of_others - services[service]:
                yield subject.fault_in(file, f"number {found!r} is not that of {service}", text)


def a_number_alone_is_that_of_the_topics_contacts(subject: Checked) -> Iterator[Fault]:
    """Where no service is named before it, a number reaches one that the answer's cards show."""
    library, services = subject.library, _services(subject)
    of_others = _known(subject) - _free(subject)
    for topic in library.topics.values():
        shown = {*library.routes.get(topic.id, []), *topic.contacts}
        strange = of_others.difference(*(_numbers_of(library.contacts[contact]) for contact in shown))
        for language in ("en", *(code for code in library.translations if library.has_topic(topic.id, code))):
            folder = "topics/" if language == "en" else f"translations/{language}/"
            for text in of_topic(library.topic_in(topic.id, language)):
                for place, found in _dialled(text):
                    if _digits(found) in strange and not _named_before(services, text, place):
                        file = file_of(topic).replace("topics/", folder)
                        yield subject.fault_in(file, f"number {found!r} is of no contact of this topic", text)


def danger_is_answered_with_999(subject: Checked) -> Iterator[Fault]:
    """A sentence that speaks of danger and gives a number gives 999."""
    for file, text in said(subject):
        for sentence in SENTENCE.split(text):
            numbers = {_digits(found) for _, found in _dialled(sentence)}
            if DANGER.search(sentence) and numbers and EMERGENCY not in numbers:
                yield subject.fault_in(file, f"speaks of danger without 999: {sentence!r}", text)


def _dialled(text: str) -> Iterator[tuple[int, str]]:
    """Where each number stands, and the number. Dates are none."""
    found = {(match.start(), match[0]) for match in NUMBER.finditer(text)}
    found |= {(match.start(1), match[1]) for match in DIALLED.finditer(text)}
    found |= {(match.start(), match[0]) for match in re.finditer(r"\b(?:999|101)\b", text)}
    return ((place, number) for place, number in sorted(found) if not DATE.fullmatch(number))


def _services(subject: Checked) -> dict[str, set[str]]:
    """The numbers of each service, by every name that it goes by."""
    contacts = [contact for contact in subject.library.contacts.values() if contact.id not in POLICE]
    return {name: _numbers_of(contact) for contact in contacts for name in contact.names}


def _named_before(services: dict[str, set[str]], text: str, place: int) -> str | None:
    """The service named last before `place`; of two names that end together, the longer."""
    before = text[:place]
    named = [(before.rfind(name) + len(name), len(name), name) for name in services if name in before]
    return max(named)[-1] if named else None


def _known(subject: Checked) -> set[str]:
    """Every number that may stand in a text."""
    contacts = subject.library.contacts.values()
    return set(subject.wording["numbers"]).union(*map(_numbers_of, contacts))


def _free(subject: Checked) -> set[str]:
    """Numbers that may stand beside any service."""
    police = (_numbers_of(subject.library.contacts[contact]) for contact in POLICE)
    return set(subject.wording["numbers"]).union(*police)


def _numbers_of(contact: Contact) -> set[str]:
    return {_digits(way.value) for way in contact.ways}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


CHECKS = (
    numbers_are_those_of_contacts,
    a_number_is_that_of_the_service_named,
    a_number_alone_is_that_of_the_topics_contacts,
    danger_is_answered_with_999,
)
