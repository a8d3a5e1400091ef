"""The guided path to an enquiry: questions with a closed set of answers. All in data/enquiry/path.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from pydantic import Field, validator

from bot.knowledge.reading import DATA, Content, Identified, build_all, read_yaml

TOPIC = "scheme.start"  # what the path's questions and its hand-over are about
PREFIX = "enquiry."
GO_ON = "enquiry.go_on"  # the choice that asks the next question
AGAIN = "enquiry.again"  # the choice that asks all of them again


class Answer(Identified):
    """An answer that can be chosen, and the topic it leads to if that comes before the next question."""

    leads_to: Optional[str]


class Question(Identified):
    """A question of the path. `onward` names the answer that leads on from one of its ways out."""

    contacts: list[str]
    rests_on: list[str] = Field(alias="from", min_items=1)
    onward: Optional[str]
    answers: list[Answer] = Field(min_items=2)

    @validator("answers")
    def _onward_leads_on(cls, answers: list[Answer], values: dict) -> list[Answer]:
        leading_on = {answer.id for answer in answers if not answer.leads_to}
        if (onward := values.get("onward")) and onward not in leading_on:
            raise ValueError(f"onward is {onward!r}, which does not lead on")
        return answers

    @property
    def choices(self) -> list[str]:
        """The choice ids of its answers, as a conversation is offered them."""
        return [f"{PREFIX}{self.id}.{answer.id}" for answer in self.answers]


class WayOut(Content):
    """Where an answer leads in place of the next question, and the choice that goes on from there."""

    topic: str
    onward: str


class GuidedPath(Content):
    """The questions by id, in the order they are asked."""

    questions: dict[str, Question]

    @property
    def choices(self) -> list[str]:
        """Every choice id of the path."""
        return [*(c for q in self.questions.values() for c in q.choices), GO_ON, AGAIN]

    def chosen(self, entities: list[dict[str, Any]]) -> Optional[str]:
        """The answer that a message chose, told by its entities; None for any other message."""
        answered = (e for e in entities if e["entity"] in self.questions and e["value"] is not None)
        return next((f"{PREFIX}{e['entity']}.{e['value']}" for e in answered), None)

    def way_out(self, choice: Optional[str]) -> Optional[WayOut]:
        """The way out that this choice is; None where it leads on, or is none of the path's."""
        _, _, chosen = (choice or "").partition(PREFIX)
        name, _, answer_id = chosen.partition(".")
        if name not in self.questions:
            return None
        question = self.questions[name]
        answer = next((answer for answer in question.answers if answer.id == answer_id), None)
        if answer is None or answer.leads_to is None:
            return None
        onward = f"{PREFIX}{name}.{question.onward}" if question.onward else GO_ON
        return WayOut(topic=answer.leads_to, onward=onward)


def read_path(data: Path = DATA) -> GuidedPath:
    file = data / "enquiry" / "path.yml"
    return GuidedPath(questions=build_all(Question, read_yaml(file), file))
