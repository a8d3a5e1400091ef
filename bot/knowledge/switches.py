"""Which questions of our form a force leaves out, and which it adds. Only optional ones can be switched.

Those on how to reach the applicant safely, and the one on what happens soon, are asked everywhere.
"""

from __future__ import annotations

from pydantic import validator

from bot.knowledge.reading import Content

CAN_BE_LEFT_OUT = frozenset(
    {
        "applicant.previous_names",
        "applicant.preferred_language",
        "applicant.interpreter_needed",
        "applicant.communication_needs",
        "children.date_of_birth",
        "children.approximate_age",
        "children.address_same_as",
        "children.address",
        "children.responsible_adult_name",
        "children.responsible_adult_address",
        "children.other_parent_aware",
        "children.subject_relationship",
        "subject.relationship_to_applicant",
        "subject.date_of_birth",
        "subject.approximate_age",
        "subject.sex",
        "subject.addresses_previous",
        "subject.telephone_number",
        "subject.online_accounts",
        "subject.occupation_or_voluntary_role",
        "concern.reported_before",
        "concern.reported_to",
    }
)
CAN_BE_ADDED = frozenset({"subject.ethnicity", "subject.place_of_birth"})
# What makes no sense without the question before it goes with that one.
FOLLOWS = {
    "applicant.preferred_language": "applicant.other_language",
    "children.date_of_birth": "children.approximate_age",
    "children.address_same_as": "children.address",
    "children.responsible_adult_name": "children.responsible_adult_address",
    "children.subject_relationship": "children.subject_relationship_other",
    "subject.date_of_birth": "subject.approximate_age",
    "concern.reported_before": "concern.reported_to",
}


class Switches(Content):
    """Questions by the names that their answers have in what is sent: subject.sex, concern.reported_to ..."""

    leaves_out: list[str] = []
    adds: list[str] = []

    @validator("leaves_out", each_item=True)
    def _may_be_left_out(cls, question: str) -> str:
        return _one_of(CAN_BE_LEFT_OUT, question, "left out")

    @validator("adds", each_item=True)
    def _may_be_added(cls, question: str) -> str:
        return _one_of(CAN_BE_ADDED, question, "added")

    @property
    def off(self) -> frozenset[str]:
        """Every question of the form that is not asked."""
        switched = {*self.leaves_out, *CAN_BE_ADDED.difference(self.adds)}
        return frozenset(switched | {FOLLOWS[name] for name in switched & FOLLOWS.keys()})


def _one_of(known: frozenset[str], question: str, how: str) -> str:
    if question not in known:
        raise ValueError(f"{question} cannot be {how}; what can: {', '.join(sorted(known))}")
    return question
