"""People who talk all at once, without pause, and note what became of each message."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from uuid import uuid4

import requests

from bot.turn import sender_id
from tests.bench.load import QUESTIONS
from tests.servers import RedisServer
from tests.service import Service

TURNS_OF_A_CONVERSATION = 20


class Crowd:
    """`heard` counts messages: answered, told (there is no answer now, and whom to call), cut off, or wrong.

    A message that was not answered is sent again under its id, as the page does. `wrong` is a reply to
    another message, a conversation that was lost, or anything else that leaves a person waiting.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self.told: defaultdict[str, list[str]] = defaultdict(list)  # ids of answers, by conversation
        self.over = Event()
        self._lock = Lock()
        self.heard: Counter[str] = Counter()
        self.wrong: list[str] = []

    def talk(self, first: int) -> None:
        """One person's conversation until it is over. Nothing ends it unheard, as a thread's errors would."""
        try:
            self._talk(first)
        except Exception as error:
            self.wrong.append(f"{type(error).__name__}: {error}")

    def _talk(self, first: int) -> None:
        http, key, number = requests.Session(), None, first
        http.trust_env = False
        while not self.over.is_set():
            text, topic = QUESTIONS[number % len(QUESTIONS)]
            message = {"conversation": key, "text": text, "message_id": str(uuid4())}
            while (outcome := self._send(http, message, topic)) in ("told", "cut off"):
                if self.over.wait(0.2):
                    return
            if outcome.startswith("key:"):
                key = outcome.removeprefix("key:")
            number += 1
            if number % TURNS_OF_A_CONVERSATION == 0:
                key = None

    def _send(self, http: requests.Session, message: dict, topic: str) -> str:
        """"key:" and the conversation's key for an answer, else what happened."""
        try:
            said = http.post(f"{self._service.address}/api/v1/messages", json=message, timeout=10)
        except requests.Timeout:  # nobody is to wait for so long
            self.wrong.append(f"{topic} asked, no answer in 10 seconds")
            return self._note("wrong")
        except requests.ConnectionError:
            return self._note("cut off")
        if said.status_code == 503 and "emergency_999" in [c["id"] for c in said.json()["contacts"]]:
            return self._note("told")
        body = said.json()
        key = message["conversation"]
        if said.status_code != 200 or body["replies"][0]["topic"] != topic or body["notice"] == "expired":
            self.wrong.append(f"{said.status_code}: {topic} asked, {said.text[:300]}")
            return self._note("wrong")
        if key and key != body["conversation"]:
            self.wrong.append("another conversation's key")
            return self._note("wrong")
        self._note("answered")
        self.told[body["conversation"]].append(message["message_id"])
        return f"key:{body['conversation']}"

    def kept_otherwise(self, redis: RedisServer) -> list[str]:
        """The conversations that Redis does not hold as they were told: each answer once, and in order."""
        found = []
        for key, told in self.told.items():
            events = json.loads(redis.client.get(f"signpost:tracker:{sender_id(key)}"))["events"]
            kept = [message for event in events for message in messages_of(event)]
            # What was answered to nobody, and not asked again since the test was over, may be there too.
            if [one for one in kept if one in told] != told or len(set(kept)) < len(kept):
                found.append(f"told {told}, kept {kept}")
        return found

    def _note(self, outcome: str) -> str:
        with self._lock:
            self.heard[outcome] += 1
        return outcome


def messages_of(event: dict) -> list[str]:
    """The ids of the messages that an event of a kept conversation is of: one, many earlier ones, or none."""
    if event["event"] == "earlier":
        return [turn["id"] for turn in event["turns"]]
    return [event["message_id"]] if event["event"] == "user" else []


@contextmanager
def crowd(service: Service, people: int = 4, redis: RedisServer | None = None) -> Iterator[Crowd]:
    """People who talk as long as the context lasts. Nobody may hear a wrong reply, whatever happens, and
    what `redis` keeps is what they were told."""
    talking = Crowd(service)
    threads = [Thread(target=talking.talk, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    try:
        yield talking
    finally:
        talking.over.set()
        for thread in threads:
            thread.join()
    assert not talking.wrong, talking.wrong[:3]
    assert not redis or not (otherwise := talking.kept_otherwise(redis)), otherwise[:3]
