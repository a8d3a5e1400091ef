"""figures.md, and the figures at the end of docs/atrs.yml: lines of the model card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from deploy.dpia.paper import DOCS, head, row

FIGURES_BEGIN = "# From docs/model-card.md by `python -m deploy.dpia`: nothing else may stand below.\n"


def figures(known: dict[str, Any]) -> Iterator[str]:
    """The lines of the page. `known` is `figures` of purposes.yml."""
    yield "# Figures\n\nFrom `docs/model-card.md`, which says on what and how they were measured.\n"
    yield from head("what", "measured", "the project's aim")
    for section, lines in known.items():
        for name, found in measured(section, lines):
            yield row(lines[name]["about"], found, lines[name]["target"])


def record(known: dict[str, Any]) -> str:
    """docs/atrs.yml with the figures of today."""
    above = (DOCS / "atrs.yml").read_text(encoding="utf-8").partition(FIGURES_BEGIN)[0]
    lines = [
        f'  - "{lines[name]["about"]}: {found}"'
        for section, lines in known.items()
        for name, found in measured(section, lines)
    ]
    return above + FIGURES_BEGIN + "\n".join(["model_performance_figures:", *lines]) + "\n"


def measured(section: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Lines of a section of the model card: ("names hidden", "79.2 % (213 of 269)"). Raises ValueError."""
    card = (DOCS / "model-card.md").read_text(encoding="utf-8")
    table = card.partition(f"\n### {section}\n")[2].partition("\n### ")[0]
    for name in names:
        found = re.search(rf"^\| {re.escape(name)} \| +(\d.*?) \|$", table, re.MULTILINE)
        if not found:
            raise ValueError(f"docs/model-card.md has no line {name!r} under {section}: mend purposes.yml")
        yield name, found[1]
