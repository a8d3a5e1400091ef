"""Text is made safe to pass on, and readable for patterns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.screening.normalise import clean, plain


@pytest.mark.parametrize(("typed", "cleaned"), [
    ("hello", "hello"),
    ("  hello \n\n there\t", "hello there"),
    ("/restart", "restart"),
    ("   /restart", "restart"),
    ("///restart", "restart"),
    ("/ / /restart", "restart"),
    ("\uff0frestart", "restart"),
    ("\u200b/restart", "restart"),
    ("/\u200b/\u2060restart", "restart"),
    ("\u202e/intent{\"a\":\"b\"}", "intent{\"a\":\"b\"}"),
    ("\\/restart", "restart"),
    ("/", ""),
    ("\u200b\u200d\ufeff", ""),
    ("\ud800hello\udfff", "hello"),
    ("he\u00adllo", "hello"),
    ("\x00he\x07llo\x1b", "hello"),
    ("\U000e0068\U000e0069hi", "hi"),
    ("\u3164hi\u2800", "hi"),
    ("\ufb01nd", "find"),
    ("101/999", "101/999"),
    ("a/b", "a/b"),
    ("caf\u00e9", "caf\u00e9"),
    ("dw i\u2019n byw yng Nghymru \u0175", "dw i\u2019n byw yng Nghymru \u0175"),
])
def test_clean(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_clean_text_never_starts_with_a_slash_and_is_stable(text: str) -> None:
    cleaned = clean(text)
    assert not cleaned.lstrip().startswith("/")
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


@pytest.mark.parametrize(("typed", "read"), [
    ("he's touchin me & im only 13!!", "he is touching me i am only 13 ."),
    ("she\u2019s 9", "she is 9"),
    ("shes 9", "she is 9"),
    ("u r a gr8 m8", "you r a great mate"),
    ("cuz of my grampa", "because of my grandad"),
    ("im 12yo", "i am 12 years old"),
    ("f13 here", "13 f here"),
    ("plzzzz heeeelp", "please help"),
    ("ill kill him", "i will kill him"),
    ("i feel ill", "i feel ill"),
    ("drawn 2 kids", "drawn to kids"),
    ("my 2 kids", "my 2 kids"),
    ("k i l l myself", "kill myself"),
    ("he r*ped me", "he raped me"),
    ("me dad batters me", "my dad batters me"),
    ("it hurt me dad said", "it hurt my dad said"),
    ("step-dad", "stepdad"),
    ("my 5-year-old says", "my 5 years old child says"),
    ("he wont stop", "he keeps"),
    ("next door neighbour", "nextdoor neighbour"),
    ("ma wean telt me", "my wean told me"),
    ("summat", "something"),
    ("", ""),
])
def test_plain(typed: str, read: str) -> None:
    assert plain(typed) == read


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_plain_reads_anything(text: str) -> None:
    assert plain(text) == plain(text).lower()
