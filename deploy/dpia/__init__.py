"""The parts of docs/dpia that follow from the code, and the figures of docs/atrs.yml."""

from __future__ import annotations

from bot.knowledge.reading import read_yaml
from deploy.dpia.fields import fields
from deploy.dpia.figures import FIGURES_BEGIN, figures, record
from deploy.dpia.paper import DOCS, FOLDER
from deploy.dpia.stores import stores

MADE = "<!-- Made from the code and purposes.yml by `python -m deploy.dpia`. Change those, not this. -->"

__all__ = ["DOCS", "FIGURES_BEGIN", "FOLDER", "made"]


def made() -> dict[str, str]:
    """What each file under docs/ should hold. Raises ValueError where purposes.yml and the code differ."""
    why = read_yaml(FOLDER / "purposes.yml")
    pages = {
        "fields": fields(why["fields"]),
        "stores": stores(why),
        "figures": figures(why["figures"]),
    }
    papers = {f"dpia/{name}.md": "\n".join([MADE, *lines]) + "\n" for name, lines in pages.items()}
    return {**papers, "atrs.yml": record(why["figures"])}
