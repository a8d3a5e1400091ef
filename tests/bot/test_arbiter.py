"""The last word: hint, likely topic, or honest doubt."""

import pytest

from bot.nlu.arbiter import Arbiter

arbiter = Arbiter({"hinted": 0.1, "likely": 0.3})


def ranking(**topics: float) -> list[dict]:
    named = {name.replace("__", "."): chance for name, chance in topics.items()}
    return [{"name": name, "confidence": chance} for name, chance in named.items()]


@pytest.mark.parametrize(
    ("ranked", "hints", "decided"),
    [
        (ranking(scheme__what=0.8, safety__survivor=0.1), set(), "scheme.what"),
        (ranking(scheme__what=0.8, safety__survivor=0.1), {"safety.survivor"}, "safety.survivor"),
        (ranking(scheme__what=0.8, safety__survivor=0.05), {"safety.survivor"}, "scheme.what"),
        (ranking(scheme__what=0.2, scheme__cost=0.15), set(), "chat.unclear"),
        (ranking(chat__unclear=0.9), {"safety.survivor"}, "chat.unclear"),
    ],
)
def test_a_hint_wins_if_possible_then_the_likeliest_if_likely_enough(ranked, hints, decided):
    assert arbiter.decide(ranked, hints)["name"] == decided
