"""What the dialogue engine says instead of words: which reply of data/ to show, and its choices."""

from __future__ import annotations

from typing import Literal, Optional

from pydantic import BaseModel

Kind = Literal[
    "answer", "safety", "clarify", "question", "handover", "small_talk", "fallback"
]


class ReplyRef(BaseModel):
    """One reply of a turn, as the engine decides it and its tracker keeps it: no text, only ids."""

    kind: Kind
    topic: Optional[str]
    part: str = "answer"  # answer | steps | repeat | second_miss, or a question of the path
    choices: list[str] = []
    triage: dict[str, str] = {}  # of a hand-over: what was chosen, question by question

    class Config:
        extra = "forbid"
