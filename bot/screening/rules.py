"""Reads the safety patterns (data/safety/patterns/*.yml) into rules and contexts."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.screening.data import read_yaml
from bot.screening.templates import Template, TemplateError
from bot.screening.words import Words


@dataclass(frozen=True)
class Rule:
    """`any`: one template is enough; `every`: one of each group, near one another; then the contexts."""

    topic: str
    decisive: bool
    because: str
    groups: tuple[tuple[int, ...], ...]     # template numbers
    needs: frozenset[str]                   # contexts that must hold
    unless: frozenset[str]                  # contexts that must not


@dataclass(frozen=True)
class Context:
    """Something around a statement that changes what it means."""

    name: str
    whole_message: bool
    templates: tuple[int, ...]
    of: tuple[str, ...]
    without: tuple[str, ...]


@dataclass
class RuleBook:
    """All rules, contexts and templates, and the order of topics."""

    words: Words
    figures: list[Template] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    contexts: dict[str, Context] = field(default_factory=dict)
    urgency: dict[str, int] = field(default_factory=dict)
    yields_to: dict[str, frozenset[str]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """The number of a template, which is compiled the first time it is met."""
        if text not in self._numbers:
            self._numbers[text] = len(self.templates)
            self.templates.append(Template(text, self.words))
        return self._numbers[text]

    def group(self, texts: list[str]) -> tuple[int, ...]:
        return tuple(self.number(text) for text in texts)


def read(folder: Path) -> RuleBook:
    """Read data/safety: words.yml, and in patterns/ figures.yml, contexts.yml and one file for each topic.

    Raises ValueError that names file and line of a template that would not say what was meant.
    """
    try:
        return _read(folder)
    except TemplateError as wrong:
        raise ValueError(f"{_place_of(wrong.template, folder)}: {wrong}") from wrong


def _place_of(template: str, folder: Path) -> str:
    for path in sorted((folder / "patterns").glob("*.yml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if template in line:
                return f"{path}:{number}"
    return f"{folder / 'patterns'}, on more than one line"


def _read(folder: Path) -> RuleBook:
    book = RuleBook(Words(folder / "words.yml"))
    files = {p.stem: read_yaml(p) for p in sorted((folder / "patterns").glob("*.yml"))}
    phrases = files.pop("figures")["phrases"]
    book.figures = [Template(text, book.words) for group in phrases for text in group["any"]]
    for name, made in files.pop("contexts").items():
        if isinstance(made, dict):
            book.contexts[name] = Context(
                name, made["reach"] == "message", book.group(made.get("any", [])),
                tuple(made.get("of", [])), tuple(made.get("without", [])))
    for made in files.values():
        topic = made["topic"]
        book.urgency[topic] = made["urgency"]
        book.yields_to[topic] = frozenset(made.get("yields_to", []))
        for strength in ("decisive", "possible"):
            for rule in made.get(strength, []):
                book.rules.append(_rule(book, made, rule, strength == "decisive", {}))
        for loan in made.get("borrows", []):
            for rule in files[loan["from"]]["decisive"]:
                if "with" not in rule:
                    book.rules.append(_rule(book, made, rule, True, loan))
    _check_names(book)
    return book


def _check_names(book: RuleBook) -> None:
    """Raise ValueError where a file names a context or a topic that is not there."""
    named = {name for rule in book.rules for name in rule.needs | rule.unless}
    named |= {name for context in book.contexts.values() for name in context.of + context.without}
    yielded = {topic for topics in book.yields_to.values() for topic in topics}
    if unknown := (named - set(book.contexts)) | (yielded - set(book.urgency)):
        raise ValueError(f"data/safety/patterns names what is not there: {', '.join(sorted(unknown))}")


def _rule(book: RuleBook, made: dict, rule: dict, decisive: bool, loan: dict) -> Rule:
    groups = [[text] for text in rule.get("all", [])] + ([rule["any"]] if "any" in rule else [])
    needs = [] if loan else rule.get("with", [])
    unless = [name for holder in (made, rule, loan) for name in holder.get("without", [])]
    return Rule(
        made["topic"], decisive, rule["because"], tuple(map(book.group, groups)),
        frozenset(needs + loan.get("with", [])), frozenset(unless))
