"""Accuracy against examples a topic: do more of them still pay? By hand, half an hour:
`python -m tests.evaluation.learning_curve`. The encoder was tuned on all the examples, so the curve of
the sentence vectors begins too high; that of the wording knows only what it is given.
"""

from __future__ import annotations

from bot.nlu.ranker import Ranker
from tests.evaluation.kept import keep_taught
from tests.evaluation.peers import figures_of, in_order
from tests.evaluation.teaching import SETTINGS, examples, questions

EACH = (1, 3, 5, 10, 25, 50, 100, 200, 300, 10_000)


def main() -> None:
    asked = questions()
    curve = {}
    for each in EACH:
        taught = examples().at_most(each)
        ranker = Ranker.fit(taught.texts, taught.vectors, taught.topics, **SETTINGS)
        both = [in_order(ranker, ranker.chances(q.text, q.vector)) for q in asked]
        wording = [in_order(ranker, chances) for chances in ranker.by_wording([q.text for q in asked])]
        name = "all" if each == EACH[-1] else str(each)
        first, among = figures_of(both, asked)
        curve[name] = {
            "first": str(first),
            "among three": str(among),
            "wording alone, first": str(figures_of(wording, asked)[0]),
        }
        print(f"{name:24} {curve[name]}", flush=True)
    keep_taught("learning_curve", len(examples().texts), curve)


if __name__ == "__main__":
    main()
