"""Indexes of the messages that wait for a person's next word: they are asked for with every message that comes in"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

HELD = text("status = 'held'")


def upgrade() -> None:
    for column in ("binding_id", "person_id"):
        op.create_index(
            f"ix_outbox_held_{column}", "outbox", [column], sqlite_where=HELD, postgresql_where=HELD
        )


def downgrade() -> None:
    for column in ("binding_id", "person_id"):
        op.drop_index(f"ix_outbox_held_{column}", "outbox")
