"""Load from a process of its own: `python -m tests.bench.load KIND ADDRESS USERS SECONDS [PAUSE]`.

Each user begins another conversation after five turns, and waits PAUSE seconds between two of them (0).
KIND is signpost, leaving (the same, and each conversation is ended by its user) or untuned. Prints one JSON
object: seconds, times (ms) of the turns, how many of them were wrong (another reply than the one that the
question asks for) and how many errors (no reply at all).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle
from typing import Any

import requests

TURNS_OF_A_CONVERSATION = 5
# Questions whose topic is beyond doubt, so that a wrong reply is a fault and not a matter of taste.
QUESTIONS = (
    ("What is Childline?", "help.childline"),
    ("Does the scheme cost anything?", "scheme.cost"),
    ("What is ViSOR?", "mappa.visor"),
    ("Do I need ID?", "scheme.identity"),
    ("What is grooming? How do they operate?", "offenders.grooming"),
    ("Is it mostly strangers?", "offenders.known_or_stranger"),
    ("What are the MAPPA levels?", "mappa.levels"),
)


class NoReply(Exception):
    """The service gave no reply to a message."""


class SignpostUser:
    """Talks the HTTP contract."""

    def __init__(self, address: str) -> None:
        self._address, self._key, self._turns = address, None, 0
        self._http = requests.Session()
        self._http.trust_env = False

    def ask(self, text: str) -> str | None:
        """The topic of the first reply. Raises NoReply."""
        self._turns += 1
        try:
            if self._turns % TURNS_OF_A_CONVERSATION == 1:
                self.begin()
            return self._ask(text)
        except requests.RequestException:
            raise NoReply from None

    def begin(self) -> None:
        """A conversation of its own from here on."""
        self._key = None

    def _ask(self, text: str) -> str | None:
        answer = self._post("/api/v1/messages", {"conversation": self._key, "text": text})
        self._key = answer["conversation"]
        return answer["replies"][0]["topic"]

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self._http.post(self._address + path, json=body, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else None


class LeavingUser(SignpostUser):
    """Ends each conversation, as the way out does."""

    def begin(self) -> None:
        if self._key:
            self._post("/api/v1/conversations/end", {"conversation": self._key})
        super().begin()


class UntunedUser(SignpostUser):
    """Talks to Rasa's own REST channel; the answer action says its topic."""

    _names = count()

    def begin(self) -> None:
        self._key = f"user-{next(self._names)}"

    def _ask(self, text: str) -> str | None:
        answer = self._post("/webhooks/rest/webhook", {"sender": self._key, "message": text})
        if not answer:
            raise NoReply
        return answer[0].get("custom", {}).get("topic")


USERS = {"signpost": SignpostUser, "leaving": LeavingUser, "untuned": UntunedUser}


def run(user: SignpostUser, until: float, first: int, pause: float) -> Iterator[tuple[float, str]]:
    """Milliseconds of each turn until the time is up, and whether it was right, wrong or an error."""
    questions = cycle(QUESTIONS[first:] + QUESTIONS[:first])
    while time.monotonic() < until:
        text, topic = next(questions)
        begun = time.perf_counter()
        try:
            outcome = "right" if user.ask(text) == topic else "wrong"
        except NoReply:
            outcome = "error"
        yield (time.perf_counter() - begun) * 1000, outcome
        time.sleep(pause)


def main(kind: str, address: str, users: str, seconds: str, pause: str = "0") -> None:
    begun = time.monotonic()
    until = begun + float(seconds)

    def turns_of(number: int) -> list[tuple[float, str]]:
        return [*run(USERS[kind](address), until, number % len(QUESTIONS), float(pause))]

    with ThreadPoolExecutor(int(users)) as pool:
        turns = [turn for done in pool.map(turns_of, range(int(users))) for turn in done]
    outcomes = [outcome for _, outcome in turns]
    print(
        json.dumps(
            {
                "seconds": time.monotonic() - begun,
                "wrong": outcomes.count("wrong"),
                "errors": outcomes.count("error"),
                "times": [round(milliseconds, 2) for milliseconds, _ in turns],
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
