"""The small language that safety patterns are written in, turned into spaCy Matcher patterns.

    he|she          one of these words
    @touch          a word of the class `touch` (data/safety/words.yml); may stand among others: me|@child
    word?           may be missing
    .               the beginning or the end of a sentence; may stand among others: me|.
    ..              up to 4 words between, ...  up to 7; never over a "not"
    ~               as .., and never over another person ("I think my husband is ...")

    "@older .. @touch me" finds "my uncle keeps touching me", not "my uncle has never touched me".
"""

from bot.screening.words import Words

GAPS = {"..": 4, "...": 7, "~": 4}


class Template:
    """One pattern: `spec` for spaCy's Matcher, and what a sentence must hold for it to be worth trying."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.spec: list[dict] = []
        self.parts: list[frozenset[str]] = []   # the words that each part needs, optional parts left out
        self.reach: list[int] = []              # how many words on from the part before it each may stand
        self.vocabulary: set[str] = set()
        distance = 1
        for part in text.split():
            if part in GAPS:
                barred = words["not"] | {"."}
                if part == "~":
                    barred |= words["other_person"]
                self.spec.append({"ORTH": {"NOT_IN": sorted(barred)}, "OP": f"{{0,{GAPS[part]}}}"})
                distance += GAPS[part]
                continue
            optional = part.endswith("?")
            chosen = _words(part.rstrip("?"), words)
            self.vocabulary |= chosen
            self.spec.append({"ORTH": {"IN": sorted(chosen)}} | ({"OP": "?"} if optional else {}))
            if optional:
                distance += 1
            else:
                self.parts.append(chosen)
                self.reach.append(distance)
                distance = 1
        while self.spec[-1].get("OP"):
            self.spec.pop()                     # a gap or an optional word at the end adds nothing
        self.says_not = bool(self.vocabulary & words["not"])
        self.opens_with_person = bool(self.parts[0] & words["person"])


def _words(part: str, words: Words) -> frozenset[str]:
    chosen: set[str] = set()
    for choice in part.split("|"):
        chosen |= words[choice[1:]] if choice.startswith("@") else {choice}
    return frozenset(chosen)
