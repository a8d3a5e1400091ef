"""The people of an enquiry: who asks, the children, and the person asked about."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, StrictBool, conint, root_validator, validator

from web.submission.values import Address, Name, NotKnown, Part, PartialDate, PastAddress, text


class Applicant(Part):
    """Who asks."""

    given_name: Name
    family_name: Name
    previous_names: list[Name] = Field([], max_items=5)
    date_of_birth: PartialDate
    address: Address | None
    no_fixed_address: StrictBool = False
    preferred_language: Literal["english", "welsh", "bsl", "other"] | None
    other_language: text(100) | None
    interpreter_needed: StrictBool = False
    communication_needs: text(500) | None

    @validator("date_of_birth")
    def _the_whole_date(cls, born: PartialDate) -> PartialDate:
        if born.precision != "day":
            raise ValueError("the applicant's date of birth has a day, a month and a year")
        return born

    @root_validator(skip_on_failure=True)
    def _an_address_or_none_to_give(cls, values: dict[str, Any]) -> dict[str, Any]:
        if bool(values["address"]) == values["no_fixed_address"]:
            raise ValueError("either an address or no_fixed_address")
        return values


class Child(Part):
    """A child the applicant is worried about."""

    given_name: Name | None
    family_name: Name | None
    description: text(300) | None
    date_of_birth: PartialDate | NotKnown | None
    approximate_age: conint(strict=True, ge=0, le=17) | None
    address_same_as: Literal["applicant", "subject", "elsewhere", "not_known"] | None
    address: Address | None
    applicant_relationship: Literal[
        "parent",
        "carer_or_guardian",
        "grandparent_or_relative",
        "friend_or_neighbour",
        "professional",
        "other",
    ]
    applicant_relationship_other: text(200) | None
    subject_relationship: (
        Literal[
            "parent",
            "partner_of_parent",
            "relative",
            "friend_of_family",
            "neighbour",
            "work_or_volunteering",
            "online",
            "other",
            "not_known",
        ]
        | None
    )
    subject_relationship_other: text(200) | None
    contact_type: list[
        Literal[
            "lives_with",
            "looks_after",
            "unsupervised",
            "supervised",
            "online",
            "could_have_access",
            "not_sure",
        ]
    ] = Field(min_items=1, unique_items=True)
    responsible_adult_name: text(200) | None
    responsible_adult_address: Address | NotKnown | None
    other_parent_aware: Literal["yes", "no", "prefer_not"] | None

    @root_validator(skip_on_failure=True)
    def _known_by_something(cls, values: dict[str, Any]) -> dict[str, Any]:
        return require_one(values, "given_name", "family_name", "description")


class Subject(Part):
    """The person asked about. Nothing here is verified, and nothing says what they have done."""

    given_name: Name | None
    family_name: Name | None
    other_names: list[Name] = Field([], max_items=10)
    description: text(300) | None
    date_of_birth: PartialDate | NotKnown | None
    approximate_age: conint(strict=True, ge=0, le=120) | None
    address_current: Address | NotKnown | None
    addresses_previous: list[PastAddress] = Field([], max_items=5)
    sex: Literal["male", "female", "not_known"] | None
    telephone_number: text(100) | None
    online_accounts: text(300) | None
    occupation_or_voluntary_role: text(200) | None
    place_of_birth: text(100) | None
    ethnicity: text(100) | None
    relationship_to_applicant: (
        Literal["partner", "ex_partner", "relative", "friend", "neighbour", "none", "other"] | None
    )

    @root_validator(skip_on_failure=True)
    def _known_by_something(cls, values: dict[str, Any]) -> dict[str, Any]:
        known = {**values, "address_current": isinstance(values["address_current"], Address)}
        require_one(known, "given_name", "family_name", "other_names", "description", "address_current")
        return values


def require_one(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Raises ValueError where none of `names` is given."""
    if not any(values[name] for name in names):
        raise ValueError("at least one of: " + ", ".join(names))
    return values
