"""Since when delivery tries, who was told of it and when, and where each trail ends."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Empty in rows of before: nobody knows. What an older version still adds has them empty too.
ADDED = (
    ("outbox", sa.Column("tried_since", sa.DateTime)),
    ("outbox", sa.Column("alarmed_at", sa.DateTime)),
    ("outbox", sa.Column("untold", sa.String(100))),
    ("tombstones", sa.Column("trail_ends", sa.String(64))),
)


def upgrade() -> None:
    for table, column in ADDED:
        op.add_column(table, column)
