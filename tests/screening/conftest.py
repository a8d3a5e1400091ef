"""One screener for all tests of screening: loading it takes seconds, reading takes milliseconds."""

from pathlib import Path

import pytest
import yaml

from bot.screening import Screener
from bot.screening.danger import Screen
from bot.screening.masking import Masker

HERE = Path(__file__).parent


def cases(name: str) -> dict:
    """A table of cases beside the tests."""
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def screen() -> Screen:
    return Screen()


@pytest.fixture(scope="session")
def masker() -> Masker:
    return Masker()


@pytest.fixture(scope="session")
def screener(screen: Screen, masker: Masker) -> Screener:
    return Screener(screen, masker)
