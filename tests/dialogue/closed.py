"""The closed set: everything that the service may say in one language, rendered from data/ once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from bot.knowledge import Library
from bot.knowledge.enquiry import choice_label, shortcut
from bot.knowledge.path import TOPIC
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import emergency_contacts, render, safety_references, service_problem, way_on
from bot.knowledge.reply import Reply
from web.problems import KINDS

FIELDS = ("kind", "topic", "lang", "text", "contacts", "sources", "figure", "table", "page")


class Closed:
    """`library` in `language`."""

    def __init__(self, library: Library, language: str = "en") -> None:
        self._library, self._language = library, language
        ages = (False, True)  # under 18 or not: another order of contacts
        rendered = [render(library, ref, language, age) for ref in self._references() for age in ages]
        told = [*rendered, *self._problems()]
        self._replies = {_frozen(_answered(reply)) for reply in told}
        self._contacts = {_frozen(_answered(card)) for card in emergency_contacts(library)}
        self._labels = {
            **{name: library.topic_in(name, language).label for name in library.topics},
            **{name: choice_label(library, name, language) for name in library.path.choices},
        }
        ways = filter(None, (way_on(library, language), shortcut(library, language)))
        self._ways = {(way.href, way.label, way.method) for way in ways}
        self.paragraphs = {paragraph for reply in told for paragraph in reply.text.split("\n\n")}

    def _references(self) -> Iterator[ReplyRef]:
        for topic in self._library.topics.values():
            if topic.is_safety:
                yield from safety_references(self._library, topic.id, [])
                yield ReplyRef(kind="safety", topic=topic.id, part="repeat")
            else:
                yield ReplyRef(kind=topic.kind, topic=topic.id)
        yield ReplyRef(kind="clarify", topic="chat.unclear")
        yield ReplyRef(kind="fallback", topic="chat.unclear", part="second_miss")
        yield ReplyRef(kind="handover", topic=TOPIC)
        for question in self._library.path.questions:
            yield ReplyRef(kind="question", topic=TOPIC, part=question)

    def _problems(self) -> Iterator[Reply]:
        usual = service_problem(self._library, self._language)
        for kind in KINDS.values():
            yield usual.copy(update={"text": self._library.text(*kind.says, self._language)})

    def strange(self, answered: dict[str, Any]) -> list[Any]:
        """What of a turn or a problem, as JSON, does not stand in data/."""
        replies = [*answered["replies"], *filter(None, [answered.get("pinned")])]
        found = [reply for reply in replies if _frozen(reply) not in self._replies]
        found += [card for card in answered.get("contacts", []) if _frozen(card) not in self._contacts]
        for reply in replies:
            found += [c for c in reply["choices"] if self._labels.get(c["id"]) != c["label"]]
            way = reply["link"]
            if way and (way["href"], way["label"], way["method"]) not in self._ways:
                found.append(way)
        return found


def _answered(model: BaseModel) -> dict[str, Any]:
    """As it stands in an answer of the API."""
    return json.loads(model.json(by_alias=True))


def _frozen(part: dict[str, Any]) -> str:
    """A contact, or a reply without what differs from turn to turn (choices, a token), to compare."""
    if "choices" in part:
        part = {name: part[name] for name in FIELDS}
    return json.dumps(part, sort_keys=True)
