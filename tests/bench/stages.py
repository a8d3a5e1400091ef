"""Where a turn's time goes, in one process: median processor milliseconds of each step."""

from __future__ import annotations

import asyncio
import logging
import statistics
import time
from collections.abc import Callable, Iterator
from copy import copy
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockStore
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog

from bot.knowledge import load
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import render
from bot.locks import MemoryLocks, RedisLocks
from bot.nlu.minilm import minilm
from bot.nlu.second_reader import second_reader
from bot.replies import Replies
from bot.runner import InOrder
from bot.screening import Screener
from bot.stores.forgetting import Forgetting
from bot.stores.memory import MemoryStore
from bot.stores.redis import RedisStore
from bot.stores.sql import SQLStore
from bot.train import MODEL
from bot.turn import TurnRequest, Turns
from tests.servers import RedisServer
from web.door import MAX_TEXT

TEXT = "my nans new bloke gives me the creeps hes always round when my lad is here. who do i tell"
# Two sentences which may be about many things, so that the second reader is asked.
DOUBTFUL_TEXT = "do you lot know about the other thing they said. is it the same for hers as mine"
LONG_TEXT = (f"{TEXT}. " * 22)[:MAX_TEXT]
TIMES, TIMES_LONG = 60, 15
SOME_TURNS, LONG_CONVERSATIONS = (1, 20, 60), 5


def stages() -> Iterator[tuple[str, float]]:
    """(step, median milliseconds) of a turn of two sentences."""
    quick, full = Screener.load(names=False), Screener.load(names=True)
    masked = full.screen_text(TEXT).masked.text
    library = load()
    ref = ReplyRef(kind="answer", topic="concern.individual", choices=["scheme.start"])
    yield "door: screen (patterns, language, structured masks)", _median(lambda: quick.screen_text(TEXT))
    yield "door: the same with names masked by spaCy", _median(lambda: full.screen_text(TEXT))
    yield f"door: {MAX_TEXT:,} characters, all of it", _median(lambda: full.screen_text(LONG_TEXT))
    yield "engine: sentence vector", _median(lambda: minilm().vector(masked))
    yield "engine: second reader, where it is asked", _median(lambda: _asked_second(masked))
    yield from _in_the_engine(masked)
    yield "web: putting the reply into words", _median(lambda: render(library, ref))
    whole = WholeTurn()
    yield "a whole turn of two sentences", statistics.median(whole.costs_of(TEXT, TIMES))
    yield "the same, in doubt", statistics.median(whole.costs_of(DOUBTFUL_TEXT, TIMES))
    yield f"a whole turn of {MAX_TEXT:,} characters", statistics.median(whole.costs_of(LONG_TEXT, TIMES_LONG))


def _asked_second(masked: str) -> None:
    topics = second_reader().topics
    second_reader().weighed(masked, topics, np.full(len(topics), 1 / len(topics)))


class WholeTurn:
    """Door, engine and words, in this process: all that a typed message needs but HTTP."""

    def __init__(self) -> None:
        self._screener, self._library = Screener.load(names=True), load()
        self._loop, self._turns = asyncio.new_event_loop(), Turns(_agent())

    def costs_of(self, text: str, times: int) -> list[float]:
        """Processor milliseconds of each turn with `text` as the first message of a conversation."""
        return _costs(lambda: self._take(text), times)

    def _take(self, text: str) -> None:
        found = self._screener.screen_text(text)
        hints = [{"topic": f.topic, "strength": f.strength} for f in found.findings]
        asked = TurnRequest(
            text=found.masked.text, hints=hints, signs=list(found.signs), decided=found.decisive
        )
        for reply in self._loop.run_until_complete(self._turns.take(asked))["replies"]:
            render(self._library, ReplyRef(**reply))


@lru_cache(maxsize=1)
def _agent() -> Agent:
    """The engine's, with its action server in this process."""
    configure_structlog(logging.WARNING)
    agent = Agent.load(str(MODEL), generator=Replies(), action_endpoint=EndpointConfig())
    agent.tracker_store = MemoryStore(agent.domain)
    agent.processor.tracker_store = agent.tracker_store
    agent.processor.graph_runner = InOrder.of(agent.processor.graph_runner)
    return agent


def _in_the_engine(masked: str) -> Iterator[tuple[str, float]]:
    agent = _agent()
    loop = asyncio.new_event_loop()
    turns = Turns(agent)

    def parse() -> None:
        loop.run_until_complete(agent.processor.parse_message(UserMessage(masked)))

    def choice() -> None:
        loop.run_until_complete(turns.take(TurnRequest(choice="concern.individual")))

    yield "engine: understanding (vector included)", _median(parse)
    yield "engine: dialogue, new conversation", _median(choice)
    with RedisServer() as redis, TemporaryDirectory() as folder:
        for name, (store, locks) in stores(redis.address, Path(folder)).items():
            talks = [one_long_conversation(store, locks) for _ in range(LONG_CONVERSATIONS)]
            spent = zip(*(_costs(talk, max(SOME_TURNS)) for talk in talks))
            for turn, costs in enumerate(spent, start=1):
                if turn in SOME_TURNS:
                    yield f"engine: dialogue in {name}, turn {turn}", statistics.median(costs)


def stores(redis: str, folder: Path) -> dict[str, tuple[Forgetting, LockStore]]:
    """Every kind of store for conversations, with the locks that go with it."""
    domain = _agent().domain
    return {
        "memory": (MemoryStore(domain), MemoryLocks()),
        "Redis": (RedisStore(domain, redis), RedisLocks(EndpointConfig(url=redis))),
        "SQLite": (SQLStore(domain, f"sqlite:///{folder / 'conversations.db'}"), MemoryLocks()),
    }


def one_long_conversation(store: Forgetting, locks: LockStore) -> Callable[[], None]:
    """What takes the next turn of a conversation that is kept there."""
    agent, loop = copy(_agent()), asyncio.new_event_loop()
    agent.processor = copy(agent.processor)
    agent.tracker_store = agent.processor.tracker_store = store
    agent.lock_store = agent.processor.lock_store = locks
    turns, key = Turns(agent), None

    def take() -> None:
        nonlocal key
        asked = TurnRequest(conversation=key, choice="concern.individual")
        key = loop.run_until_complete(turns.take(asked))["conversation"]

    return take


def _median(step: Callable[[], object]) -> float:
    return statistics.median(_costs(step, TIMES))


def _costs(step: Callable[[], object], times: int) -> list[float]:
    """Processor milliseconds of each time that it is done."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        step()
        spent.append((time.process_time() - begun) * 1000)
    return spent
