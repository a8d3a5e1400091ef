"""The way from the chat to a form: what was chosen goes along under a one-time token, nothing personal."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid4

from pydantic import BaseModel, Field

from bot.knowledge import Library
from bot.knowledge.references import ReplyRef
from bot.knowledge.reply import Reply
from web.store.clock import Clock, now
from web.store.errors import Unavailable
from web.store.records import Records

if TYPE_CHECKING:
    from web.services import Services

LIFE = timedelta(minutes=10)
LANGUAGES = {"en-GB": "en", "cy-GB": "cy"}  # as the record names them, as this service does

log = logging.getLogger(__name__)


class Destination(BaseModel):
    """Where the person goes on. `url_id` stands for the address of a force's own form."""

    kind: Literal["embedded_form", "external_form"]
    url_id: str | None
    verified_on: date | None


class HandoverRecord(BaseModel):
    """What was chosen in the chat, in values of closed sets. It holds no personal data."""

    schema_: Literal["csods-handoff-context/1"] = Field("csods-handoff-context/1", alias="schema")
    handoff_id: UUID = Field(default_factory=uuid4)
    created_at: datetime
    force_code: str
    channel: Literal["web_chat"] = "web_chat"
    language: Literal["en-GB", "cy-GB"]
    topic: Literal["csods_apply"] = "csods_apply"
    triage: dict[str, str]  # question and answer ids of data/enquiry/path.yml
    destination: Destination
    content_version: str

    class Config:
        extra = "forbid"


class Handovers:
    """Records wait in the store for the person to go on: once, within ten minutes."""

    def __init__(self, records: Records, clock: Clock = now) -> None:
        self._records, self._clock = records, clock

    def offer(self, record: HandoverRecord) -> str:
        """Keep the record; gives the token that fetches it. Raises Unavailable."""
        from sqlalchemy import insert

        from web.store.tables import handovers

        token = secrets.token_urlsafe(32)
        row = {
            "token_hash": _hash(token),
            "record": record.json(by_alias=True),
            "expires_at": self._clock() + LIFE,
        }
        with self._records.store.session() as session:
            session.execute(insert(handovers).values(row))
        return token

    def redeem(self, token: str) -> HandoverRecord | None:
        """The record, which is forgotten with that; None for any other token. Raises Unavailable."""
        from sqlalchemy import delete, select

        from web.store.tables import handovers

        mine = handovers.c.token_hash == _hash(token)
        with self._records.store.session() as session:
            row = session.execute(select(handovers).where(mine)).one_or_none()
            is_first = session.execute(delete(handovers).where(mine)).rowcount == 1
        if row is None or not is_first or row.expires_at < self._clock():
            return None
        return HandoverRecord.parse_raw(row.record)


def record_of(library: Library, triage: dict[str, str], language: str, at: datetime) -> HandoverRecord:
    """The record of what was chosen. Only answers that the guided path has are taken over."""
    handoff = library.force.handoff
    kind = "embedded_form" if handoff.mode == "embedded" else "external_form"
    return HandoverRecord(
        created_at=at,
        force_code=library.force.id,
        language=next(name for name, ours in LANGUAGES.items() if ours == language),
        triage={
            name: triage[name]
            for name, question in library.path.questions.items()
            if triage.get(name) in [answer.id for answer in question.answers]
        },
        destination=Destination(kind=kind, url_id=handoff.url_id, verified_on=handoff.verified_on),
        content_version=content_version(library),
    )


def content_version(library: Library) -> str:
    """Changes with the questions of the path and their words."""
    words = {language: sections.get("path") for language, sections in library.strings.items()}
    content = [library.path.dict(), words]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def handed_over(services: Services, reply: Reply, ref: ReplyRef, language: str) -> Reply:
    """The hand-over as it is shown: counted, its record kept, and a token where the way leads to our form.

    A force's own form gets nothing from us: that record ends by its time. Where it cannot be kept there is
    no token: our form says so, or asks again what it needs.
    """
    services.records.events.count("handoff_offered")
    if reply.link is None:
        return reply
    try:
        token = services.handovers.offer(record_of(services.library, ref.triage, language, now()))
    except Unavailable as error:
        log.warning("a hand-over could not be kept", extra={"reason": str(error)})
        return reply
    if reply.link.method != "post":
        return reply
    return reply.copy(update={"link": reply.link.copy(update={"token": token})})


def _hash(token: str) -> str:
    """What is stored of a token: who has the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
