"""Counts and times for Prometheus. Never whom they belong to; of topics only their groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from time import perf_counter
from typing import Literal, get_args

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

from bot.knowledge.references import Kind
from bot.knowledge.reply import Reply
from web.problems import KINDS, Problem

Part = Literal["turn", "door", "engine"]
SAFETY = "safety"
OUTCOMES = ("answered", "refused", "failed")
CLASSES = ("2xx", "3xx", "4xx", "5xx")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5)

disable_created_metrics()  # they tell the second at which each series began


class Metrics:
    """Each series is there from the start, so that none tells something by appearing.

    No method raises: nobody goes without an answer because something could not be counted.
    """

    def __init__(self, groups: Iterable[str]) -> None:
        """`groups` of topics: the folders of data/topics."""
        self.registry = CollectorRegistry()
        self._turns = self._counter("turns", "Messages, by what came of them", "outcome", OUTCOMES)
        self._problems = self._counter("problems", "What kept a person from an answer", "problem", KINDS)
        self._replies = self._counter("replies", "Replies shown, by kind", "kind", get_args(Kind))
        self._topics = self._counter("topics", "Replies shown, by group of topics", "group", groups)
        self._responses = self._counter("responses", "Responses, by class of status", "status", CLASSES)
        named = ("signpost_seconds", "How long a turn took, and its parts", ["part"])
        seconds = Histogram(*named, buckets=SECONDS, registry=self.registry)
        self._seconds = {part: seconds.labels(part) for part in get_args(Part)}

    @contextmanager
    def timed(self, part: Part) -> Iterator[None]:
        """Measure what is done inside, also where it fails."""
        begun = perf_counter()
        try:
            yield
        finally:
            with suppress(Exception):
                self._seconds[part].observe(perf_counter() - begun)

    def count_turn(self, error: Exception | None = None) -> None:
        """One more message. It was refused where the sender could do better, it failed where we could."""
        with suppress(Exception):
            status = error.status if isinstance(error, Problem) else 500
            self._turns.labels("answered" if error is None else "refused" if status < 500 else "failed").inc()

    def count_problem(self, name: str) -> None:
        """One more problem of this name, whether it was told or a safety card took its place."""
        with suppress(Exception):
            self._problems.labels(name).inc()

    def count_replies(self, shown: Iterable[Reply]) -> None:
        """What one turn shows. All that is about safety counts as one, whichever topic it is."""
        with suppress(Exception):
            for reply in shown:
                group = (reply.topic or "").partition(".")[0]
                is_safety = SAFETY in (reply.kind, group)
                self._replies.labels(SAFETY if is_safety else reply.kind).inc()
                self._topics.labels(SAFETY if is_safety else group).inc()

    def count_responses(self, app: Flask) -> None:
        """From now on count each response of `app` but those on its health."""

        @app.after_request
        def _count(response: Response) -> Response:
            with suppress(Exception):
                if request.blueprint != "health":
                    self._responses.labels(f"{response.status_code // 100}xx").inc()
            return response

    def _counter(self, name: str, meaning: str, label: str, values: Iterable[str]) -> Counter:
        counter = Counter(f"signpost_{name}", meaning, [label], registry=self.registry)
        for value in values:
            counter.labels(value)
        return counter
