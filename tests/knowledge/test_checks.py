"""`make check-content` finds each fault that it is there for, and says in which file and line it stands."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.knowledge import Library, load
from bot.knowledge.checks import Checked, Fault, all_faults, checked
from bot.knowledge.checks.__main__ import main
from bot.knowledge.checks.dates import a_forces_own_form_was_looked_at_lately, nothing_is_past_its_review
from bot.knowledge.checks.links import no_dead_address_is_named
from bot.knowledge.checks.wording import no_old_sentence_is_repeated, nothing_that_may_not_be_said
from bot.knowledge.reading import DATA, read_yaml
from bot.knowledge.sources import Passage
from tests.knowledge.damages import DAMAGES, Damage
from tests.knowledge.shared import content


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of data/ with all the damage above."""
    data = tmp_path_factory.mktemp("damaged") / "data"
    shutil.copytree(DATA, data)
    for damage in DAMAGES.values():
        file = data / damage.file
        file.write_text(damage.change(file.read_text(encoding="utf-8")), encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def faults(damaged: Path) -> list[Fault]:
    return list(all_faults(checked(load(data=damaged), data=damaged)))


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_each_fault_is_found_in_its_file_and_line(damage: Damage, faults: list[Fault], damaged: Path):
    lines = (damaged / damage.file).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if damage.at in text)
    found = [str(fault) for fault in faults if damage.message in fault.message and not fault.warning]
    here = [fault for fault in found if fault.startswith(f"data/{damage.file}:{line}: ")]
    assert len(here) == 1, found


def test_the_command_prints_the_faults_and_fails(damaged: Path, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(damaged)
    assert stopped.value.code == 1
    told = capsys.readouterr().out
    assert re.search(r"^data/topics/law/controls\.yml:\d+: says 'SOPOs' as current", told, re.MULTILINE)


def test_what_is_soon_to_be_reviewed_is_a_warning_today_and_no_fault(library: Library) -> None:
    reviewed = [*library.topics.values(), *library.contacts.values()]
    day = min(fact.review_by for fact in reviewed) - timedelta(days=30)
    due = list(nothing_is_past_its_review(checked(library, day)))
    assert due and all(fault.warning and "is to be reviewed by" in fault.message for fault in due)
    assert not list(nothing_is_past_its_review(checked(library, day - timedelta(days=1))))


@pytest.mark.parametrize(("days", "told"), [(59, []), (60, [True]), (90, [True]), (91, [False])])
def test_a_forces_own_form_is_to_be_looked_at_every_ninety_days(library, tmp_path, days: int, told) -> None:
    profile = (DATA / "forces" / "example-shire.yml").read_text()
    (tmp_path / "forces").mkdir()
    followed = profile.replace("verified_on: null", "verified_on: 2026-11-01")
    (tmp_path / "forces" / "example-shire.yml").write_text(followed)
    day = date(2026, 11, 1) + timedelta(days=days)
    faults = list(a_forces_own_form_was_looked_at_lately(replace(checked(library, day), data=tmp_path)))
    assert [fault.warning for fault in faults] == told
    assert all("signpost check-link" in fault.message and fault.line > 1 for fault in faults)


STATEMENTS = read_yaml(Path(__file__).with_name("stale_statements.yml"))


def wrong(subject: Checked) -> Iterator[Fault]:
    yield from nothing_that_may_not_be_said(subject)
    yield from no_dead_address_is_named(subject)


@pytest.mark.parametrize("statement", STATEMENTS["history"], ids=lambda statement: statement["row"])
def test_a_stale_statement_stands_only_beside_its_year(statement: dict, saying: Callable) -> None:
    assert list(wrong(saying(statement["says"])))
    assert not list(wrong(saying(f"This is from 2007. {statement['says']}")))


@pytest.mark.parametrize("year", ["Checked in 2026.", "The law of 2020 is new.", "In 2007. It is so. Yes."])
@pytest.mark.parametrize("before", [True, False])
def test_no_late_or_far_year_makes_it_history(year: str, before: bool, saying: Callable) -> None:
    stale = ["Courts make SOPOs."]
    assert list(wrong(saying(" ".join([year, *stale] if before else [*stale, "Now.", year]))))
    assert list(wrong(saying("Since 2026 only parents can apply.")))


@pytest.mark.parametrize("statement", STATEMENTS["never"], ids=lambda statement: statement["row"])
def test_some_statements_are_never_made_even_as_history(statement: dict, saying: Callable) -> None:
    assert list(wrong(saying(f"This is from 2007. {statement['says']}")))


# Facts of the overlay whose statement is never served as it was published.
NEVER_RAW = {"L5", "L6", "L10", "L16", "L20", "L23", "L27", "L28", "L31", "L34", "L38", "L40", "L41"}
RAW = [
    passage for passage in content().documents["leaflet-2007"].passages if NEVER_RAW & set(passage.facts)
]


@pytest.mark.parametrize("passage", RAW, ids=lambda passage: passage.id)
def test_a_stale_passage_of_the_leaflet_is_never_served_raw(passage: Passage, saying: Callable) -> None:
    text = " ".join(passage.text.split()).replace("{", "").replace("}", "")
    assert [*no_old_sentence_is_repeated(saying(text)), *wrong(saying(text))]
