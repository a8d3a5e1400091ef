"""Over 800 texts that try to make the service do, say or show what it should not: from hostile/*.yml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.knowledge.reading import read_yaml
from tests.dialogue.disguises import COMMANDS, ENCODINGS, LENGTHS, REPEATED

MARK = "quokkazed"  # a word that no reply of ours has
ENCODED = 9  # how many orders are sent in every encoding


def listed(name: str) -> list[str]:
    """The lines of one file, as they stand there."""
    found = read_yaml(Path(__file__).parent / "hostile" / f"{name}.yml")
    return found if isinstance(found, list) else [line for lines in found.values() for line in lines]


def attacks(fill: Callable[[str], str]) -> dict[str, list[str]]:
    """The texts by the kind of attack; `fill` puts something into the placeholders MARK, FILE and PORT."""

    def filled(name: str) -> list[str]:
        return [fill(line) for line in listed(name)]

    orders, commands = filled("orders"), filled("commands")
    few = orders[:ENCODED]
    return {
        **{name: filled(name) for name in ("injections", "xss", "markup")},
        "orders": orders,
        **{f"orders, {name}": [hide(order) for order in few] for name, hide in ENCODINGS.items()},
        **{f"commands, {name}": [hide(line) for line in commands] for name, hide in COMMANDS.items()},
        "repeats": [(fill(text) * length)[:length] for text in REPEATED for length in LENGTHS],
    }
