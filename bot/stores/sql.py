"""Conversations in a database: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

import time
from typing import Any, Optional

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.stores.forgetting import IDLE_SECONDS, OLDEST_SECONDS, Forgetting
from bot.tracker import revived, shortened, written

CONVERSATION = "conversation"  # the kind of our rows in Rasa's table: each has all the events of one


class SQLStore(Forgetting, SQLTrackerStore):
    """Rasa's SQL store with a row for each conversation, and a table of when it began and was last used.

    Rasa adds a row for each event and reads all of them twice a turn, which gets dearer with each turn.
    `host` is an SQLAlchemy address. `clock` gives seconds since 1970; tests put their own in.
    """

    class Life(SQLTrackerStore.Base):
        __tablename__ = "conversation_lives"

        sender_id = sa.Column(sa.String(255), primary_key=True)
        begun = sa.Column(sa.Float, nullable=False)
        touched = sa.Column(sa.Float, nullable=False)

    def __init__(
        self,
        domain: Domain,
        host: str,
        event_broker: Optional[EventBroker] = None,
        idle_seconds: float = IDLE_SECONDS,
        oldest_seconds: float = OLDEST_SECONDS,
        clock: Any = time.time,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, host=host, event_broker=event_broker)
        # Rasa logs a failing statement, and its parameters are the conversation.
        self.engine.hide_parameters = True
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _overwrite_what_is_deleted)
            self.engine.dispose()
        self._idle, self._oldest, self._clock = idle_seconds, oldest_seconds, clock
        self.known_here()

    async def save(self, tracker: DialogueStateTracker) -> None:
        now, sender = self._clock(), tracker.sender_id
        row = self.SQLEvent(
            sender_id=sender, type_name=CONVERSATION, timestamp=now, data=written(shortened(tracker))
        )
        try:
            with self.session_scope() as session:
                life = session.get(self.Life, sender)
                begun = life.begun if life else now
                session.merge(self.Life(sender_id=sender, begun=begun, touched=now))
                session.query(self.SQLEvent).filter_by(sender_id=sender).delete()
                session.add(row)
                session.commit()
        except SQLAlchemyError:
            self.failures += 1
            raise

    async def _retrieve(self, sender_id: str, *_: Any, **__: Any) -> Optional[DialogueStateTracker]:
        try:
            self.sweep()
            with self.session_scope() as session:
                rows = session.query(self.SQLEvent.data)
                kept = rows.filter_by(sender_id=sender_id, type_name=CONVERSATION).scalar()
        except SQLAlchemyError:
            self.failures += 1
            raise
        return kept and revived(self.init_tracker(sender_id), kept)

    def sweep(self) -> None:
        now, life = self._clock(), self.Life
        past = (life.touched < now - self._idle) | (life.begun < now - self._oldest)
        with self.session_scope() as session:
            over = [sender for (sender,) in session.query(life.sender_id).filter(past)]
        for sender in over:
            self.erase(sender)

    def look(self) -> None:
        with self.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def touch(self, sender_id: str) -> bool:
        self.sweep()
        with self.session_scope() as session:
            known = session.query(self.Life).filter_by(sender_id=sender_id)
            touched = known.update({"touched": self._clock()})
            session.commit()
        return bool(touched)

    def erase(self, sender_id: str) -> None:
        with self.session_scope() as session:
            for table in (self.SQLEvent, self.Life):
                session.query(table).filter_by(sender_id=sender_id).delete()
            session.commit()


def _overwrite_what_is_deleted(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA secure_delete=ON")
