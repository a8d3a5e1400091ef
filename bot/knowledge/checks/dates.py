"""Checks of dates and figures: nothing past its review, no figure that a force is not asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.knowledge.checks import Checked, Fault


def nothing_is_past_its_review(subject: Checked) -> Iterator[Fault]:
    for topic in subject.library.topics.values():
        if message := _late(subject, topic.review_by):
            yield subject.fault(topic, message[0], "review_by:", warning=message[1])
    for contact in subject.library.contacts.values():
        if message := _late(subject, contact.review_by):
            place = f"id: {contact.id}"
            yield subject.fault_in("contacts.yml", f"{contact.id} {message[0]}", place, message[1])


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


CHECKS = (nothing_is_past_its_review, figures_are_marked)
