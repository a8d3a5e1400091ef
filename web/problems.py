"""Every way in which a request can fail to get an answer, by name."""

from __future__ import annotations

from typing import NamedTuple

from bot.knowledge import Library
from bot.knowledge.replies import emergency_contacts, service_problem
from web.schemas import ProblemBody


class Kind(NamedTuple):
    """How a problem is told. `says` names the sentence in data/strings: section, key."""

    status: int
    says: tuple[str, str]
    state: str | None = None


KINDS = {
    **{
        name: Kind(status, ("problems", name))
        for name, status in {
            "malformed": 400,
            "empty": 400,
            "not_found": 404,
            "not_allowed": 405,
            "not_offered": 409,
            "busy": 409,
            "gone": 410,
            "too_long": 413,
            "too_large": 413,
            "too_many": 429,
        }.items()
    },
    "unexpected": Kind(500, ("replies", "service_problem")),
    "loading": Kind(503, ("replies", "loading"), "loading"),
    "down": Kind(503, ("replies", "down"), "down"),
    "maintenance": Kind(503, ("replies", "down"), "maintenance"),
}

# Seconds after which it is worth trying again.
RETRY_AFTER = {"too_many": 60, "busy": 2, "loading": 5, "down": 30, "maintenance": 300}


class Problem(Exception):
    """No answer can be given. Carries the name of the reason and never what was typed."""

    def __init__(self, name: str, conversation: str | None = None) -> None:
        super().__init__(name)
        self.name = name
        self.conversation = conversation

    @property
    def status(self) -> int:
        return KINDS[self.name].status


class EngineDown(Problem):
    """No usable answer: unreachable, too slow, empty or not understood."""

    def __init__(self) -> None:
        super().__init__("down")


class EngineLoading(Problem):
    def __init__(self) -> None:
        super().__init__("loading")


class NotOffered(Problem):
    def __init__(self) -> None:
        super().__init__("not_offered")


class Busy(Problem):
    def __init__(self) -> None:
        super().__init__("busy")


def describe(library: Library, problem: Problem, language: str = "en") -> ProblemBody:
    """What a person is told: in words from data/, and always with the emergency contacts."""
    kind = KINDS[problem.name]
    detail = library.text(*kind.says, language)
    return ProblemBody(
        type=f"urn:signpost:problem:{problem.name.replace('_', '-')}",
        title=library.text("problems", f"{problem.name}_title", language),
        status=kind.status,
        detail=detail,
        state=kind.state,
        contacts=emergency_contacts(library),
        replies=[service_problem(library, language).copy(update={"text": detail})],
        conversation=problem.conversation,
    )
