"""What a conversation leaves in its store and in files: while it lives, after leaving, after its time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from bot.turn import sender_id
from tests.dialogue.at_rest import File, InRedis, Store, written_by
from tests.dialogue.test_privacy import CANARIES
from tests.servers import RedisServer
from tests.service import Conversation, Service, running

pytestmark = pytest.mark.slow
ERASED_WITHIN = 10  # seconds: nobody who leaves is kept waiting for it


@pytest.fixture(scope="module", params=["sqlite", "redis"])
def store(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    if request.param == "sqlite":
        yield File(tmp_path_factory.mktemp("conversations"))
        return
    with RedisServer() as server:
        yield InRedis(server)


@pytest.fixture(scope="module")
def kept(store: Store) -> Iterator[Service]:
    """A service that keeps its conversations in that store."""
    with running(SIGNPOST_CONVERSATIONS=store.address) as service:
        yield service


def play(service: Service) -> Conversation:
    """A conversation in which every canary was typed, as text and as an order to the engine."""
    person = Conversation(service)
    for canary in CANARIES:
        person.say(f"is {canary} on the register, he lives with my son {canary}")
    person.say('/zebrafinch{"zebrafinch": "zebrafinch"}')
    return person


def typed_words_in(found: bytes) -> list[str]:
    found = found.lower()
    return [word for word in (*CANARIES, "quagmire", "my son") if word.lower().encode() in found]


def assert_gone(person: Conversation, store: Store) -> None:
    until = time.monotonic() + ERASED_WITHIN
    while sender_id(person.key).encode() in store.everything():
        assert time.monotonic() < until, "still there"
        time.sleep(0.1)


def test_a_conversation_at_rest_holds_topics_and_no_words(kept: Service, store: Store) -> None:
    person = play(kept)
    found = store.everything()
    assert sender_id(person.key).encode() in found
    assert b"named.person" in found
    assert not typed_words_in(found)
    assert person.key.encode() not in found


def test_no_file_of_any_process_holds_a_word_or_a_key(kept: Service) -> None:
    person = play(kept)
    written = written_by(kept)
    assert b"SQLite format 3" in written and b"POST /" not in written  # files are really read
    assert not typed_words_in(written)
    assert person.key.encode() not in written


def leave(service: Service, key: str) -> None:
    form = {"conversation": key}
    left = service.http.post(f"{service.address}/exit", data=form, allow_redirects=False, timeout=10)
    assert left.status_code == 303


def start_again(service: Service, key: str) -> None:
    form = {"conversation": key}
    service.http.post(f"{service.address}/start-again", data=form, timeout=10).raise_for_status()


def end(service: Service, key: str) -> None:
    address = f"{service.address}/api/v1/conversations/end"
    service.http.post(address, json={"conversation": key}, timeout=10).raise_for_status()


@pytest.mark.parametrize("way", [leave, start_again, end])
def test_whoever_leaves_is_erased_from_the_store(kept, store, way: Callable[[Service, str], None]) -> None:
    person, other = play(kept), play(kept)
    way(kept, person.key)
    assert_gone(person, store)
    assert kept.send(conversation=person.key, text="hello").json()["notice"] == "expired"
    assert sender_id(other.key).encode() in store.everything()
    assert other.say("hello")["notice"] != "expired"


def test_what_was_idle_for_twenty_minutes_is_erased_by_the_next_message_of_anybody(kept, store) -> None:
    person = play(kept)
    store.let_the_idle_time_pass()
    Conversation(kept).choose("concern.individual")  # a choice has no ranking, which might name the topic
    assert b"named.person" not in store.everything()
    assert kept.send(conversation=person.key, text="hello").json()["notice"] == "expired"


def test_in_memory_a_conversation_is_in_no_file_at_all(service: Service) -> None:
    person = play(service)
    written = written_by(service)
    assert not typed_words_in(written)
    assert sender_id(person.key).encode() not in written and b"named.person" not in written
