"""Load from a process of its own: `python -m tests.bench.load KIND ADDRESS USERS SECONDS`.

Users send without pause, five turns a conversation. Prints one JSON object: turns, wrong, times (ms).
KIND is signpost or untuned. A reply counts only if it is the one its question asks for.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle
from typing import Any

import requests

TURNS_OF_A_CONVERSATION = 5
# Questions whose topic is beyond doubt, so that a wrong reply is a fault and not a matter of taste.
QUESTIONS = (
    ("What is Childline?", "help.childline"),
    ("Does it cost anything?", "scheme.cost"),
    ("What is ViSOR?", "mappa.visor"),
    ("Do I need ID?", "scheme.identity"),
    ("What is grooming? How do they operate?", "offenders.grooming"),
    ("Is it mostly strangers?", "offenders.known_or_stranger"),
    ("What are the MAPPA levels?", "mappa.levels"),
)


class SignpostUser:
    """Talks the HTTP contract."""

    def __init__(self, address: str) -> None:
        self._url, self._key, self._turns = f"{address}/api/v1/messages", None, 0
        self._http = requests.Session()
        self._http.trust_env = False

    def ask(self, text: str) -> str | None:
        """The topic of the first reply; None for any failure."""
        if self._turns % TURNS_OF_A_CONVERSATION == 0:
            self._key = None
        self._turns += 1
        answer = self._http.post(self._url, json={"conversation": self._key, "text": text})
        if answer.status_code != 200:
            return None
        self._key = answer.json()["conversation"]
        return answer.json()["replies"][0]["topic"]


class UntunedUser(SignpostUser):
    """Talks to Rasa's own REST channel; the answer action says its topic."""

    _names = count()

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._url = f"{address}/webhooks/rest/webhook"

    def ask(self, text: str) -> str | None:
        if self._turns % TURNS_OF_A_CONVERSATION == 0:
            self._key = f"user-{next(self._names)}"
        self._turns += 1
        answer = self._http.post(self._url, json={"sender": self._key, "message": text}).json()
        return answer[0].get("custom", {}).get("topic") if answer else None


def run(user: SignpostUser, until: float, first: int) -> list[tuple[float, bool]]:
    """(milliseconds, right) of every turn until the time is up."""
    turns = []
    questions = cycle(QUESTIONS[first:] + QUESTIONS[:first])
    while time.monotonic() < until:
        text, topic = next(questions)
        begun = time.perf_counter()
        said = user.ask(text)
        turns.append(((time.perf_counter() - begun) * 1000, said == topic))
    return turns


def main() -> None:
    kind, address, users, seconds = sys.argv[1:]
    person: type[Any] = {"signpost": SignpostUser, "untuned": UntunedUser}[kind]
    begun = time.monotonic()
    with ThreadPoolExecutor(int(users)) as pool:
        until = begun + float(seconds)
        runs = pool.map(
            lambda n: run(person(address), until, n % len(QUESTIONS)), range(int(users))
        )
        turns = [turn for done in runs for turn in done]
    print(
        json.dumps(
            {
                "seconds": time.monotonic() - begun,
                "wrong": sum(not right for _, right in turns),
                "times": [round(ms, 2) for ms, _ in turns],
            }
        )
    )


if __name__ == "__main__":
    main()
