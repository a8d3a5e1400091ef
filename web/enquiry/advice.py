"""What is said after a page, before the next: help where danger was told, and other ways that may fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge import Library
from bot.knowledge.path import PREFIX
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import Reply, render, safety
from bot.young import UNDER_18, for_the_age
from web.door import Door, Reading, ends_of
from web.enquiry.fields import Group
from web.enquiry.form import Answers, Page
from web.enquiry.pages import AboutYou
from web.enquiry.steps import Place, places
from web.enquiry.texts import Text
from web.enquiry.values import years_since
from web.enquiry.words import Words
from web.services import Services

ADULT = 18  # years
FOR_UNDER_18 = "scheme.under_18"
PARTNERS = ("partner", "ex_partner")
CLARES_LAW = "scheme.partner"
# What is flagged to whoever reads the enquiry: danger to a child now, told by an answer of the first page or
# by what leads to one of these topics; or anything else that safety has a topic for.
PRESENT_DANGER, SAFETY_CONCERN = "present_danger", "safety_concern"
OF_DANGER_NOW = {
    "safety.immediate_danger",
    "safety.child_self",
    "safety.child_told_me",
    "safety.online_abuse",
    "safety.suspect_abuse",
}


def of_triage(services: Services, words: Words, triage: dict[str, str]) -> list[Reply]:
    """What the first answers call for: the ways out of the guided path."""
    chosen = (f"{PREFIX}{question}.{answer}" for question, answer in triage.items())
    ways = filter(None, map(services.library.path.way_out, chosen))
    return _replies(services.library, [way.topic for way in ways], words.language)


def of_place(services: Services, words: Words, place: Place, answers: Answers) -> list[Reply]:
    """What the answers of a page call for: danger first."""
    page = place.form(words, answers)
    found = dangers(services.door, page)
    topics = [*found.topics, *other_ways(page)]
    return _replies(services.library, topics, words.language, found.under_18)


def of_danger(services: Services, words: Words, page: Page) -> list[Reply]:
    """What the danger told on a page calls for, whether or not the rest of it is in order."""
    found = dangers(services.door, page)
    return _replies(services.library, found.topics, words.language, found.under_18)


def other_ways(page: Page) -> Iterator[str]:
    """Topics for those to whom something else may matter more. Nobody is refused."""
    if isinstance(page, AboutYou) and _is_young(page):
        yield FOR_UNDER_18
    if page.answers().get("relationship_to_applicant") in PARTNERS:
        yield CLARES_LAW


@dataclass(frozen=True)
class Dangers:
    """The safety topics of a page, and whether the applicant is under 18: by date of birth or own words."""

    topics: list[str]
    under_18: bool


def dangers(door: Door, page: Page) -> Dangers:
    """The safety topics that the screen is sure of, in what was said in their own words. As in the chat,
    nobody under 18 is sent to services for adults alone."""
    readings = list(_readings(door, page))
    under_18 = _is_young(page) or any(reading.under_18 for reading in readings)
    age = [UNDER_18] if under_18 else []
    told = [for_the_age(read.danger, [*read.signs, *age]) for read in readings if read.danger]
    return Dangers(told, under_18)


def _readings(door: Door, page: Page) -> Iterator[Reading]:
    """Of an answer that is too long, both ends of what would fit are looked through."""
    for field in page.questions():
        for part in field.form if isinstance(field, Group) else [field]:
            if isinstance(part, Text) and part.is_screened and part.data:
                yield door.read("\n".join(ends_of(part._value(), part.most)))


def _is_young(page: Page) -> bool:
    """By the date of birth that was given, on this page or before it."""
    about_you = page.answers() if isinstance(page, AboutYou) else page.known.get("applicant", {})
    born = about_you.get("date_of_birth")  # None on a page that is not filled in yet
    return bool(born) and years_since(born) < ADULT


def safety_flags(door: Door, words: Words, answers: Answers, triage: dict[str, str]) -> list[str]:
    """What whoever reads the enquiry is to know of first. Who is not sure of danger may be right."""
    pages = (place.form(words, answers) for place in places(words, answers))
    told = {topic for page in pages for topic in dangers(door, page).topics}
    is_now = triage.get("immediate_danger") in ("yes", "not_sure") or told & OF_DANGER_NOW
    others = told - OF_DANGER_NOW
    return [PRESENT_DANGER] * bool(is_now) + [SAFETY_CONCERN] * bool(others)


def _replies(
    library: Library, topics: Iterable[str], language: str, under_18: bool = False
) -> list[Reply]:
    """The replies of each topic once. Their choices lead into the chat, so they are left out."""
    found: list[Reply] = []
    for topic in dict.fromkeys(topics):
        kind = library.topics[topic].kind
        if library.topics[topic].is_safety:
            found += safety(library, topic, language, under_18)
        else:
            found.append(render(library, ReplyRef(kind=kind, topic=topic), language))
    return [reply.copy(update={"choices": [], "page": None, "sources": []}) for reply in found]
