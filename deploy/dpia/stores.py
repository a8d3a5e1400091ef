"""stores.md: every table and column, how it stands there, and how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Table

from bot.stores.forgetting import IDLE_SECONDS, OLDEST_SECONDS
from bot.stores.sql import SQLStore
from deploy.dpia.paper import agree, head, row
from web.commands.counts import FEWEST
from web.enquiry.handover import LIFE
from web.processes.child import LARGEST_LOG
from web.settings import Settings
from web.store.drafts import IDLE, OLDEST
from web.store.retention import TOMBSTONES_KEPT
from web.store.tables import metadata

CLOSED = {"drafts": "encrypted", "enquiries": "sealed"}
HASHED = ("key_hash", "token_hash", "sender_id")
RETENTION = Settings.__fields__["retention_days"].field_info
LIVES = {
    "chat_idle": IDLE_SECONDS // 60,
    "chat_most": OLDEST_SECONDS // 60,
    "handover": LIFE // timedelta(minutes=1),
    "draft_idle": IDLE // timedelta(minutes=1),
    "draft_most": OLDEST // timedelta(hours=1),
    "retention": RETENTION.default,
    "retention_least": RETENTION.ge,
    "retention_most": RETENTION.le,
    "tombstone": TOMBSTONES_KEPT.days,
    "backup": Settings.__fields__["backup_days"].default,
    "fewest": FEWEST,
    "log_size": LARGEST_LOG // 1_000_000,
}


def stores(why: dict[str, Any]) -> Iterator[str]:
    """The lines of the page. `why` is purposes.yml."""
    kept = metadata.sorted_tables
    conversations = SQLStore.Base.metadata.sorted_tables
    yield "# Everything that is kept\n"
    yield from why["stores"].format(**LIVES).splitlines()
    for title, tables in (("conversations", conversations), ("enquiries", kept)):
        agree(title, [table.name for table in tables], why[title])
        yield f"\n## Tables of {title}\n"
        for table in tables:
            yield from described(table, why[title][table.name])


def described(table: Table, known: dict[str, Any]) -> Iterator[str]:
    """A table: what it is for, how long a row is kept, and its columns."""
    agree(table.name, table.columns.keys(), known["columns"])
    yield f"### {table.name}\n\n{known['about']} Kept: {known['life']}.\n".format(**LIVES)
    yield from head("column", "what", "how it stands there")
    for name, what in known["columns"].items():
        stands = CLOSED[table.name] if name == "sealed" else "hash" if name in HASHED else "readable"
        yield row(name, what, stands)
    yield ""
