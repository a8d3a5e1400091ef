"""Somebody under 18: what is made for adults gives way, and Childline stands second."""

import pytest

from bot.knowledge.reading import DATA, read_yaml
from bot.young import CHILDLINE, FOR_THE_YOUNG, INSTEAD, UNDER_18, YOUNG, for_the_age, with_childline

ROUTES = read_yaml(DATA / "safety" / "routes.yml")["routes"]


@pytest.mark.parametrize(("topic", "for_the_young"), INSTEAD.items())
def test_whoever_says_that_they_are_under_18_gets_what_is_made_for_the_young(topic, for_the_young):
    assert for_the_age(topic, [UNDER_18]) == for_the_young
    assert for_the_young in FOR_THE_YOUNG
    assert for_the_age(topic, []) == topic


@pytest.mark.parametrize(
    ("topic", "heard"),
    [
        ("safety.own_thoughts", "safety.young_person_thoughts"),
        ("safety.domestic_abuse", "safety.child_self"),
        ("safety.online_abuse", "safety.online_abuse"),  # "someone at school asks my kid for nudes"
        ("safety.suicide_self_harm", "safety.suicide_self_harm"),
    ],
)
def test_to_write_as_the_young_do_is_enough_where_no_parent_would_write_so(topic, heard):
    assert for_the_age(topic, [YOUNG]) == heard


@pytest.mark.parametrize("topic", ROUTES)
def test_childline_is_the_second_contact_at_the_latest_and_nobody_is_lost(topic):
    ordered = with_childline(ROUTES[topic])
    assert ordered.index(CHILDLINE) <= 1
    assert ordered[0] == ROUTES[topic][0]
    assert set(ordered) == {*ROUTES[topic], CHILDLINE} and len(ordered) == len(set(ordered))
