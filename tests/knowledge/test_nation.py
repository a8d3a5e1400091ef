"""A force of Wales sends people to the services of Wales first, and one of England to England's."""

from __future__ import annotations

import pytest

from bot.knowledge import Library, load
from bot.knowledge.loose_ends import loose_ends
from bot.knowledge.replies import contact_cards, safety

HOME = "safety.domestic_abuse"
ENGLANDS, WALES_ = "0808 2000 247", "0808 80 10 800"


@pytest.fixture(scope="module", params=["example", "example-cymru"])
def of_force(request: pytest.FixtureRequest) -> Library:
    return load(request.param)


@pytest.fixture(scope="module")
def own_first(of_force: Library) -> tuple[str, str]:
    """The number of the force's nation, then the other's."""
    return (ENGLANDS, WALES_) if of_force.force.nation == "england" else (WALES_, ENGLANDS)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_who_is_afraid_at_home_is_given_the_line_of_the_nation(of_force, own_first, language):
    own, other = own_first
    for reply in safety(of_force, HOME, language):
        assert other not in reply.text
    card = safety(of_force, HOME, language)[0]
    assert own in card.text
    again = of_force.topic_in(HOME, language).repeat.format_map(of_force.placeholders(language))
    assert own in again


def test_in_welsh_the_line_has_its_welsh_name():
    assert "Byw Heb Ofn" in safety(load("example-cymru"), HOME, "cy")[0].text


@pytest.mark.parametrize("topic", [HOME, "scheme.partner", "scheme.change_mind", "chat.exit_safely"])
def test_the_cards_begin_with_the_line_of_the_nation_and_hide_neither(of_force, own_first, topic):
    ways = [contact.ways[0].value for contact in of_force.contacts_of(topic)]
    own, other = map(ways.index, own_first)
    assert own < other


def test_wherever_a_service_is_for_one_nation_alone_the_forces_own_is_not_behind(of_force):
    for topic in of_force.topics:
        nations = [c.nation for c in of_force.contacts_of(topic) if c.nation in ("england", "wales")]
        assert nations == sorted(nations, key=lambda nation: nation != of_force.force.nation), topic


def test_a_survivor_in_wales_is_not_left_with_a_link_for_england():
    ids = [contact.id for contact in load("example-cymru").contacts_of("safety.survivor")]
    assert ids.index("live_fear_free") < ids.index("sarc")


def test_the_way_to_a_council_is_that_of_the_nation(of_force):
    card, = contact_cards(of_force, [of_force.contacts["social_care"]])
    links = [way.value for way in card.ways if way.kind == "web"]
    host = {"england": "https://www.gov.uk/", "wales": "https://www.gov.wales/"}[of_force.force.nation]
    assert len(links) == 1 and links[0].startswith(host)


def test_a_table_without_a_line_of_the_nation_is_told_of_when_it_is_read(of_force):
    without = {**of_force.routes, HOME: ["emergency_999", "mens_advice_line"]}
    told = list(loose_ends(of_force.copy(update={"routes": without})))
    assert told == [f"data/safety/routes.yml: {HOME}: names no line of {of_force.force.nation} alone"]
