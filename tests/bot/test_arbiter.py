"""The last word: what the screen hints at, what is likely, and honest doubt."""

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
        ("nothing is likely", ranking(scheme__what=0.15, scheme__cost=0.1), [], "chat.unclear"),
    ],
)
def test_one_rule_from_top_to_bottom(why, ranked, hints, decided):
    assert arbiter.decide(ranked, hints)["name"] == decided, why

