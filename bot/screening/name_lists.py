"""The lists that names are told by: names themselves, words that stand near one, and ordinary words."""

from pathlib import Path

from spacy.lang.en.stop_words import STOP_WORDS

from bot.screening.data import read_yaml
from bot.screening.respelling import respelling
from bot.screening.spelling import USUAL, english_words, frequency

SELDOM = 5      # a form this many times rarer than the name in it is the name with an "s" ("daves")


class NameLists:
    """data/safety/first-names.yml, more-names.yml and masking.yml, made ready for look-up."""

    def __init__(self, folder: Path) -> None:
        names, masking = read_yaml(folder / "first-names.yml"), read_yaml(folder / "masking.yml")
        more = read_yaml(folder / "more-names.yml")
        self.ambiguous, self.first, self.surnames, self.likelier, surname_words = (
            set(" ".join(names[kind]).split())
            for kind in ("ambiguous", "names", "surnames", "likelier_names", "surnames_that_are_words"))
        self.ambiguous |= set(more["near_a_word"].split()) - self.first
        self.first |= set(more["first"].split())
        self.first -= self.ambiguous | self.likelier
        self.surnames |= set(more["surnames"].split())
        cues = masking["before_a_name"]
        self.titles, self.naming, self.relations, self.leads, self.clauses = (
            set(cues[kind]) for kind in ("title", "naming", "relation", "leads", "clause"))
        self.introduced = self.titles | self.naming
        self.cued = self.introduced | self.relations
        self.placed = self.cued | self.leads
        self.does, self.auxiliary = set(masking["after_a_name"]), set(masking["verbs_like_names"])
        self.acts = set(masking["what_people_do"])
        self.alone = set(masking["stand_alone"]) | set(masking["months_and_the_like"])
        self.not_before, self.not_after = set(masking["not_before_a_name"]), set(masking["not_after_a_name"])
        self.not_before_verb, self.saints = set(masking["not_before_a_verb"]), set(masking["saints"])
        self.doubles = self.first | self.ambiguous | self.likelier      # what Ellie-Mae may begin with
        self.particles, self.human = set(masking["particles"]), set(masking["only_people"])
        self.months, self.joins = set(masking["months_and_the_like"]), set(masking["between_names"])
        self.places = set(masking["places"])
        names_too = self.ambiguous | self.first | self.likelier
        spelt = (STOP_WORDS | set(respelling().words)) - names_too
        self.never = spelt | set(masking["not_names"]) | self.relations
        self.sure_surnames = self.surnames - surname_words - self.never - self.does - self.auxiliary
        self.english = english_words() - self.first
        self.usual = english_words(USUAL) - self.surnames

    def is_first(self, low: str) -> bool:
        """A first name: as listed, with an "s" whose apostrophe was left out, or as a part of Ellie-Mae."""
        return low in self.first or self.is_possessive(low) or (
            "-" in low and low.split("-")[0] in self.doubles)

    def is_possessive(self, low: str) -> bool:
        """A first name with an "s" whose apostrophe was left out: "daves", "ellies"."""
        name = low[:-1]
        return low.endswith("s") and low not in self.first and (
            name in self.first or name in self.likelier and name not in self.auxiliary
        ) and (low not in self.english or frequency(low) * SELDOM < frequency(name))

    def is_rare(self, low: str) -> bool:
        """Not a usual English word, nor a form of one ("scares")."""
        return low not in self.usual and not any(
            low.endswith(ending) and low.removesuffix(ending) in self.usual
            for ending in ("s", "es", "d", "ed", "ing", "er", "ly", "y"))

    def is_no_name(self, low: str) -> bool:
        """A word that is never a name, whatever stands about it."""
        if low in self.never:
            return True
        parts = low.replace("'", "-").split("-")
        return len(parts) > 1 and (
            parts[0] in self.never or low.replace("'", "") in self.never or self.english.issuperset(parts)
        ) or low.endswith("in") and low + "g" in self.english and low not in self.doubles
