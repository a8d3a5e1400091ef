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

GAPS = {"..": "{0,4}", "...": "{0,7}", "~": "{0,4}"}


class Template:
    """One pattern: `spec` for spaCy's Matcher, the words each part of it needs, and how it stands to "not"."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.spec: list[dict] = []
        self.required: list[frozenset[str]] = []
        self.vocabulary: set[str] = set()
        ends = words["not"] | {"."}
        for part in text.split():
            if part in GAPS:
                barred = ends | words["other_person"] if part == "~" else ends
                self.spec.append({"ORTH": {"NOT_IN": sorted(barred)}, "OP": GAPS[part]})
                continue
            optional = part.endswith("?") and len(part) > 1
            chosen = _words(part.rstrip("?"), words)
            self.vocabulary |= chosen
            self.spec.append({"ORTH": {"IN": sorted(chosen)}} | ({"OP": "?"} if optional else {}))
            if not optional:
                self.required.append(chosen)
        while self.spec and self.spec[-1].get("OP") in GAPS.values():
            self.spec.pop()             # a gap at the end adds nothing
        self.says_not = bool(self.vocabulary & words["not"])
        self.opens_with_person = bool(self.required[0] & words["person"])


def _words(part: str, words: Words) -> frozenset[str]:
    chosen: set[str] = set()
    for choice in part.split("|"):
        chosen |= words[choice[1:]] if choice.startswith("@") else {choice}
    return frozenset(chosen)
