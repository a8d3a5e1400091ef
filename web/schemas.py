"""The HTTP contract: what a request may hold, and what is answered."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StrictStr, root_validator, validator

from bot.knowledge.replies import ContactCard, Reply

LONGEST_KEY = 200  # characters
KEY = "Its key, once there is one; with any other a new conversation begins"
UNDER_18 = "Whether a turn of this chat said so; anything but true is no"
MESSAGE_ID = "A UUID; makes a repeat harmless. Anything else is as none"


class Request(BaseModel):
    class Config:
        extra = "forbid"

    @validator("*", pre=True)
    def _only_real_characters(cls, value: Any) -> Any:
        """Half of a character pair cannot be written as UTF-8, so it is replaced."""
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _only(one: str, other: str) -> dict[str, Any]:
    """A message with `one` and without `other`, in OpenAPI's terms."""
    nothing = {"nullable": True, "enum": [None]}
    return {"required": [one], "properties": {one: {"type": "string"}, other: nothing}}


class MessageRequest(Request):
    """Something typed, or a choice that was pressed: exactly one of the two.

    No key and no id is a reason to refuse a message: it may tell of danger.
    """

    conversation: StrictStr | None = Field(None, description=KEY)
    text: StrictStr | None
    choice: StrictStr | None = Field(None, min_length=1, max_length=200)
    message_id: StrictStr | None = Field(None, description=MESSAGE_ID)
    language: Literal["en", "cy"] = "en"
    under_18: bool = Field(False, description=UNDER_18)

    class Config:
        schema_extra = {"oneOf": [_only("text", "choice"), _only("choice", "text")]}  # published, too

    @validator("conversation")
    def _a_key_or_unknown(cls, value: str | None) -> str | None:
        """What is left of too long a key is a key that nobody has."""
        return value[:LONGEST_KEY] if value else None

    @validator("message_id")
    def _a_uuid_or_none(cls, value: str | None) -> str | None:
        try:
            return str(UUID(value)) if value else None
        except ValueError:
            return None

    @validator("under_18", pre=True)
    def _said_or_not(cls, value: Any) -> bool:
        return value is True or value == "true"  # as a form says it

    @root_validator
    def _exactly_one(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values.get("text") is None) == (values.get("choice") is None):
            raise ValueError("exactly one of text and choice")
        return values


class ConversationRequest(Request):
    """Which conversation is meant."""

    conversation: StrictStr = Field(..., min_length=1, max_length=LONGEST_KEY)


class Turn(BaseModel):
    """What is said in answer to one message."""

    conversation: str | None
    notice: Literal["expired", "not_applied", "preview"] | None
    pinned: Reply | None = Field(description="A safety card that stays within reach")
    under_18: bool = Field(False, description="Whether the person is known to be; send it with what follows")
    replies: list[Reply] = Field(min_items=1)


class ProblemBody(BaseModel):
    """An error (application/problem+json): always with people to call."""

    type: str
    title: str
    status: int
    detail: str
    state: Literal["loading", "down", "maintenance"] | None
    contacts: list[ContactCard]
    replies: list[Reply]
    conversation: str | None


class Health(BaseModel):
    state: Literal["live", "ready", "loading", "down", "maintenance"]
