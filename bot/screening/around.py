"""What surrounds a statement and changes what it means: contexts.yml, looked up for one sentence."""

from bot.screening.reader import Sentence
from bot.screening.rules import Context, Rule

# Contexts that belong to a question alone, not to who writes or when it was.
ASKING = frozenset({"asks", "asks_leave", "asks_scheme", "has_record", "scheme_words", "work"})


class Around:
    """Which contexts hold for one sentence. In a part of a message, who writes and of what time is known
    from the `whole` of it; only whether it asks is the part's own."""

    def __init__(self, contexts: dict[str, Context], sentences: list[Sentence], index: int,
                 whole: "tuple[Around, ...]" = ()) -> None:
        self._contexts, self._sentences, self._index, self._whole = contexts, sentences, index, whole
        self.sentence = sentences[index]
        self._known: dict[str, bool] = {}

    def allows(self, rule: Rule) -> bool:
        return all(map(self.holds, rule.needs)) and not any(map(self.holds, rule.unless))

    def holds(self, name: str) -> bool:
        if self._whole and name not in ASKING:
            return any(here.holds(name) for here in self._whole)
        if name not in self._known:
            context = self._contexts[name]
            scope = self._sentences if context.whole_message else [self._sentences[self._index]]
            seen = any(number in sentence.matches for sentence in scope for number in context.templates)
            self._known[name] = (seen or any(map(self.holds, context.of))) and not any(
                map(self.holds, context.without))
        return self._known[name]
