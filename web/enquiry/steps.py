"""The order of the pages, and which answers each fills in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.fields.core import UnboundField

from web.enquiry import pages
from web.enquiry.form import Answers, Page
from web.enquiry.words import Words

MOST_CHILDREN = 10


@dataclass(frozen=True)
class Step:
    """A page of questions. Its name is its address, so it says nothing that could give anyone away."""

    name: str
    page: type[Page]

    @property
    def is_of_a_child(self) -> bool:
        return self.page.section == "children"

    @cached_property
    def questions(self) -> frozenset[str]:
        """All that it can ask, by the names that the answers have in what is sent."""
        fields = (name for name, field in vars(self.page).items() if isinstance(field, UnboundField))
        return frozenset(f"{self.page.section}.{name}" for name in fields)


STEPS = (
    Step("about-you", pages.AboutYou),
    Step("address", pages.YourAddress),
    Step("contact", pages.HowToContact),
    Step("contact-times", pages.SafeContact),
    Step("language", pages.LanguageAndHelp),
    Step("who", pages.TheChild),
    Step("home", pages.TheChildsHome),
    Step("how", pages.ContactWithThem),
    Step("name", pages.ThePerson),
    Step("details", pages.MoreAboutThem),
    Step("reason", pages.YourWorry),
)
BY_NAME = {step.name: step for step in STEPS}
OF_A_CHILD = [step for step in STEPS if step.is_of_a_child]


@dataclass(frozen=True)
class Place:
    """A step; of which child, counted from 1, where it is of a child."""

    step: Step
    child: int | None = None

    @property
    def path(self) -> str:
        """Which object of the submission its answers belong to: "subject", "children[0]"."""
        section = self.step.page.section
        return section if self.child is None else f"{section}[{self.child - 1}]"

    def given(self, answers: Answers) -> Answers:
        """What is known of this part of the answers."""
        section = answers.get(self.step.page.section)
        if self.child is None:
            return section or {}
        return section[self.child - 1] if section and len(section) >= self.child else {}

    def form(
        self, words: Words, answers: Answers, sent: MultiDict | None = None, key: str | None = None
    ) -> Page:
        """Its page, with what was `sent` or else what is known."""
        page = self.step.page(words, sent, None if sent is not None else self.given(answers), key)
        page.known = answers
        return page

    def keep(self, answers: Answers, page: Page) -> Answers:
        """`answers` with those of this page in place of what stood there."""
        asked = {field.short_name for field in page.questions()}
        others = {name: value for name, value in self.given(answers).items() if name not in asked}
        kept: Any = {**others, **page.answers()}
        section = self.step.page.section
        if self.child is not None:
            children = list(answers.get(section, ()))
            children[self.child - 1 : self.child] = [kept]
            kept = children
        return {**answers, section: kept}


def asked(words: Words) -> list[Step]:
    """The pages of this force's form: one of which it leaves out every question is none."""
    return [step for step in STEPS if step.questions - words.left_out]


def places(words: Words, answers: Answers, begun: int | None = None) -> Iterator[Place]:
    """Every place of this enquiry, in order; `begun` is a child of whom nothing is known yet."""
    count = max(len(answers.get("children", ())), begun or 1)
    numbers = range(1, count + 1)
    steps = asked(words)
    of_a_child = [step for step in steps if step.is_of_a_child]
    for step in steps:
        if not step.is_of_a_child:
            yield Place(step)
        elif step is OF_A_CHILD[0]:
            yield from (Place(of_child, number) for number in numbers for of_child in of_a_child)


def find(words: Words, name: str, child: int | None, answers: Answers | None) -> Place | None:
    """The place at an address: also that of one child more, up to ten; of any of the ten where the
    answers cannot be read."""
    step = BY_NAME.get(name)
    if step is None or step not in asked(words) or step.is_of_a_child != (child is not None):
        return None
    told_of = MOST_CHILDREN if answers is None else len(answers.get("children", ()))
    if child is not None and not 1 <= child <= min(told_of + 1, MOST_CHILDREN):
        return None
    return Place(step, child)


def first_incomplete(words: Words, answers: Answers) -> Place | None:
    """The first place where something is missing; None once it can be checked and sent."""
    return next((p for p in places(words, answers) if not p.form(words, answers).validate()), None)


def after(words: Words, place: Place, answers: Answers) -> Place | None:
    """The place that follows; None after the last."""
    order = list(places(words, answers, place.child))
    return next(iter(order[order.index(place) + 1 :]), None)


def before(words: Words, place: Place, answers: Answers) -> Place | None:
    """The place that goes before; None at the first."""
    order = list(places(words, answers, place.child))
    return order[order.index(place) - 1] if order.index(place) else None


def as_asked(words: Words, answers: Answers) -> Answers:
    """The answers to what is asked, and none to what a force has ceased to ask while they were kept."""
    kept: Answers = {}
    for place in places(words, answers):
        kept = place.keep(kept, place.form(words, answers))
    return kept


def without_child(answers: Answers, number: int) -> Answers:
    """The answers without those about one child."""
    children = list(answers.get("children", ()))
    del children[number - 1 : number]
    return {**answers, "children": children}
