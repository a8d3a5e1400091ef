"""English and other languages on one page: what templates need to know and to link to."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for

from bot.knowledge import Library
from bot.knowledge.path import PREFIX
from bot.knowledge.replies import Choice
from bot.knowledge.topics import Topic
from web.services import Services


def context_of(services: Services) -> dict[str, Any]:
    """What templates can use, for the language of this request (g.language)."""
    library, language = services.library, g.language
    return {
        "language": language,
        "languages": services.languages,
        "is_draft": language != "en" and not library.translations[language].is_signed,
        "strings": _strings(library, language),
        "force_name": library.force.placeholders(language)["force"],
        "in_language": lambda topic: library.topic_in(topic.id, language),
        "english": lambda words: _is_english(library, words, language),
        "to": _address,
        "same_page": _same_page,
    }


def _strings(library: Library, language: str) -> dict[str, str]:
    """The fixed words of the pages, in English where the language has none yet."""
    page = {**library.strings["en"]["page"], **library.strings.get(language, {}).get("page", {})}
    name = library.force.placeholders(language)["force"]
    return {key: text.replace("{force}", name) for key, text in page.items()}


def _is_english(library: Library, words: Topic | Choice, language: str) -> bool:
    """Whether a topic's names or a choice's label are in English on a page that is not."""
    if language == "en":
        return False
    if isinstance(words, Topic):
        return not library.has_topic(words.id, language)
    if words.topic is None:
        return not library.has_text("path", words.id.removeprefix(PREFIX), language)
    return not library.has_topic(words.topic, language) and words.label == library.topics[words.topic].label


def _address(path: str) -> str:
    """An address of ours that keeps the language of this page."""
    return path if g.language == "en" else f"{path}?language={g.language}"


def _same_page(language: str) -> str:
    """The address of this page in another language; the first page where it can only be posted to."""
    rule = request.url_rule
    endpoint, values = "chat.first_page", {}
    if rule is not None and "GET" in (rule.methods or ()):
        endpoint, values = rule.endpoint, request.view_args or {}
    return url_for(endpoint, **values, language=None if language == "en" else language)
