"""A desk at which an operator types commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.examples import Desk
from web.store.clock import now


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("SIGNPOST_VAR", str(tmp_path))
    desk = Desk(tmp_path)
    desk.clock.at = now()
    yield desk
    desk.store.close()
