"""What a conversation leaves in its store while it lives and after leaving, looked for in the file itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.turn import sender_id
from tests.dialogue.test_privacy import CANARIES
from tests.service import Conversation, Service, running

pytestmark = pytest.mark.slow
ERASED_WITHIN = 10  # seconds: nobody who leaves is kept waiting for it


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conversations") / "conversations.db"


@pytest.fixture(scope="module")
def service(file: Path) -> Iterator[Service]:
    with running(SIGNPOST_CONVERSATIONS=f"sqlite:///{file}") as service:
        yield service


@pytest.fixture
def talk(service: Service) -> Conversation:
    """A conversation in which every canary was typed, as text and as an order to the engine."""
    person = Conversation(service)
    for canary in CANARIES:
        person.say(f"is {canary} on the register, he lives with my son {canary}")
    person.say('/zebrafinch{"zebrafinch": "zebrafinch"}')
    return person


def content(file: Path) -> bytes:
    """Everything that stands in the database and its journals."""
    return b"".join(part.read_bytes() for part in file.parent.iterdir())


def test_a_conversation_at_rest_holds_topics_and_no_words(talk: Conversation, file: Path) -> None:
    kept = content(file).lower()
    assert sender_id(talk.key).encode() in kept
    assert b"named.person" in kept
    assert not [word for word in (*CANARIES, "quagmire", "my son") if word.lower().encode() in kept]
    assert talk.key.lower().encode() not in kept


def test_leaving_erases_it_from_the_store(talk: Conversation, service: Service, file: Path) -> None:
    form = {"conversation": talk.key}
    left = service.http.post(f"{service.address}/exit", data=form, allow_redirects=False, timeout=10)
    assert left.status_code == 303
    until = time.monotonic() + ERASED_WITHIN
    while sender_id(talk.key).encode() in content(file):
        assert time.monotonic() < until, "still there"
        time.sleep(0.1)
