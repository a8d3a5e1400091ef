"""Drawings shown with answers. One SVG file each in data/figures/."""

from __future__ import annotations

from html import escape
from pathlib import Path

from bot.knowledge.forces import Force
from bot.knowledge.reading import DATA


def read_figures(data: Path = DATA) -> dict[str, str]:
    """The SVG text of each drawing, by file name."""
    paths = sorted((data / "figures").glob("*.svg"))
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def draw(svg: str, force: Force, language: str = "en") -> str:
    """A drawing with the force's own words in place of {first_checks} and the like."""
    for name, words in force.placeholders(language).items():
        svg = svg.replace(f"{{{name}}}", escape(words))
    return svg
