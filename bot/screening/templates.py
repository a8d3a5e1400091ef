"""The small language that safety patterns are written in, turned into spaCy Matcher patterns.

    he|she          one of these words
    @touch          a word of the class `touch` (data/safety/words.yml); may stand among others: me|@child
    word?           may be missing
    .               the beginning or the end of a sentence; may stand among others: me|.
    ..              up to 4 words between, ...  up to 7; never over a "not"
    ~               as .., and never over another person ("I think my husband is ...")

    "@older .. @touch me" finds "my uncle keeps touching me", not "my uncle has never touched me".

A space ends a part, always: "what if|what about" is a slip for two templates, and is refused.
"""

import re

from bot.screening.words import Words

GAPS = {"..": 4, "...": 7, "~": 4}
READABLE = re.compile(r"\.|[a-z0-9]+")     # what reading leaves of a text (normalise.plain)


class TemplateError(ValueError):
    """A template that would not say what its writer meant."""

    def __init__(self, template: str, fault: str) -> None:
        super().__init__(f"{fault}: {template!r}")
        self.template = template


class Template:
    """One pattern: `spec` for spaCy's Matcher, and what a sentence must hold for it to be worth trying."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.spec: list[dict] = []
        self.parts: list[frozenset[str]] = []   # the words that each part needs, optional parts left out
        self.reach: list[int] = []              # how many words on from the part before it each may stand
        self.vocabulary: set[str] = set()
        distance = 1
        _refuse_spaces(text)
        for part in text.split():
            if part in GAPS:
                barred = words["not"] | {"."}
                if part == "~":
                    barred |= words["other_person"]
                self.spec.append({"ORTH": {"NOT_IN": sorted(barred)}, "OP": f"{{0,{GAPS[part]}}}"})
                distance += GAPS[part]
                continue
            optional = part.endswith("?")
            chosen = _words(part.rstrip("?"), words, text)
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


def _words(part: str, words: Words, template: str) -> frozenset[str]:
    chosen: set[str] = set()
    for choice in part.split("|"):
        if not choice:
            raise TemplateError(template, 'write "he|she" without a space beside the "|"')
        if choice.startswith("@") and choice[1:] in words.classes:
            chosen |= words[choice[1:]]
        elif READABLE.fullmatch(choice):
            chosen.add(choice)
        else:
            raise TemplateError(template, f"{choice!r} is no word of a text as read, no class of words.yml")
    return frozenset(chosen)


def _refuse_spaces(template: str) -> None:
    """Where phrases were meant as alternatives, a word that they share stands on both sides of a space:
    "what if|what about", "cam drin|gam drin|neglect"."""
    parts = [[] if part.endswith("?") else part.split("|") for part in template.split()]
    for before, part, after in zip([[], *parts], parts, [*parts[1:], []]):
        if len(part) < 2:
            continue
        is_phrase = len(before) == 1 and before[0] not in GAPS and not before[0].startswith("@")
        if before == part[-1:] or after[:1] == part[:1] and (is_phrase or len(after) == 1):
            raise TemplateError(template, "an alternation holds no space; write a template for each phrase")
