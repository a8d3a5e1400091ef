"""The last word: what the screen found, what is likely, honest doubt, and two questions in one."""

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.arbiter import Arbiter

arbiter = Arbiter(Arbiter.get_default_config())


def ranking(**topics: float) -> list[dict]:
    named = {name.replace("__", "."): chance for name, chance in topics.items()}
    ranked = sorted(named.items(), key=lambda item: -item[1])
    return [{"name": name, "confidence": chance} for name, chance in ranked]


@pytest.mark.parametrize(
    ("why", "ranked", "hints", "decided"),
    [
        ("a hint that is possible",
         ranking(scheme__what=0.6, safety__survivor=0.35), ["safety.survivor"],
         "safety.survivor"),
        ("a hint that is not possible",
         ranking(scheme__what=0.8, safety__survivor=0.1), ["safety.survivor"],
         "scheme.what"),
        ("a hint at another danger than those that are possible",
         ranking(scheme__what=0.6, safety__survivor=0.2, safety__child_self=0.12), ["safety.vigilante"],
         "safety.survivor"),
        ("no danger alone is likely, all together are",
         ranking(scheme__what=0.33, safety__survivor=0.35, safety__child_self=0.31), [],
         "safety.survivor"),
        ("an ordinary question", ranking(scheme__what=0.8, safety__survivor=0.1), [], "scheme.what"),
        ("nothing is likely", ranking(scheme__what=0.12, scheme__cost=0.1), [], "chat.unclear"),
        ("it may as well be none of ours",
         ranking(scheme__what=0.5, chat__out_of_scope=0.1), [], "chat.unclear"),
        ("it is none of ours", ranking(chat__out_of_scope=0.5, scheme__what=0.3), [], "chat.out_of_scope"),
        ("danger counts even where it may be none of ours",
         ranking(safety__survivor=0.65, chat__out_of_scope=0.3), [], "safety.survivor"),
        ("nothing speaks for anything, as after a correction",
         ranking(scheme__what=0.0, scheme__cost=0.0), [], "chat.unclear"),
    ],
)
def test_one_rule_from_top_to_bottom(why, ranked, hints, decided):
    assert arbiter.decide(ranked, hints) == decided, why


@pytest.mark.parametrize(
    ("why", "first", "ranked", "parts", "topics"),
    [
        ("one question", "scheme.cost", ranking(scheme__cost=0.9), [], ["scheme.cost"]),
        ("two sure questions, the likelier first",
         "scheme.cost", ranking(scheme__cost=0.5, scheme__how_long=0.4),
         ranking(scheme__how_long=0.95, scheme__cost=0.9), ["scheme.cost", "scheme.how_long"]),
        ("one of the two is not sure",
         "scheme.cost", ranking(scheme__cost=0.5, scheme__how_long=0.4),
         ranking(scheme__how_long=0.7, scheme__cost=0.9), ["scheme.cost"]),
        ("a part that the whole message hardly speaks of",
         "scheme.cost",
         ranking(scheme__cost=0.5, scheme__what=0.2, scheme__start=0.1, scheme__process=0.1,
                 scheme__grounds=0.05, law__register=0.01),
         ranking(law__register=0.9, scheme__cost=0.9), ["scheme.cost"]),
        ("small talk beside a question",
         "scheme.cost", ranking(scheme__cost=0.5, chat__greeting=0.4),
         ranking(chat__greeting=0.95, scheme__cost=0.9), ["scheme.cost"]),
        ("a question about this service beside another",
         "chat.privacy", ranking(chat__privacy=0.5, scheme__cost=0.4),
         ranking(chat__privacy=0.95, scheme__cost=0.9), ["chat.privacy", "scheme.cost"]),
        ("a question about this service beside danger",
         "safety.own_thoughts", ranking(chat__privacy=0.5, safety__own_thoughts=0.4),
         ranking(chat__privacy=0.95, safety__own_thoughts=0.9), ["safety.own_thoughts", "chat.privacy"]),
        ("danger comes first, and asks for less certainty",
         "scheme.cost", ranking(scheme__cost=0.7),
         ranking(scheme__cost=0.9, safety__survivor=0.7), ["safety.survivor", "scheme.cost"]),
        ("a part that sounds like danger in a message that is certainly about something else",
         "scheme.cost", ranking(scheme__cost=0.95),
         ranking(scheme__cost=0.9, safety__survivor=0.7), ["scheme.cost"]),
        ("a story that is unclear, but for one sentence",
         "chat.unclear", ranking(scheme__cost=0.1), ranking(law__register=0.9), ["law.register"]),
        ("a story that is clear",
         "scheme.cost", ranking(scheme__cost=0.6), ranking(law__register=0.9), ["scheme.cost"]),
        ("what the screen is sure of, and the question beside it",
         "safety.survivor", ranking(scheme__cost=0.5, safety__survivor=0.4),
         ranking(scheme__cost=0.9, safety__survivor=0.9), ["safety.survivor", "scheme.cost"]),
        ("what the screen is sure of, in words that surely ask something",
         "safety.survivor", ranking(scheme__cost=0.9, safety__survivor=0.08), [],
         ["safety.survivor", "scheme.cost"]),
        ("what the screen is sure of, where all that is written hardly tells of it",
         "safety.survivor", ranking(scheme__cost=0.9, safety__survivor=0.03), [],
         ["scheme.cost", "safety.survivor"]),
        ("what the screen is sure of, where all that is written surely asks something else",
         "safety.survivor", ranking(scheme__cost=0.9), [], ["scheme.cost"]),
        ("the same, and one part tells of danger",
         "safety.survivor", ranking(scheme__cost=0.9), ranking(scheme__cost=0.9, safety__survivor=0.5),
         ["safety.survivor", "scheme.cost"]),
        ("the same, of a child who writes",
         "safety.child_self", ranking(scheme__cost=0.9), [], ["safety.child_self", "scheme.cost"]),
        ("a question that is certain, and a part that is certainly a danger",
         "scheme.cost", ranking(scheme__cost=0.95), ranking(scheme__cost=0.95, safety__survivor=0.95),
         ["safety.survivor", "scheme.cost"]),
        ("a way to do harm is asked, and how others do it is like it",
         "safety.own_thoughts", ranking(offenders__grooming=0.9), [], ["safety.own_thoughts"]),
        ("the same, and what others do against it is like it",
         "safety.own_thoughts", ranking(prevent__online=0.9), [], ["safety.own_thoughts"]),
        ("the same, of a young writer",
         "safety.young_person_thoughts", ranking(offenders__grooming=0.9), [],
         ["safety.young_person_thoughts"]),
        ("two dangers are one card",
         "safety.survivor", ranking(safety__survivor=0.9),
         ranking(safety__survivor=0.9, safety__child_self=0.9), ["safety.survivor"]),
    ],
)
def test_two_questions_in_one_message(why, first, ranked, parts, topics):
    assert arbiter.both(first, ranked, parts) == topics, why


