"""The content as it stands, and statements put into it that should not be there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.knowledge import Library
from bot.knowledge.checks import Checked, checked
from bot.knowledge.topics import Paragraph
from tests.knowledge.shared import content


@pytest.fixture(scope="session")
def library() -> Library:
    return content()


@pytest.fixture(scope="session")
def saying(library: Library) -> Callable[[str], Checked]:
    """The content with one topic that says `text` and nothing else, ready to be checked."""
    rules = checked(library)

    def say(text: str) -> Checked:
        topic = library.topics["scheme.cost"].copy(
            update={"answer": [Paragraph(**{"text": text, "from": ["durham"]})], "more": []}
        )
        nothing = {"strings": {}, "translations": {}, "figures": {}}
        alone = library.copy(update={"topics": {topic.id: topic}, **nothing})
        return Checked(alone, rules.limits, rules.wording, rules.today, frozen=True)

    return say
