"""What is said after a page, before the next: help where danger was told, and other ways that may fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.knowledge import Library
from bot.knowledge.path import PREFIX
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import Reply, render, safety
from web.door import Door, ends_of
from web.enquiry.fields import Group
from web.enquiry.form import Answers, Page
from web.enquiry.pages import AboutYou
from web.enquiry.steps import Place, places
from web.enquiry.texts import Text
from web.enquiry.values import years_since
from web.enquiry.words import Words
from web.services import Services

ADULT = 18  # years
UNDER_18 = "scheme.under_18"
PARTNERS = ("partner", "ex_partner")
CLARES_LAW = "scheme.partner"
PRESENT_DANGER = "present_danger"


def of_triage(services: Services, words: Words, triage: dict[str, str]) -> list[Reply]:
    """What the first answers call for: the ways out of the guided path."""
    chosen = (f"{PREFIX}{question}.{answer}" for question, answer in triage.items())
    ways = filter(None, map(services.library.path.way_out, chosen))
    return _replies(services.library, [way.topic for way in ways], words.language)


def of_place(services: Services, words: Words, place: Place, answers: Answers) -> list[Reply]:
    """What the answers of a page call for: danger first."""
    page = place.form(words, answers)
    topics = [*dangers(services.door, page), *other_ways(page)]
    return _replies(services.library, topics, words.language)


def of_danger(services: Services, words: Words, page: Page) -> list[Reply]:
    """What the danger told on a page calls for, whether or not the rest of it is in order."""
    return _replies(services.library, dangers(services.door, page), words.language)


def other_ways(page: Page) -> Iterator[str]:
    """Topics for those to whom something else may matter more. Nobody is refused."""
    given = page.answers()
    born = given.get("date_of_birth")  # None on a page that is not filled in yet
    if isinstance(page, AboutYou) and born and years_since(born) < ADULT:
        yield UNDER_18
    if given.get("relationship_to_applicant") in PARTNERS:
        yield CLARES_LAW


def dangers(door: Door, page: Page) -> Iterator[str]:
    """The safety topics that the screen is sure of, in what was said in their own words. Of an answer that
    is too long, both ends of what would fit are looked through."""
    for field in page.questions():
        for part in field.form if isinstance(field, Group) else [field]:
            if isinstance(part, Text) and part.is_screened and part.data:
                text = "\n".join(ends_of(part._value(), part.most))
                yield from filter(None, [door.read(text).danger])


def safety_flags(door: Door, words: Words, answers: Answers, triage: dict[str, str]) -> list[str]:
    """["present_danger"] where it was told: by an answer of the first page, or in their own words.

    Who is not sure may be right: whoever reads the enquiry is to look at once.
    """
    told = triage.get("immediate_danger") in ("yes", "not_sure") or any(
        danger for place in places(answers) for danger in dangers(door, place.form(words, answers))
    )
    return [PRESENT_DANGER] if told else []


def _replies(library: Library, topics: Iterable[str], language: str) -> list[Reply]:
    """The replies of each topic once. Their choices lead into the chat, so they are left out."""
    found: list[Reply] = []
    for topic in dict.fromkeys(topics):
        kind = library.topics[topic].kind
        if library.topics[topic].is_safety:
            found += safety(library, topic, language)
        else:
            found.append(render(library, ReplyRef(kind=kind, topic=topic), language))
    return [reply.copy(update={"choices": [], "page": None, "sources": []}) for reply in found]
