"""Checks of dates: nothing shown past its review, with a warning before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.knowledge.checks import Checked, Fault, line_of
from bot.knowledge.reading import DATA


def nothing_is_past_its_review(subject: Checked) -> Iterator[Fault]:
    for topic in subject.library.topics.values():
        if message := _late(subject, topic.review_by):
            yield subject.fault(topic, message[0], "review_by:", warning=message[1])
    path = DATA / "contacts.yml"
    for contact in subject.library.contacts.values():
        if message := _late(subject, contact.review_by):
            line = line_of(path, f"id: {contact.id}")
            yield Fault(path, line, f"{contact.id} {message[0]}", message[1])


def _late(subject: Checked, review_by: date) -> tuple[str, bool] | None:
    """What to say of a review date, and whether it is only a warning."""
    if review_by < subject.today:
        return f"is past its review date, {review_by}", False
    warn_from = review_by - timedelta(days=subject.limits["warn_days_before_review"])
    if warn_from <= subject.today and not subject.frozen:
        return f"is to be reviewed by {review_by}", True
    return None


CHECKS = (nothing_is_past_its_review,)
