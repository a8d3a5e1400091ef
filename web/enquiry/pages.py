"""The pages of the form and the questions on each. Their order is in steps.py, their words in data/."""

from __future__ import annotations

from wtforms import Field, Form
from wtforms.validators import ValidationError

from web.enquiry.fields import Choice, Choices, Group, PartialDate, Tick, YesNo
from web.enquiry.form import Page
from web.enquiry.rules import conditional, in_the_uk, needed, needed_if
from web.enquiry.texts import Addresses, Age, Email, Lines, LongText, Name, Phone, Postcode, Text
from web.enquiry.values import years_since
from web.submission.contact import NEEDS

YES_NO_NOT_SURE = "yes no not_sure"
OLDEST_CHILD = 17  # years


class OwnAddress(Form):
    """The applicant's address. The browser may fill it in."""

    address_line_1 = Text(limit=200, own="address-line1")
    address_line_2 = Text(limit=200, own="address-line2")
    town_or_city = Text(own="address-level2")
    county = Text(own="address-level1")
    postcode = Postcode(in_the_uk, limit=20, own="postal-code")


class LettersAddress(Form):
    address_line_1 = Text(limit=200)
    address_line_2 = Text(limit=200)
    town_or_city = Text()
    postcode = Postcode(limit=20)


class KnownAddress(LettersAddress):
    """As much as is known of somebody's address."""

    not_known = Tick()


class Through(Form):
    """Somebody through whom the applicant can be reached."""

    name = Name()
    how_to_reach = Text(limit=200)


def is_address(field: Group) -> bool:
    """Whether something of an address was given, and not only that it is not known."""
    return isinstance(field.held, dict)


class AboutYou(Page):
    section = "applicant"

    given_name = Name(needed, own="given-name")
    family_name = Name(needed, own="family-name")
    previous_names = Lines(limit=5)
    date_of_birth = PartialDate(needed, own=True)


class YourAddress(Page):
    section = "applicant"

    address = Group(OwnAddress, conditional)
    no_fixed_address = Tick(conditional)

    def validate_address(self, field: Field) -> None:
        if self.no_fixed_address.data:
            if field.held:
                field.form.address_line_1.errors.append("either")
            return
        for part in (field.form.address_line_1, field.form.town_or_city):
            if not part.data:
                part.errors.append("needed")


class HowToContact(Page):
    section = "contact"

    methods_allowed = Choices("phone text email letter through_someone_else bsl relay", needed)
    telephone_number = Phone(conditional)
    email_address = Email(conditional)
    letter_address = Group(LettersAddress, conditional)
    through = Group(Through, conditional)

    def validate_telephone_number(self, field: Field) -> None:
        self._require(field)

    def validate_email_address(self, field: Field) -> None:
        self._require(field)

    def validate_letter_address(self, field: Field) -> None:
        """Without an address of their own, letters need another."""
        is_chosen = "letter" in (self.methods_allowed.data or ())
        if is_chosen and not field.held and self.known.get("applicant", {}).get("no_fixed_address"):
            field.form.address_line_1.errors.append("needed_for_letter")

    def validate_through(self, field: Field) -> None:
        if "through_someone_else" in (self.methods_allowed.data or ()) or field.held:
            for part in field.form:
                if not part.data:
                    part.errors.append("needed")

    def _require(self, field: Field) -> None:
        """What a chosen way of contact cannot do without; of two that serve, the first is asked for."""
        for method in self.methods_allowed.data or ():
            serving = NEEDS.get(method, ())
            if serving[:1] == (field.short_name,) and not any(self[name].data for name in serving):
                raise ValidationError(f"needed_for_{method}")


