"""The language models are the files that were examined, and are refused when they are not."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import minilm
from bot.nlu.minilm import KNOWN, MODEL, MiniLM, model_file


@pytest.mark.parametrize("package_file", KNOWN)
def test_each_model_file_is_the_one_examined(package_file):
    assert hashlib.sha256(model_file(package_file).read_bytes()).hexdigest() == KNOWN[package_file]


def test_an_altered_file_is_refused_in_plain_words(monkeypatch):
    monkeypatch.setitem(minilm.KNOWN, MODEL, "0" * 64)
    with pytest.raises(RuntimeError, match="not the file that was examined"):
        model_file(MODEL)


def test_a_missing_package_is_named():
    with pytest.raises(RuntimeError, match="no_such_model is not installed"):
        model_file(("no_such_model", "model.onnx"))


def test_the_same_words_give_the_same_vector_of_length_one():
    encoder = MiniLM()
    first, again = encoder.vector("who lives near me"), encoder.vector("who lives near me")
    assert first.shape == (384,)
    assert np.array_equal(first, again)
    assert np.isclose(np.linalg.norm(first), 1)


def test_near_in_meaning_is_near_in_vector():
    encoder = MiniLM()
    asked = encoder.vector("is my ex's new boyfriend on the register")
    same = encoder.vector("can I find out if my ex's new partner is a sex offender")
    other = encoder.vector("where do I pay my parking ticket")
    assert asked @ same > asked @ other + 0.2


def test_models_are_named_in_the_papers():
    papers = (Path(__file__).parents[2] / "docs" / "models.md").read_text()
    for digest in KNOWN.values():
        assert digest in papers
