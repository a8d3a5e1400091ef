"""fields.md: every field of an enquiry, from the models, the questions of the form, and purposes.yml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.knowledge import load
from deploy.dpia.paper import agree, head, row
from web.enquiry.pages import Declarations
from web.enquiry.rules import conditional, needed
from web.enquiry.steps import STEPS
from web.enquiry.words import Words
from web.submission.parts import Answers
from web.submission.schema import REF, schema

SECTIONS = {field.type_.__name__: name for name, field in Answers.__fields__.items()}
NAMES = {"string": "text", "integer": "number", "boolean": "yes or no"}


def fields(why: dict[str, Any]) -> Iterator[str]:
    """The lines of the page. `why` is `fields` of purposes.yml."""
    parts, asked = schema()["$defs"], dict(questions())
    values = sorted(parts.keys() - why.keys() - {Answers.__name__})
    yield "# Every field of an enquiry\n"
    for part, known in why.items():
        section, properties = SECTIONS.get(part, ""), parts[part]["properties"]
        agree(part, properties, known["why"])
        yield f"## {section or part}\n\n{parts[part]['description']} Whose data: {known['whose']}.\n"
        yield from head("field", "asked as", "answer", "kind", "why")
        for name, what in properties.items():
            label, answer = asked.get(f"{section}.{name}", ("not asked", "set by the service"))
            yield row(name, label, answer, kind(what), known["why"][name])
        yield ""
    yield "## Values of several parts\n"
    yield from head("value", "of")
    for part in values:
        made_of = parts[part]["properties"].items()
        yield row(part, ", ".join(f"{name} ({kind(what)})" for name, what in made_of))


def questions() -> Iterator[tuple[str, tuple[str, str]]]:
    """Each question of the form: its words, and whether it has to be answered."""
    words = Words(load(), "en")
    words.left_out = frozenset()  # of all that a force may ask
    for page in [*(step.page for step in STEPS), Declarations]:
        for field in page(words).questions():
            answer = "depends on others" if conditional in field.validators else "optional"
            answer = "needed" if needed in field.validators else answer
            yield f"{page.section}.{field.short_name}", (field.told_as, answer)


def kind(what: dict[str, Any]) -> str:
    """A property of the schema in words."""
    if choices := what.get("anyOf") or what.get("allOf"):
        return " or ".join(dict.fromkeys(kind(one) for one in choices if one != {"type": "null"}))
    if "$ref" in what:
        return what["$ref"].removeprefix(REF)
    if "enum" in what:
        return ", ".join(str(value) for value in what["enum"])
    if what["type"] == "array":
        return f"list{_up_to(what.get('maxItems'))} of {kind(what['items'])}"
    return what.get("format") or NAMES[what["type"]] + _up_to(what.get("maxLength", what.get("maximum")))


def _up_to(limit: int | None) -> str:
    return "" if limit is None else f" up to {limit}"
