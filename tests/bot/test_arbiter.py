"""The last word: what the screen found, what is likely, honest doubt, and two questions in one."""

import pytest

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
         ranking(scheme__what=0.7, safety__survivor=0.25), ["safety.survivor"],
         "safety.survivor"),
        ("a hint that is not possible",
         ranking(scheme__what=0.8, safety__survivor=0.1), ["safety.survivor"],
         "scheme.what"),
        ("no danger alone is likely, all together are",
         ranking(scheme__what=0.35, safety__survivor=0.34, safety__child_self=0.3), [],
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
        ("danger comes first, and asks for less certainty",
         "scheme.cost", ranking(scheme__cost=0.7),
         ranking(scheme__cost=0.9, safety__survivor=0.6), ["safety.survivor", "scheme.cost"]),
        ("a part that sounds like danger in a message that is certainly about something else",
         "scheme.cost", ranking(scheme__cost=0.95),
         ranking(scheme__cost=0.9, safety__survivor=0.6), ["scheme.cost"]),
        ("a story that is unclear, but for one sentence",
         "chat.unclear", ranking(scheme__cost=0.1), ranking(law__register=0.9), ["law.register"]),
        ("a story that is clear",
         "scheme.cost", ranking(scheme__cost=0.6), ranking(law__register=0.9), ["scheme.cost"]),
        ("what the screen is sure of, and the question beside it",
         "safety.survivor", ranking(scheme__cost=0.5, safety__survivor=0.4),
         ranking(scheme__cost=0.9, safety__survivor=0.9), ["safety.survivor", "scheme.cost"]),
        ("what the screen is sure of, in words that surely ask something",
         "safety.survivor", ranking(scheme__cost=0.9), [], ["safety.survivor", "scheme.cost"]),
        ("two dangers are one card",
         "safety.survivor", ranking(safety__survivor=0.9),
         ranking(safety__survivor=0.9, safety__child_self=0.9), ["safety.survivor"]),
    ],
)
def test_two_questions_in_one_message(why, first, ranked, parts, topics):
    assert arbiter.both(first, ranked, parts) == topics, why


@pytest.mark.parametrize(
    ("topic", "for_the_young"),
    [
        ("safety.own_thoughts", "safety.young_person_thoughts"),
        ("safety.domestic_abuse", "safety.child_self"),
        ("safety.suicide_self_harm", "safety.suicide_self_harm"),
    ],
)
def test_somebody_young_gets_what_is_made_for_the_young(topic, for_the_young):
    ranked = ranking(**{topic.replace(".", "__"): 0.9})
    assert arbiter.decide(ranked, [], ["young"]) == arbiter.mend(topic, ranked, ["young"]) == for_the_young
    assert arbiter.decide(ranked, []) == arbiter.mend(topic, ranked) == topic