class SafeContact(Page):
    section = "contact"

    subject_can_see = Choice(YES_NO_NOT_SURE, needed)
    safe_times = Choices("any_time mornings afternoons evenings weekends other", needed)
    safe_times_note = Text(conditional, needed_if("safe_times", "other"), limit=200)
    voicemail_safe = Choice(YES_NO_NOT_SURE, conditional)
    text_safe = Choice(YES_NO_NOT_SURE, conditional)
    announce_police = YesNo()
    visit_allowed = YesNo()
    warnings = LongText(limit=500)

    def validate_voicemail_safe(self, field: Field) -> None:
        if "phone" in self._methods() and not field.data:
            raise ValidationError("needed")

    def validate_text_safe(self, field: Field) -> None:
        """What is not a yes is a no, and then a text cannot be the only way."""
        if "text" not in self._methods():
            return
        if not field.data:
            raise ValidationError("needed")
        if field.data != "yes" and self._methods() == ["text"]:
            raise ValidationError("only_way")

    def _methods(self) -> list[str]:
        return self.known.get("contact", {}).get("methods_allowed", [])


class LanguageAndHelp(Page):
    section = "applicant"

    preferred_language = Choice("english welsh bsl other")
    other_language = Text(conditional, needed_if("preferred_language", "other"))
    interpreter_needed = YesNo()
    communication_needs = LongText(limit=500)


class TheChild(Page):
    section = "children"

    given_name = Name(conditional)
    family_name = Name(conditional)
    description = LongText(conditional, limit=300)
    date_of_birth = PartialDate()
    approximate_age = Age(oldest=OLDEST_CHILD)
    applicant_relationship = Choice(
        "parent carer_or_guardian grandparent_or_relative friend_or_neighbour professional other", needed
    )
    applicant_relationship_other = Text(
        conditional, needed_if("applicant_relationship", "other"), limit=200
    )

    def validate_given_name(self, field: Field) -> None:
        if not (field.data or self.family_name.data or self.description.data):
            raise ValidationError("one_of")

    def validate_date_of_birth(self, field: Field) -> None:
        if isinstance(field.data, dict) and years_since(field.data) > OLDEST_CHILD:
            raise ValidationError("not_a_child")


class TheChildsHome(Page):
    section = "children"

    address_same_as = Choice("applicant subject elsewhere not_known")
    address = Group(LettersAddress)
    responsible_adult_name = Text(limit=200)
    responsible_adult_address = Group(KnownAddress)
    other_parent_aware = Choice("yes no prefer_not")


class ContactWithThem(Page):
    section = "children"

    subject_relationship = Choice(
        "parent partner_of_parent relative friend_of_family neighbour work_or_volunteering "
        "online other not_known"
    )
    subject_relationship_other = Text(conditional, limit=200)
    contact_type = Choices(
        "lives_with looks_after unsupervised supervised online could_have_access not_sure", needed
    )


class ThePerson(Page):
    section = "subject"

    given_name = Name(conditional)
    family_name = Name(conditional)
    other_names = Lines(conditional, limit=10)
    description = LongText(conditional, limit=300)
    address_current = Group(KnownAddress, conditional)

    def validate_given_name(self, field: Field) -> None:
        others = (self.family_name, self.other_names, self.description)
        if not (field.data or any(other.data for other in others) or is_address(self.address_current)):
            raise ValidationError("one_of")


class MoreAboutThem(Page):
    section = "subject"

    relationship_to_applicant = Choice("partner ex_partner relative friend neighbour none other")
    date_of_birth = PartialDate()
    approximate_age = Age()
    sex = Choice("male female not_known")
    addresses_previous = Addresses(limit=5, of=200)
    telephone_number = Text()
    online_accounts = LongText(limit=300)
    occupation_or_voluntary_role = Text(limit=200)
    place_of_birth = Text()
    ethnicity = Text()


class YourWorry(Page):
    section = "concern"

    reason = LongText(needed, limit=4000)
    reported_before = Choice(YES_NO_NOT_SURE)
    reported_to = LongText(limit=300)
    urgent_change = LongText(limit=300)


class Declarations(Page):
    section = "declaration"

    true_to_best_of_knowledge = Tick(needed)
    confidentiality_understood = Tick(needed)
    sharing_understood = Tick(needed)
