"""figures.md, and the figures at the end of docs/atrs.yml: lines of the model card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from deploy.dpia.paper import DOCS, head, row

FIGURES_BEGIN = "# From docs/model-card.md by `python -m deploy.dpia`: nothing else may stand below.\n"


SETS = ("first set", "second set", "third set")  # the later ones are sections of their own, if any
NOT_MEASURED = "not measured"


def figures(known: dict[str, Any]) -> Iterator[str]:
    """The lines of the page. `known` is `figures` of purposes.yml."""
    yield "# Figures\n"
    yield "From `docs/model-card.md`, which says on what and how they were measured. Three sets of lines by"
    yield "different authors. Thresholds were chosen on the first: it is kind. Expect what the third has.\n"
    yield from head("what", *SETS, "the project's aim")
    for line, found in in_every_set(known):
        yield row(line["about"], *found, line["target"])


def record(known: dict[str, Any]) -> str:
    """docs/atrs.yml with the figures of today."""
    above = (DOCS / "atrs.yml").read_text(encoding="utf-8").partition(FIGURES_BEGIN)[0]
    lines = [
        f'  - "{line["about"]}: {"; ".join(f"{name} {figure}" for name, figure in zip(SETS, found))}"'
        for line, found in in_every_set(known)
    ]
    return above + FIGURES_BEGIN + "\n".join(["model_performance_figures:", *lines]) + "\n"


def in_every_set(known: dict[str, Any]) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Each line of purposes.yml with its figure in each set: nobody is shown the kindest alone."""
    for section, lines in known.items():
        in_first = dict(measured(section, lines))
        later = [dict(measured(f"{section}, {name}", lines, needed=False)) for name in SETS[1:]]
        for name, line in lines.items():
            yield line, [in_first[name], *(found.get(name, NOT_MEASURED) for found in later)]


def measured(section: str, names: Iterable[str], needed: bool = True) -> Iterator[tuple[str, str]]:
    """Lines of a section of the model card: ("names hidden", "79.2 % (213 of 269)").

    Raises ValueError for a line that is `needed` and is not there.
    """
    card = (DOCS / "model-card.md").read_text(encoding="utf-8")
    table = card.partition(f"\n### {section}\n")[2].partition("\n### ")[0]
    for name in names:
        found = re.search(rf"^\| {re.escape(name)} \| +(\d.*?) \|$", table, re.MULTILINE)
        if found:
            yield name, found[1]
        elif needed:
            raise ValueError(f"docs/model-card.md has no line {name!r} under {section}: mend purposes.yml")
