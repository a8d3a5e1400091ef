"""What an engine says of itself is true, from its start to its end."""

import asyncio
from types import SimpleNamespace

import pytest

from bot import channel


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch):
    """Its states while what it tries, one after another, ends in these errors (None: in none)."""

    def states(warming_up: list, looking: list) -> list[str]:
        app, found = SimpleNamespace(ctx=SimpleNamespace(agent=None)), []

        async def warm_up(_: object) -> None:
            if error := warming_up.pop(0):
                raise error

        def look() -> None:
            if error := looking.pop(0):
                raise error

        async def sleep(_: float) -> None:
            found.append(app.ctx.signpost_state)
            if not warming_up and not looking:
                raise asyncio.CancelledError

        monkeypatch.setattr(channel.Turns, "warm_up", warm_up)
        monkeypatch.setattr(channel.forgetting, "look", look)
        monkeypatch.setattr(channel, "asyncio", SimpleNamespace(to_thread=asyncio.to_thread, sleep=sleep))
        try:
            asyncio.run(channel._stay_true(app))
        except asyncio.CancelledError:
            return found
        return [*found, app.ctx.signpost_state]

    return states


def test_an_engine_that_began_before_its_store_is_ready_when_that_comes(says) -> None:
    assert says([ConnectionError(), ConnectionError(), None], []) == ["down", "down", "ready"]


def test_an_engine_whose_store_goes_away_is_not_ready_until_it_is_back(says) -> None:
    assert says([None], [None, ConnectionError(), None]) == ["ready", "ready", "down", "ready"]


def test_a_model_that_does_not_know_our_topics_does_not_get_better(says) -> None:
    assert says([RuntimeError()], []) == ["broken"]


@pytest.mark.parametrize("is_there", [True, False])
def test_an_engine_knows_whether_its_action_server_is_there(monkeypatch, is_there: bool) -> None:
    class Actions:
        async def is_there(self) -> bool:
            return is_there

    async def sleep(_: float) -> None:
        raise asyncio.CancelledError

    app = SimpleNamespace(ctx=SimpleNamespace(agent=SimpleNamespace(action_endpoint=Actions())))
    assert channel._for_who_watches(app, None) == {}, "not known yet, and no broker is set"
    monkeypatch.setattr(channel, "asyncio", SimpleNamespace(sleep=sleep))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(channel._look_beside(app))
    told = channel._for_who_watches(app, SimpleNamespace(dropped=0))
    assert told == {"actions": is_there, "dropped": 0}
