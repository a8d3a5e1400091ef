"""The numbers that people are given, written down twice: a change of one is meant, or it is a mistake."""

from __future__ import annotations

import pytest

from bot.knowledge import Library
from bot.knowledge.contacts import Contact
from bot.knowledge.replies import contact_cards
from tests.knowledge.shared import content

NUMBERS = {
    "emergency_999": ["999", "18000"],
    "police_101": ["101", "18001 101"],
    "nspcc": ["0808 800 5000"],
    "childline": ["0800 1111"],
    "meic": ["080880 23456"],
    "stop_it_now": ["0808 1000 900"],
    "crimestoppers": ["0800 555 111"],
    "samaritans": ["116 123"],
    "shout": ["85258"],
    "nhs_111": ["111"],
    "rape_crisis": ["0808 500 2222"],
    "napac": ["0808 801 0331"],
    "victim_support": ["08 08 16 89 111"],
    "survivors_trust": ["0808 801 0818"],
    "domestic_abuse_helpline": ["0808 2000 247"],
    "live_fear_free": ["0808 80 10 800"],
    "mens_advice_line": ["0808 801 0327"],
}
ADDRESSES = {
    "ceop": "https://www.ceop.police.uk/Safety-Centre/",
    "ceop_education": "https://www.ceopeducation.co.uk/",
    "parents_protect": "https://www.parentsprotect.co.uk/",
    "report_remove": "https://www.childline.org.uk/",
    "iwf": "https://www.iwf.org.uk/",
    "sarc": "https://www.nhs.uk/sarcs",
    "social_care": "https://www.gov.uk/report-child-abuse-to-local-council",
}
CONTACTS = list(content().contacts.values())


@pytest.mark.parametrize("contact", NUMBERS)
def test_a_service_has_its_number(contact: str, library: Library) -> None:
    ways = [way.value for way in library.contacts[contact].ways]
    assert set(NUMBERS[contact]) <= set(ways)


@pytest.mark.parametrize("contact", ADDRESSES)
def test_a_service_has_its_address(contact: str, library: Library) -> None:
    assert ADDRESSES[contact] in [way.value for way in library.contacts[contact].ways]


@pytest.mark.parametrize("contact", CONTACTS, ids=lambda contact: contact.id)
def test_every_101_shows_how_relay_users_call_it(contact: Contact) -> None:
    ways = [way.value for way in contact.ways]
    assert "101" not in ways or "18001 101" in ways


@pytest.mark.parametrize("contact", CONTACTS, ids=lambda contact: contact.id)
def test_a_line_says_when_it_is_open_or_that_it_may_be_closed(contact: Contact, library: Library) -> None:
    card = contact_cards(library, [contact])[0]
    lines = [way for way in card.ways if way.kind == "phone" and way.value not in ("999", "101")]
    assert all(way.hours for way in lines)


@pytest.mark.parametrize("contact", CONTACTS, ids=lambda contact: contact.id)
def test_hours_from_weak_evidence_are_not_stated_as_fact(contact: Contact) -> None:
    if contact.grade in ("C", "U"):
        assert not [way.hours for way in contact.ways if way.hours]


@pytest.mark.parametrize("contact", CONTACTS, ids=lambda contact: contact.id)
def test_every_service_rests_on_evidence_and_is_reviewed(contact: Contact) -> None:
    assert contact.evidence
    assert contact.evidence_date < contact.review_by


@pytest.mark.parametrize(
    "contact", ["childline", "stop_it_now", "crimestoppers", "ceop", "nspcc", "samaritans", "rape_crisis"]
)
def test_those_who_listen_say_what_they_cannot_keep_to_themselves(contact: str, library: Library) -> None:
    limits = library.contacts[contact].confidentiality or ""
    assert any(word in limits for word in ("unless", "but", "limits", "may", "leave out", "cannot"))