def understood(text: str, ranked: list[dict], parts: list[dict] | None = None, **metadata) -> Message:
    message = Message({TEXT: text, "intent_ranking": ranked, "parts": parts or [], "metadata": metadata})
    return arbiter.process([message])[0]


@pytest.mark.parametrize("decided", [None, "safety.online_abuse"])
def test_somebody_young_gets_what_is_made_for_the_young(decided):
    ranked = ranking(safety__online_abuse=0.9)
    of_a_child = understood("he wants nudes", ranked, decided=decided, signs=["young", "under_18"])
    assert of_a_child.get("intent")["name"] == "safety.child_self"
    of_anybody = understood("he wants nudes", ranked, decided=decided)
    assert of_anybody.get("intent")["name"] == "safety.online_abuse"


def test_so_they_do_where_danger_is_told_beside_a_question():
    parts = ranking(scheme__cost=0.9, safety__survivor=0.7)
    both = understood("i was abused and is it free", ranking(scheme__cost=0.7), parts, signs=["under_18"])
    assert [both.get("intent")["name"], *both.get("also")] == ["safety.child_self", "scheme.cost"]


def test_what_the_screen_is_sure_of_gives_way_to_what_the_ranking_is_sure_of():
    assert arbiter.mend("safety.vigilante", ranking(safety__survivor=0.9)) == "safety.survivor"


def test_but_what_a_child_tells_of_itself_stands():
    assert arbiter.mend("safety.child_self", ranking(safety__online_abuse=0.99)) == "safety.child_self"


@pytest.mark.parametrize(("text", "by_name"), [("how does the scheme work", True), ("is it free", False)])
def test_whether_the_scheme_was_named(text, by_name):
    assert understood(text, ranking(scheme__cost=0.9)).get("by_name") == by_name


@pytest.mark.parametrize(("text", "ranked", "topic"), [
    ("my husband has never hit me", ranking(safety__domestic_abuse=0.9, scheme__partner=0.2),
     "scheme.partner"),
    ("i was never abused", ranking(safety__survivor=0.99), "chat.unclear"),
    ("i dont want to die", ranking(safety__suicide_self_harm=0.99), "safety.suicide_self_harm"),
    ("my husband has never hit me, but i lie awake at night and wait for the door to bang",
     ranking(safety__domestic_abuse=0.96), "safety.domestic_abuse"),
])
def test_who_denies_a_danger_and_says_no_more_is_believed(text, ranked, topic):
    """Not where it may be fear for one's life, and not where more is told."""
    assert understood(text, ranked, signs=["denied"]).get("intent")["name"] == topic
