"""data/ that names what is not there cannot be loaded, and the message says everything that is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge import ContentError, load
from bot.knowledge.reading import DATA

BROKEN = {
    "topics/scheme/cost.yml": ("[norfolk-form, durham]", "[no-such-page]"),
    "topics/scheme/what.yml": ("next: [scheme.start,", "next: [scheme.no_such,"),
    "topics/help/nspcc.yml": ("contacts: [nspcc,", "contacts: [no_such_line,"),
    "topics/mappa/agencies.yml": ("file: agencies.svg", "file: no-such.svg"),
    "topics/mappa/visor.yml": ("address: the-records-agencies-share", "address: what-it-costs"),
    "contacts.yml": ("evidence: [stop-it-now]", "evidence: [no-such-evidence]"),
    "safety/routes.yml": ("safety.survivor: [emergency_999,", "safety.survivor: [no_such_service,"),
    "start.yml": ("topic: concern.individual", "topic: concern.no_such"),
}
TOLD = (
    "scheme.cost: rests on an unknown source no-such-page",
    "scheme.what: names an unknown topic scheme.no_such",
    "help.nspcc: names an unknown contact no_such_line",
    "mappa.agencies: shows an unknown figure no-such.svg",
    "has the same address as",
    "stop_it_now: rests on an unknown source no-such-evidence",
    "routes.yml: safety.survivor: names an unknown contact no_such_service",
    "data/start.yml: names an unknown topic concern.no_such",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    data = tmp_path_factory.mktemp("broken") / "data"
    shutil.copytree(DATA, data)
    for file, (right, wrong) in BROKEN.items():
        spoil(data / file, right, wrong)
    with pytest.raises(ContentError) as error:
        load(data=data)
    return str(error.value)


def spoil(file: Path, right: str, wrong: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert right in text, file
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")


@pytest.mark.parametrize("fault", TOLD)
def test_every_loose_end_is_told_at_once(told: str, fault: str) -> None:
    assert fault in told


def test_a_table_row_fills_its_columns(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    spoil(data / "topics/scheme/statistics.yml", "(Stockton), 35, 11, 5]", "(Stockton), 35, 11]")
    with pytest.raises(ContentError, match=r"statistics\.yml: table\.rows\.1: .*does not fill the columns"):
        load(data=data)
