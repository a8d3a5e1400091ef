"""`signpost health`, as a platform asks it: whether a process can do its work, and whether it lives."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner

from tests.web.engine_double import SECRET, EngineDouble
from web.commands import apart, signpost

Ask = Callable[..., bool]


@pytest.fixture
def engine() -> Iterator[EngineDouble]:
    with EngineDouble() as double:
        yield double


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Whether `signpost health engine` finds it well at an address."""
    monkeypatch.setenv("SIGNPOST_ENGINE_SECRET", SECRET)
    monkeypatch.setattr(apart, "SECONDS_TO_SHOW_LIFE", 0.5)

    def asked(address: str, *options: str) -> bool:
        monkeypatch.setenv("SIGNPOST_ENGINE", address)
        return CliRunner().invoke(signpost, ["health", "engine", *options]).exit_code == 0

    return asked


def test_an_engine_that_is_well_is_ready_and_live(ask: Ask, engine: EngineDouble) -> None:
    assert ask(engine.address) and ask(engine.address, "--live")


@pytest.mark.parametrize("state", ["loading", "broken", "fails"])
def test_one_that_says_it_cannot_answer_is_live(ask: Ask, engine: EngineDouble, state: str) -> None:
    """To end it would mend nothing: its store is away, say, or the other engines are busy as well."""
    engine.behaviour = state
    assert not ask(engine.address)
    assert ask(engine.address, "--live")


def test_one_that_hangs_is_not_live_though_its_port_takes_connections(ask: Ask) -> None:
    """As the system does it for a process that is frozen."""
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        place = frozen.getsockname()
        socket.create_connection(place, timeout=1).close()
        assert not ask("http://{}:{}".format(*place), "--live")
