"""What is kept. No table holds anything typed in clear: `sealed` columns are encrypted."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Optional

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData()


class UtcTime(TypeDecorator):
    """A moment with its time zone; kept as UTC without one, which every database can do."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        return value and value.astimezone(timezone.utc).replace(tzinfo=None)

    def process_result_value(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        return value and value.replace(tzinfo=timezone.utc)


# The way from the chat to the form. `record` is JSON without personal data (web/enquiry/handover.py).
handovers = Table(
    "handovers",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("record", Text, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
)

# A form that is being filled in. The key is in the person's cookie; only its hash is here.
drafts = Table(
    "drafts",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("submission_id", String(36), nullable=False, unique=True),
    Column("handover_id", String(36)),
    Column("language", String(2), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("touched_at", UtcTime, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

# An enquiry that was sent, sealed to the public key `key_id`.
enquiries = Table(
    "enquiries",
    metadata,
    Column("submission_id", String(36), primary_key=True),
    Column("reference", String(20), nullable=False, unique=True),
    Column("force", String(100), nullable=False),
    Column("submitted_at", UtcTime, nullable=False),
    Column("key_id", String(40), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

# How far an enquiry has come on its way to the force (web/delivery/states.py).
outbox = Table(
    "outbox",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=True),  # first in, first out
    Column(
        "submission_id",
        String(36),
        ForeignKey("enquiries.submission_id"),
        nullable=False,
        unique=True,
    ),
    Column("state", String(20), nullable=False, index=True),
    Column("route", String(10), nullable=False, default="first"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", UtcTime, nullable=False),
    Column("worker", String(64)),
    Column("lease_until", UtcTime),
    Column("alarm", Integer, nullable=False, default=0),  # minutes of the last alarm raised
    Column("alarmed_at", UtcTime),  # when somebody was last told by an alarm
    Column("untold", String(100)),  # why it is stuck, until the operator was told
    Column("tried_since", UtcTime),  # when the budget of its tries began
    Column("force_reference", String(200)),
    Column("accepted_at", UtcTime),
)

# Destinations that take nothing until an operator has mended them.
pauses = Table(
    "pauses",
    metadata,
    Column("route", String(10), primary_key=True),
    Column("since", UtcTime, nullable=False),
    Column("reason", String(100), nullable=False),
)

# What was done with each enquiry, by whom. Rows are only added; each holds the hash of the last.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("submission_id", String(36), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("event", String(40), nullable=False),
    Column("note", String(300), nullable=False, default=""),
    Column("hash", String(64), nullable=False),
)

# What stays of an enquiry: a second sending of its draft gets the same reference.
tombstones = Table(
    "tombstones",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("submission_id", String(36), nullable=False, unique=True),
    Column("reference", String(20), nullable=False, unique=True),
    Column("submitted_at", UtcTime, nullable=False),
    Column("accepted_at", UtcTime),
    Column("force_reference", String(200)),
    Column("purged_at", UtcTime),
    Column("trail_ends", String(64)),  # the hash of the last entry of its trail
)

# Counts by force and ISO week ("2026-W47"): no identifiers.
events = Table(
    "events",
    metadata,
    Column("force", String(100), primary_key=True),
    Column("week", String(8), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("count", Integer, nullable=False),
)

# What was erased, when and by which rule.
purges = Table(
    "purges",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("what", String(40), nullable=False),
    Column("rule", String(100), nullable=False),
    Column("count", Integer, nullable=False),
)

# When a process last did its round, for a website that shares nothing else with it.
pulses = Table(
    "pulses",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("at", UtcTime, nullable=False),
)
