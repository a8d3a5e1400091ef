"""How many messages a visitor may send, and that nothing of the visitor is kept for it."""

from __future__ import annotations

import socket
import time
from threading import Thread

import pytest
from flask.testing import FlaskClient
from limits.errors import StorageError

from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble


def statuses(client: FlaskClient, times: int, address: str = "192.0.2.1", **message) -> list[int]:
    return [
        client.post(
            "/api/v1/messages",
            json={"text": "topic:scheme.what", "conversation": "k", **message},
            environ_base={"REMOTE_ADDR": address},
        ).status_code
        for _ in range(times)
    ]


@pytest.fixture
def limited(engine: EngineDouble) -> FlaskClient:
    return create_test_app(engine, rate_limit="3 per minute").test_client()


def test_fifteen_messages_a_minute_unless_set_otherwise(engine: EngineDouble, monkeypatch) -> None:
    from web.settings import Settings

    assert Settings().rate_limit == "15 per minute"
    client = create_test_app(engine, rate_limit=Settings().rate_limit).test_client()
    assert statuses(client, 16) == [200] * 15 + [429]


def test_one_visitor_too_many_is_told_with_contacts(limited: FlaskClient) -> None:
    statuses(limited, 3)
    response = limited.post(
        "/api/v1/messages",
        json={"text": "a", "conversation": "k"},
        environ_base={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert response.get_json()["contacts"]


def test_another_visitor_is_not_held_back(limited: FlaskClient) -> None:
    assert statuses(limited, 4) == [200, 200, 200, 429]
    assert statuses(limited, 1, "192.0.2.2", conversation="another") == [200]


def test_a_class_behind_one_address_can_begin_at_once(limited: FlaskClient) -> None:
    """Whoever begins has no key yet: only the address can be counted, for ten people."""
    assert statuses(limited, 31, conversation=None) == [200] * 30 + [429]


def test_people_who_share_an_address_do_not_share_a_limit(limited: FlaskClient) -> None:
    for person in range(10):
        assert statuses(limited, 3, conversation=f"k{person}") == [200, 200, 200]
    assert statuses(limited, 1, conversation="one more") == [429]


@pytest.mark.parametrize("address", ["192.0.2.1:5678", "[2001:db8::1]:443", "unknown", "::ffff:192.0.2.9"])
def test_an_odd_address_is_one_visitor_like_any_other(limited: FlaskClient, address: str) -> None:
    assert statuses(limited, 31, address, conversation=None) == [200] * 30 + [429]
    assert statuses(limited, 1, "::ffff:192.0.2.10") == [200]


@pytest.mark.parametrize("second, answered", [("2001:db8:1:2::9", 429), ("2001:db8:1:3::1", 200)])
def test_one_ipv6_line_is_one_visitor(limited: FlaskClient, second: str, answered: int) -> None:
    statuses(limited, 30, "2001:db8:1:2::1", conversation=None)
    assert statuses(limited, 1, second, conversation=None) == [answered]


def test_too_many_messages_of_a_conversation_keep_it(limited: FlaskClient) -> None:
    statuses(limited, 3, conversation="k")
    response = limited.post("/api/v1/messages", json={"conversation": "k", "text": "a"})
    assert (response.status_code, response.get_json()["conversation"]) == (429, "k")


def test_one_conversation_from_many_addresses_is_one(limited: FlaskClient) -> None:
    seen = [statuses(limited, 1, f"192.0.2.{n}", conversation="k")[0] for n in range(4)]
    assert seen == [200, 200, 200, 429]


def test_pages_and_the_way_out_are_not_counted(limited: FlaskClient) -> None:
    statuses(limited, 4)
    for _ in range(5):
        assert limited.get("/").status_code == 200
        assert limited.post("/exit", data={"conversation": "k"}).status_code == 303
    end = limited.post("/api/v1/conversations/end", json={"conversation": "k"})
    assert end.status_code == 204


def test_the_form_is_counted_too(limited: FlaskClient, engine: EngineDouble) -> None:
    message = {"text": "topic:scheme.what", "conversation": "k"}
    pages = [limited.post("/", data=message) for _ in range(4)]
    assert {page.status_code for page in pages} == {200}
    assert len(engine.turns) == 3


def test_off_means_off(engine: EngineDouble) -> None:
    client = create_test_app(engine, rate_limit="off").test_client()
    assert set(statuses(client, 40)) == {200}


def test_a_limit_that_makes_no_sense_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError):
        create_test_app(rate_limit="plenty")


def test_neither_address_nor_key_is_kept(limited: FlaskClient) -> None:
    statuses(limited, 4, "192.0.2.77", conversation="canary-key")
    limits = limited.application.extensions["signpost"].limits
    storage = limits._shared.storage
    kept = repr({**vars(storage)})
    assert storage.events
    assert "192.0.2.77" not in kept
    assert "canary-key" not in kept


def test_the_hash_dies_with_the_process() -> None:
    hashes = set()
    for _ in range(2):
        app = create_test_app(rate_limit="3 per minute")
        with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
            hashes.add(app.extensions["signpost"].limits._visitor())
    assert len(hashes) == 2


def test_a_counter_that_is_away_turns_nobody_away_and_still_counts(engine: EngineDouble) -> None:
    assert statuses(counting_in("redis://127.0.0.1:9/0", engine), 4) == [200, 200, 200, 429]


def test_nobody_waits_for_a_counter_that_stands_still(engine: EngineDouble) -> None:
    """It takes connections and never answers, as a Redis that was stopped does."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = counting_in(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", engine)
        answered: list[int] = []
        asking = Thread(target=lambda: answered.extend(statuses(client, 4)), daemon=True)
        asking.start()
        asking.join(10)  # seconds, on a busy machine; without a limit of time it never ends
        assert answered == [200, 200, 200, 429]


def test_a_counter_that_did_not_answer_is_left_alone_for_a_while(engine: EngineDouble, monkeypatch) -> None:
    client = counting_in("redis://127.0.0.1:9/0", engine)
    limits = client.application.extensions["signpost"].limits
    asked: list[str] = []

    def is_away(_: object, key: str) -> bool:
        asked.append(key)
        raise StorageError(OSError())

    monkeypatch.setattr(limits._shared, "hit", is_away)
    statuses(client, 3)
    assert len(asked) == 1
    monkeypatch.setattr(limits, "_away_until", time.monotonic())
    statuses(client, 1)
    assert len(asked) == 2


def counting_in(store: str, engine: EngineDouble) -> FlaskClient:
    return create_test_app(engine, rate_limit="3 per minute", rate_limit_store=store).test_client()
