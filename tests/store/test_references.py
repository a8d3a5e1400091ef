"""References: random, readable on the telephone, never a word."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from web.store.references import ALPHABET, LOOKS_LIKE, draw, is_decent
from web.submission.envelope import REFERENCE


@given(st.booleans())
def test_every_reference_has_the_shape_that_the_schema_says(is_production: bool) -> None:
    reference = draw(is_production)
    assert re.fullmatch(REFERENCE, reference)
    assert reference.startswith("TEST-") is not is_production
    assert not set("01ILOQZ") & set(reference.removeprefix("TEST-"))
    assert is_decent(reference.removeprefix("TEST-").replace("-", ""))


@given(st.text(ALPHABET, max_size=5), st.sampled_from(["SEX", "RAPE", "DEAD"]), st.data())
def test_no_word_is_spelt_not_even_with_digits(before: str, word: str, data: st.DataObject) -> None:
    digits = {chr(letter): chr(digit) for digit, letter in LOOKS_LIKE.items()}
    spelt = "".join(data.draw(st.sampled_from([c, digits.get(c, c)])) for c in word)
    assert not is_decent(before + spelt)


def test_they_do_not_repeat() -> None:
    assert len({draw(True) for _ in range(2000)}) == 2000
