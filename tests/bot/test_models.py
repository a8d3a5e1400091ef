"""The language models are the files that were examined, and are refused when they are not."""

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import minilm, second_reader
from bot.nlu.minilm import KNOWN, MODEL, TOKENIZER_FILE, MiniLM, examined, tokenizer_file

EXAMINED = {MODEL: KNOWN[MODEL.name], tokenizer_file(): KNOWN[TOKENIZER_FILE],
            second_reader.MODEL: second_reader.KNOWN}


@pytest.mark.parametrize(("path", "known"), EXAMINED.items())
def test_each_model_file_is_the_one_examined(path, known):
    assert examined(path, known) == str(path)


def test_an_altered_file_is_refused_in_plain_words(tmp_path):
    altered = tmp_path / "model.onnx"
    altered.write_bytes(MODEL.read_bytes()[:-1])
    with pytest.raises(RuntimeError, match="model.onnx is not the file that was examined"):
        examined(altered, KNOWN[MODEL.name])


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(minilm, "TOKENIZER_PACKAGE", "no_such_model")
    with pytest.raises(RuntimeError, match="no_such_model is not installed"):
        tokenizer_file()


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
    for digest in EXAMINED.values():
        assert digest in papers
