"""The tables of the enquiry."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False, index=True),
    )
    op.create_table(
        "drafts",
        sa.Column("key_hash", sa.String(64), primary_key=True),
        sa.Column("submission_id", sa.String(36), nullable=False, unique=True),
        sa.Column("handover_id", sa.String(36)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("touched_at", sa.DateTime, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "enquiries",
        sa.Column("submission_id", sa.String(36), primary_key=True),
        sa.Column("reference", sa.String(20), nullable=False, unique=True),
        sa.Column("force", sa.String(100), nullable=False),
        sa.Column("submitted_at", sa.DateTime, nullable=False),
        sa.Column("key_id", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "submission_id",
            sa.String(36),
            sa.ForeignKey("enquiries.submission_id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("route", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("worker", sa.String(64)),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("alarm", sa.Integer, nullable=False),
        sa.Column("force_reference", sa.String(200)),
        sa.Column("accepted_at", sa.DateTime),
    )
    op.create_table(
        "pauses",
        sa.Column("route", sa.String(10), primary_key=True),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("reason", sa.String(100), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("submission_id", sa.String(36), nullable=False, index=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "tombstones",
        sa.Column("key_hash", sa.String(64), primary_key=True),
        sa.Column("submission_id", sa.String(36), nullable=False, unique=True),
        sa.Column("reference", sa.String(20), nullable=False, unique=True),
        sa.Column("submitted_at", sa.DateTime, nullable=False),
        sa.Column("accepted_at", sa.DateTime),
        sa.Column("force_reference", sa.String(200)),
        sa.Column("purged_at", sa.DateTime),
    )
    op.create_table(
        "events",
        sa.Column("force", sa.String(100), primary_key=True),
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "purges",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(100), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
