"""Personal data is masked; what answers need stays."""

import re
from collections.abc import Iterator

import pytest

from bot.screening import clean
from bot.screening.masking import MASKABLE, Masker
from tests.screening.conftest import cases

CASES = cases("masking_cases")


def share_right(masker: Masker, group: str) -> tuple[float, list]:
    masked = [(text, masker.mask(text).text, expected) for text, expected in CASES[group]]
    wrong = [case for case in masked if case[1] != case[2]]
    return 1 - len(wrong) / len(CASES[group]), wrong


def test_data_with_a_shape_is_masked(masker: Masker) -> None:
    right, wrong = share_right(masker, "structured")
    assert right >= 0.97, wrong


def test_names_are_masked(masker: Masker) -> None:
    right, wrong = share_right(masker, "names")
    assert right >= 0.9, wrong


NAMED = cases("name_cases")
HIDDEN = re.compile(r"\{(?:[a-z]+\|)?([^}]*)\}")
TITLE = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|sgt|pc|inspector|father|uncle|grandad|aunty|auntie|coach|pastor) ", re.IGNORECASE)


def parts_left(masker: Masker, line: str) -> Iterator[tuple[str, bool]]:
    """Each thing that the line's braces say must be hidden, and whether any word of it is left."""
    masked = masker.mask(clean(HIDDEN.sub(r"\1", line))).text
    beside = set(re.findall(r"\w+", HIDDEN.sub(" ", line)))
    for hidden in HIDDEN.findall(line):
        words = {word for word in re.findall(r"\w+", TITLE.sub("", hidden)) if len(word) > 1} - beside
        yield hidden, bool(words & set(re.findall(r"\w+", masked)))


@pytest.mark.parametrize(("groups", "least"), [
    (sorted(set(NAMED) - {"structured", "kept"}), 0.92),
    (["structured"], 0.97),
])
def test_what_is_personal_is_hidden_in_any_culture_and_telling(
    masker: Masker, groups: list[str], least: float
) -> None:
    told = [part for group in groups for line in NAMED[group] for part in parts_left(masker, line)]
    left = [hidden for hidden, is_left in told if is_left]
    assert 1 - len(left) / len(told) >= least, left


def test_words_that_are_also_names_are_kept(masker: Masker) -> None:
    assert [line for line in NAMED["kept"] if masker.mask(line).text != line] == []


def test_what_answers_need_is_untouched(masker: Masker) -> None:
    masked = [(text, masker.mask(text).text) for text in CASES["untouched"] if masker.mask(text).kinds]
    words = sum(len(text.split()) for text in CASES["untouched"])
    assert len(masked) / words <= 0.03, masked
    assert len(masked) <= 1, masked


@pytest.mark.parametrize("text", ["999", "101", "0800 1111", "08088005000", "116 123", "18001 101"])
def test_service_numbers_stay(masker: Masker, text: str) -> None:
    assert masker.mask(f"call {text} today").text == f"call {text} today"


def test_kinds_are_named_once_each(masker: Masker) -> None:
    masked = masker.mask("darren whitfield and kev, 07700 900123 or 07700 900456")
    assert masked.kinds == ("name", "phone")


def test_masking_again_changes_nothing(masker: Masker) -> None:
    once = masker.mask("my uncle dave lives at 12 Acacia Road, SW1A 1AA, 07700 900123").text
    assert masker.mask(once).text == once


def test_text_over_the_limit_is_cut(masker: Masker) -> None:
    assert len(masker.mask("x " * MASKABLE).text) <= MASKABLE


def test_lists_alone_mask_common_names() -> None:
    masker = Masker(names=False)
    assert masker.mask("is darren whitfield on the register").text == "is [name] on the register"


def test_no_name_stays_in_the_models_vocabulary(masker: Masker) -> None:
    masker.mask("my lodger Quillibert Zantedescu stares at us")
    strings = masker._names._model._nlp.vocab.strings
    assert "Quillibert" not in strings and "Zantedescu" not in strings
