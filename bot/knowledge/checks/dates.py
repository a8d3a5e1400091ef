"""Checks of dates and figures: nothing past its review, no figure that a force is not asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.knowledge.checks import Checked, Fault
from bot.knowledge.forces import read_force


def nothing_is_past_its_review(subject: Checked) -> Iterator[Fault]:
    for topic in subject.library.topics.values():
        if message := _late(subject, topic.review_by):
            yield subject.fault(topic, message[0], "review_by:", warning=message[1])
    for contact in subject.library.contacts.values():
        if message := _late(subject, contact.review_by):
            place = f"id: {contact.id}"
            yield subject.fault_in("contacts.yml", f"{contact.id} {message[0]}", place, message[1])


def who_is_named_for_safety_is_reviewed_soon(subject: Checked) -> Iterator[Fault]:
    """No number of a safety reply is shown longer than the limit after its last evidence or confirmation."""
    trusted = timedelta(days=subject.limits["days_a_safety_contact_is_trusted"])
    for name in dict.fromkeys(name for route in subject.library.routes.values() for name in route):
        contact = subject.library.contacts[name]
        if contact.review_by > (last := (contact.confirmed_on or contact.evidence_date) + trusted):
            message = f"{name} is in data/safety/routes.yml: review_by may be {last} at the latest"
            yield subject.fault_in("contacts.yml", message, f"id: {name}")


def hours_are_not_old(subject: Checked) -> Iterator[Fault]:
    """Opening hours have an age of their own; past it the line may be closed at night, like any other."""
    trusted = timedelta(days=subject.limits["days_hours_are_trusted"])
    for contact in subject.library.contacts.values():
        if not contact.states_hours:
            continue
        place = f"id: {contact.id}"
        if not contact.hours_on:
            yield subject.fault_in("contacts.yml", f"hours of {contact.id}: has no hours_on", place)
        elif message := _late(subject, contact.hours_on + trusted):
            yield subject.fault_in("contacts.yml", f"hours of {contact.id}: {message[0]}", place, message[1])


def a_forces_own_form_was_looked_at_lately(subject: Checked) -> Iterator[Fault]:
    """Such forms move. Of every profile; production does not start with one that nobody has looked at."""
    trusted = timedelta(days=subject.limits["days_a_link_is_trusted"])
    for profile in sorted((subject.data / "forces").glob("*.yml")):
        handoff = read_force(profile.stem, subject.data).handoff
        if handoff.mode != "link" or not handoff.verified_on:
            continue
        if message := _late(subject, handoff.verified_on + trusted):
            words = f"handoff.verified_on {message[0]}: signpost check-link"
            yield subject.fault_in(f"forces/{profile.name}", words, "verified_on:", message[1])


def figures_are_marked(subject: Checked) -> Iterator[Fault]:
    """A topic that states a statistic or a legal term says so, and production asks the force for it."""
    figure = re.compile(subject.limits["figure"])
    for topic in subject.library.topics.values():
        stated = [p.text for p in topic.paragraphs if figure.search(p.text)]
        if (stated or topic.table) and not topic.has_figures:
            place = stated[0] if stated else topic.table.caption
            yield subject.fault(topic, "states a figure: needs has_figures: true", place)


def _late(subject: Checked, review_by: date) -> tuple[str, bool] | None:
    """What to say of a review date, and whether it is only a warning."""
    if review_by < subject.today:
        return f"is past its review date, {review_by}", False
    warn_from = review_by - timedelta(days=subject.limits["warn_days_before_review"])
    if warn_from <= subject.today and not subject.frozen:
        return f"is to be reviewed by {review_by}", True
    return None


CHECKS = (
    nothing_is_past_its_review,
    who_is_named_for_safety_is_reviewed_soon,
    hours_are_not_old,
    a_forces_own_form_was_looked_at_lately,
    figures_are_marked,
)
