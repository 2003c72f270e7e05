"""What must not be readable in the record: sealed sheets of private conversations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asides",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_asides")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_asides_kind_until", "asides", ["kind", "until"])
    _forget_what_was_left()


def _forget_what_was_left() -> None:
    """What versions before this one left of private conversations: their sessions, and the exchange's empty rows."""
    op.execute("DELETE FROM audit WHERE entity = 'sessions' AND entity_id IN (SELECT CAST(id AS VARCHAR(64)) FROM sessions WHERE conversation IN ('whistle', 'receipt'))")
    op.execute("DELETE FROM sessions WHERE conversation IN ('whistle', 'receipt')")
    op.execute("UPDATE outbox SET reply_to = NULL WHERE reply_to IN (SELECT id FROM inbox WHERE CAST(body AS TEXT) = '{}' AND kind IN ('text', 'choice', 'photo', 'place'))")
    op.execute("DELETE FROM inbox WHERE CAST(body AS TEXT) = '{}' AND kind IN ('text', 'choice', 'photo', 'place')")
    op.execute("""DELETE FROM outbox WHERE status IN ('sent', 'failed', 'dropped') AND CAST(body AS TEXT) = '{"text": ""}'""")


def downgrade() -> None:
    op.drop_index("ix_asides_kind_until", "asides")
    op.drop_table("asides")
