"""What the force has to confirm before production shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.knowledge import Library
from bot.knowledge.confirmation import unconfirmed

CONFIRMED = {"confirmed_on": date(2026, 12, 1), "confirmed_by": "Test Example, content owner"}


def all_confirmed(library: Library) -> Library:
    """The library as it is once the force has confirmed everything."""
    times = {stage: fact.copy(update=CONFIRMED) for stage, fact in library.force.times}
    force = {
        "times": library.force.times.copy(update=times),
        "scheme_status": library.force.scheme_status.copy(update=CONFIRMED),
    }
    return library.copy(
        update={
            "contacts": confirmed(library.contacts),
            "topics": confirmed(library.topics),
            "force": library.force.copy(update=force),
        }
    )


def confirmed(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: fact.copy(update=CONFIRMED) for name, fact in facts.items()}


def test_as_delivered_every_number_time_and_figure_is_unconfirmed(library: Library) -> None:
    missing = unconfirmed(library)
    assert {f"data/contacts.yml: {contact}" for contact in library.contacts} < set(missing)
    for place in (
        "data/forces/example.yml: times.first_checks",
        "data/forces/example.yml: times.interview",
        "data/forces/example.yml: times.overall",
        "data/forces/example.yml: scheme_status",
        "data/topics/scheme/statistics.yml",
        "data/topics/offenders/how_common.yml",
        "data/topics/law/register_length.yml",
    ):
        assert place in missing


def test_nothing_is_missing_once_the_force_has_confirmed_it(library: Library) -> None:
    assert unconfirmed(all_confirmed(library)) == []


def test_a_date_without_a_name_is_no_confirmation(library: Library) -> None:
    ready = all_confirmed(library)
    nameless = ready.contacts["nspcc"].copy(update={"confirmed_by": None})
    ready = ready.copy(update={"contacts": {**ready.contacts, "nspcc": nameless}})
    assert unconfirmed(ready) == ["data/contacts.yml: nspcc"]
