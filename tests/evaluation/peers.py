"""The same questions ranked by plainer means, taught with the same examples. By hand, two minutes:
`python -m tests.evaluation.peers`. The screen takes no part; all questions of both blind sets do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from math import log

import numpy as np

from bot.knowledge.topics import read_topics
from bot.nlu.ranker import Ranker
from bot.nlu.second_reader import second_reader
from tests.evaluation.kept import keep_taught
from tests.evaluation.measures import Share
from tests.evaluation.teaching import SETTINGS, Question, examples, questions

BOTH, SERVICE = "both", "both, and the second reader where in doubt, as in the service"
WORD = re.compile(r"[a-z']+")
Examples = list[tuple[str, str]]  # text, topic


def answers() -> Examples:
    """The words of each topic's question and answer: all that a search over the pages would have."""
    return [
        (" ".join([topic.ask, topic.title, *(p.text for p in topic.paragraphs)]), topic.id)
        for topic in read_topics().values()
    ]


class BM25:
    """The search engines' ranking (k1 = 1.5, b = 0.75): each topic by its best document."""

    def __init__(self, documents: Examples) -> None:
        self._topics = [topic for _, topic in documents]
        counts = [Counter(WORD.findall(text.lower())) for text, _ in documents]
        lengths = [sum(count.values()) for count in counts]
        mean = sum(lengths) / len(lengths)
        self._weights: dict[str, list[tuple[int, float]]] = {}
        seen = Counter(word for count in counts for word in count)
        for number, (count, length) in enumerate(zip(counts, lengths)):
            for word, times in count.items():
                rarity = log(1 + (len(documents) - seen[word] + 0.5) / (seen[word] + 0.5))
                weight = rarity * times * 2.5 / (times + 1.5 * (0.25 + 0.75 * length / mean))
                self._weights.setdefault(word, []).append((number, weight))

    def rank(self, text: str) -> list[str]:
        scores: Counter[int] = Counter()
        for word in WORD.findall(text.lower()):
            for number, weight in self._weights.get(word, ()):
                scores[number] += weight
        return list(dict.fromkeys(self._topics[number] for number, _ in scores.most_common()))


def figures_of(ranked: Iterable[list[str]], asked: list[Question]) -> tuple[Share, Share]:
    """First place right, and among the first three."""
    first, among = [], []
    for topics, question in zip(ranked, asked):
        first.append(bool(topics) and topics[0] in question.case.right)
        among.append(bool(set(topics[:3]) & set(question.case.right)))
    return Share(sum(first), len(first)), Share(sum(among), len(among))


def main() -> None:
    taught, asked = examples(), questions()
    ranker = Ranker.fit(taught.texts, taught.vectors, taught.topics, **SETTINGS)
    by_answers, by_examples = BM25(answers()), BM25(list(zip(taught.texts, taught.topics)))
    peers: dict[str, Callable[[Question], list[str]]] = {
        "BM25 search over the answers": lambda question: by_answers.rank(question.text),
        "BM25 search over the examples": lambda question: by_examples.rank(question.text),
        "wording and logistic regression": lambda question: in_order(
            ranker, ranker.by_wording([question.text])[0]
        ),
        "sentence vectors and logistic regression": lambda question: in_order(
            ranker, ranker.by_meaning(question.vector)
        ),
        BOTH: lambda question: in_order(
            ranker, ranker.chances(question.text, question.vector)
        ),
        SERVICE: lambda question: in_order(ranker, weighed(ranker, question)),
    }
    found = {name: figures_of(map(rank, asked), asked) for name, rank in peers.items()}
    rows = {name: {"first": str(first), "among three": str(among)} for name, (first, among) in found.items()}
    keep_taught("peers", len(taught.texts), rows)
    for name, (first, among) in found.items():
        print(f"{name:62} {first} | among three {among}")


def weighed(ranker: Ranker, question: Question) -> np.ndarray:
    chances = ranker.chances(question.text, question.vector)
    return second_reader().weighed(question.text, ranker.topics, chances)


def in_order(ranker: Ranker, chances: np.ndarray) -> list[str]:
    return [ranker.topics[i] for i in np.argsort(-chances)]


if __name__ == "__main__":
    main()
