"""Word classes: the vocabulary that the safety patterns are written in (data/safety/words.yml)."""

from pathlib import Path

from bot.screening.data import read_yaml

VOWELS = "aeiou"


class Words:
    """Answers "which words does @name stand for", with endings added."""

    def __init__(self, path: Path) -> None:
        data = read_yaml(path)
        self.classes: dict[str, frozenset[str]] = {}
        for kind, inflect in (("words", lambda word: {word}), ("verbs", verb_forms), ("nouns", noun_forms)):
            for name, listed in data[kind].items():
                self.classes[name] = self._expand(listed.split(), inflect)

    def _expand(self, listed: list[str], inflect) -> frozenset[str]:
        words: set[str] = set()
        for word in listed:
            words |= self.classes[word[1:]] if word.startswith("@") else inflect(word)
        return frozenset(words)

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.classes[name]

    def all(self) -> frozenset[str]:
        """Every word of every class."""
        return frozenset().union(*self.classes.values())


def noun_forms(word: str) -> set[str]:
    """dad -> dad, dads (plural or possessive: apostrophes are gone by now)."""
    return {word} if word.endswith("s") else {word, word + "s"}


def verb_forms(word: str) -> set[str]:
    """touch -> touch, touches, touched, touching; "hit/hits/hitting" gives its forms itself.

    Doubled and single consonants are both made ("groping", "shagging"): the wrong one does no harm.
    """
    if "/" in word:
        return set(word.split("/"))
    forms = {word, word + "s", word + "es"}
    if word.endswith("e"):
        stem = word[:-1]
        return forms | {word + "d", stem + "ing"}
    if word.endswith("y") and word[-2] not in VOWELS:
        return forms | {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    forms |= {word + "ed", word + "ing"}
    if word[-1] not in VOWELS + "wxy" and word[-2] in VOWELS:
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return forms
