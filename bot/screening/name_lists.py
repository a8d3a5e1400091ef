"""The lists that names are told by: names themselves, words that stand near one, and ordinary words."""

from pathlib import Path

from spacy.lang.en.stop_words import STOP_WORDS

from bot.screening.data import read_yaml
from bot.screening.respelling import respelling
from bot.screening.spelling import USUAL, english_words


class NameLists:
    """data/safety/first-names.yml and masking.yml, made ready for look-up."""

    def __init__(self, folder: Path) -> None:
        names, masking = read_yaml(folder / "first-names.yml"), read_yaml(folder / "masking.yml")
        self.ambiguous, self.first, self.surnames = (
            set(" ".join(names[kind]).split()) for kind in ("ambiguous", "names", "surnames"))
        self.first -= self.ambiguous
        cues = masking["before_a_name"]
        self.titles, self.naming, self.relations, self.leads = (
            set(cues[kind]) for kind in ("title", "naming", "relation", "leads"))
        self.cued = self.titles | self.naming | self.relations
        self.does, self.auxiliary = set(masking["after_a_name"]), set(masking["verbs_like_names"])
        self.doubles = self.first | self.ambiguous       # what Ellie-Mae may begin with
        self.particles, self.human = set(masking["particles"]), set(masking["only_people"])
        self.months, self.joins = set(masking["months_and_the_like"]), set(masking["between_names"])
        self.places = set(masking["places"])
        spelt = STOP_WORDS | set(respelling().words) - self.ambiguous - self.first
        self.never = spelt | set(masking["not_names"]) | self.relations
        self.english = english_words() - self.first
        self.usual = english_words(USUAL) - self.surnames
