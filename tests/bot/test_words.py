"""spaCy splits a message into sentences and keeps none of its words."""

import spacy

from bot.nlu.reading import parts_of
from bot.nlu.words import ForgetfulSpacy


def english():
    model = spacy.blank("en")
    model.add_pipe("sentencizer")
    return model


def test_a_typed_word_does_not_stay_in_the_vocabulary():
    model = english()
    doc = ForgetfulSpacy(None, {"case_sensitive": True})._doc_for_text(model, "my zzcanaryzz lives here")
    assert [token.text for token in doc] == ["my", "zzcanaryzz", "lives", "here"]
    assert "zzcanaryzz" not in model.vocab.strings


def test_the_text_and_its_sentences_are_as_typed():
    text = "He moved in.  I don't know him! What can I do?"
    doc = ForgetfulSpacy(None, {"case_sensitive": True})._doc_for_text(english(), text)
    assert doc.text == text
    assert len(list(doc.sents)) == 3
    assert parts_of(doc) == [text]
