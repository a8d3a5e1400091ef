"""The website with two engines: it takes them in turn, and where one cannot answer the other does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from flask.testing import FlaskClient

from tests.servers import until
from tests.service import free_port
from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble
from web import addresses
from web.engine import SECONDS_TO_PROBE

LIMIT = 1.0  # seconds for an engine here, where it is some two for people


@pytest.fixture(scope="module")
def running() -> Iterator[list[EngineDouble]]:
    with EngineDouble() as first, EngineDouble() as second:
        yield [first, second]


@pytest.fixture
def two(running: list[EngineDouble]) -> Iterator[list[EngineDouble]]:
    """Two healthy engines that know the same conversations, as real ones do by their store."""
    for double in running:
        double.reset()
    running[1].conversations = running[0].conversations
    yield running
    for double in running:
        double.reset()


@pytest.fixture
def client(two: list[EngineDouble]) -> FlaskClient:
    return client_of(*(double.address for double in two))


def client_of(*addresses: str) -> FlaskClient:
    return create_test_app(engine=" ".join(addresses), engine_timeout=LIMIT).test_client()


def ask(client: FlaskClient, conversation: str | None = None):
    message = {"conversation": conversation, "text": "topic:scheme.what"}
    return client.post("/api/v1/messages", json=message)


def asked(two: list[EngineDouble]) -> list[int]:
    return [len(double.turns) for double in two]


def test_they_take_turns(client: FlaskClient, two) -> None:
    key = ask(client).get_json()["conversation"]
    for _ in range(5):
        said = ask(client, key).get_json()
        assert (said["conversation"], said["notice"]) == (key, "preview")
    assert asked(two) == [3, 3]


@pytest.mark.parametrize("behaviour", ["hangs up", "loading", "broken"])
def test_where_one_cannot_answer_the_other_does(client: FlaskClient, two, behaviour: str) -> None:
    two[0].behaviour = behaviour
    for _ in range(4):
        assert ask(client).status_code == 200
    assert len(two[1].turns) == 4


def test_a_message_keeps_its_id_when_it_goes_on_to_the_other(client: FlaskClient, two) -> None:
    two[0].behaviour = two[1].behaviour = "hangs up once"
    while ask(client).status_code != 200 or not all(asked(two)):
        pass
    first, second = two[0].turns[0], two[1].turns[0]
    assert first["message_id"] == second["message_id"]


def test_one_that_is_not_there_is_hardly_noticed(two) -> None:
    client = client_of(f"http://127.0.0.1:{free_port()}", two[0].address)
    begun = time.monotonic()
    assert [ask(client).status_code for _ in range(6)] == [200] * 6
    assert time.monotonic() - begun < LIMIT


def test_one_that_stands_still_costs_one_person_an_answer_and_is_then_avoided(client, two) -> None:
    two[0].behaviour = "slow"
    begun = time.monotonic()
    statuses = [ask(client).status_code for _ in range(6)]
    assert sorted(statuses) == [200] * 5 + [503]
    assert time.monotonic() - begun < 2 * LIMIT
    assert len(two[0].turns) == 1


def test_one_that_has_fallen_behind_gets_the_next_calls_last(client: FlaskClient, two) -> None:
    """Taking turns would give it as much as the other, until nobody is answered by it in time."""
    with late_answers(client, two[:1]):
        assert [ask(client).status_code for _ in range(4)] == [200] * 4
        assert asked(two) == [1, 4]


def test_one_that_answers_others_meanwhile_is_busy_and_not_avoided(client: FlaskClient, two) -> None:
    """Else a crowd that is too much for two engines would all be sent to one of them."""
    with late_answers(client, two):
        assert [ask(client).status_code for _ in range(4)] == [200] * 4
        assert asked(two) == [3, 3]
    assert [ask(client).status_code for _ in range(4)] == [200] * 4
    assert asked(two) == [5, 5]


@contextmanager
def late_answers(client: FlaskClient, doubles: list[EngineDouble]) -> Iterator[None]:
    """Each of them has one message that it answers too late, and answers all others."""
    with ThreadPoolExecutor(len(doubles)) as people:
        late = []
        for double in doubles:
            double.behaviour = "slow"
            late.append(people.submit(ask, client.application.test_client()))
            until(lambda double=double: double.turns)
            double.behaviour = "answers"
        yield
        assert [answer.result().status_code for answer in late] == [503] * len(doubles)


def test_one_that_ran_out_of_time_is_not_followed_by_another(client: FlaskClient, two) -> None:
    """Two engines that are overloaded are not helped by twice the messages."""
    for double in two:
        double.behaviour = "is overloaded"
    assert ask(client).status_code == 503
    assert sum(asked(two)) == 1


def test_if_none_can_answer_the_person_gets_the_emergency_contacts(client: FlaskClient, two) -> None:
    for double in two:
        double.behaviour = "broken"
    refused = ask(client)
    assert refused.status_code == 503
    assert refused.get_json()["contacts"][0]["id"] == "emergency_999"


def test_what_was_not_offered_is_not_asked_of_another(client: FlaskClient, two) -> None:
    for double in two:
        double.behaviour = "not_offered"
    assert ask(client).status_code == 409
    assert sum(asked(two)) == 1


@pytest.mark.parametrize(
    ("behaviours", "state"),
    [
        (("answers", "loading"), "ready"),
        (("slow", "answers"), "ready"),
        (("hangs up", "answers"), "ready"),
        (("loading", "broken"), "loading"),
        (("hangs up", "broken"), "down"),
    ],
)
def test_it_is_ready_if_any_of_them_is(client: FlaskClient, two, behaviours, state: str) -> None:
    for double, behaviour in zip(two, behaviours):
        double.behaviour = behaviour
    told = client.get("/health/ready")
    assert (told.status_code, told.get_json()["state"]) == (200 if state == "ready" else 503, state)


def test_one_that_stands_still_is_looked_at_once_for_all_who_ask(two) -> None:
    """Else each page would keep a thread for it until no message finds one."""
    two[1].behaviour = "slow"
    addresses = " ".join(double.address for double in two)
    client = create_test_app(engine=addresses, engine_timeout=30).test_client()
    for _ in range(5):
        assert client.get("/health/ready").get_json() == {"state": "ready"}
    assert len([call for call, _ in two[1].received if call == "health"]) <= 1


def test_what_nobody_waits_for_any_more_is_not_sent(two) -> None:
    """It would be answered to nobody, and might begin anew what was ended meanwhile."""
    client, released = client_of(two[0].address), Event()
    pool = client.application.extensions["signpost"].engine._pool
    for _ in range(pool._max_workers):  # each thread has something to do
        pool.submit(released.wait, 60)
    assert ask(client).status_code == 503
    released.set()
    pool.shutdown()
    assert asked(two) == [0, 0]


def test_where_it_stands_still_one_call_waits_and_the_others_are_told_at_once(two) -> None:
    """Else those who have no thread yet would wait for it twice, whoever is in danger among them."""
    two[0].behaviour = "slow"
    app = create_test_app(engine=two[0].address, engine_timeout=LIMIT)
    assert ask(app.test_client()).status_code == 503

    def seconds(_: int) -> float:
        begun = time.monotonic()
        assert ask(app.test_client()).status_code == 503
        return time.monotonic() - begun

    with ThreadPoolExecutor(8) as people:
        waited = sorted(people.map(seconds, range(8)))
    assert waited[-2] < SECONDS_TO_PROBE < waited[-1] + 0.1 < LIMIT
    two[0].reset()
    assert ask(app.test_client()).status_code == 200
    assert ask(app.test_client()).status_code == 200


def test_whoever_asks_while_it_stands_still_has_an_answer_within_three_seconds(two) -> None:
    """Sixty people, and a website with a thread for every second one of them."""
    two[0].behaviour = "slow"
    app = create_test_app(engine=two[0].address)  # with the time limit of the service
    begun = time.monotonic()

    def answered(text: str) -> float:
        app.test_client().post("/api/v1/messages", json={"conversation": None, "text": text})
        return time.monotonic() - begun

    with ThreadPoolExecutor(32) as threads:
        waited = [*threads.map(answered, [*["topic:scheme.what"] * 59, "help now"])]
    assert max(waited) < 3


def test_a_name_that_comes_to_stand_for_two_engines_reaches_both(monkeypatch: pytest.MonkeyPatch) -> None:
    with EngineDouble() as first:
        port = int(first.address.rsplit(":", 1)[1])
        with EngineDouble("127.0.0.2", port) as second:
            hosts = ["127.0.0.1"]

            def look_up(name: str, *_, **__) -> list:
                found = hosts if name == "engines.example" else [name]
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in found]

            monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
            where = addresses.Addresses([f"http://engines.example:{port}"])
            where.look()
            assert where.now() == [first.address]
            hosts.append("127.0.0.2")
            where.look()
            assert where.now() == [first.address, second.address]

            client = client_of(f"http://engines.example:{port}")
            engine = client.application.extensions["signpost"].engine
            engine._where.look()
            second.conversations = first.conversations
            assert [ask(client).status_code for _ in range(6)] == [200] * 6
            assert asked([first, second]) == [3, 3]
            second.behaviour = "slow"
            assert [ask(client).status_code for _ in range(4)].count(200) >= 3


def test_a_name_that_cannot_be_found_stays_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_, **__) -> list:
        raise socket.gaierror

    monkeypatch.setattr(addresses.socket, "getaddrinfo", nobody)
    where = addresses.Addresses(["http://engines.example:8005", "http://127.0.0.1:8005"])
    where.look()
    assert where.now() == ["http://engines.example:8005", "http://127.0.0.1:8005"]


def test_leaving_ends_a_conversation_whichever_engine_is_there(client: FlaskClient, two) -> None:
    key = ask(client).get_json()["conversation"]
    two[1].behaviour = "hangs up"
    for _ in range(2):
        assert client.post("/api/v1/conversations/end", json={"conversation": key}).status_code == 204
    assert key not in two[0].conversations
