"""Letters are found by state and kind, so that answers never stand behind reminders; and by person"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_outbox_status_kind_due_at", "outbox", ["status", "kind", "due_at"])
    op.create_index("ix_outbox_person_id", "outbox", ["person_id", "id"])
    op.drop_index("ix_outbox_status_due_at", "outbox")


def downgrade() -> None:
    op.create_index("ix_outbox_status_due_at", "outbox", ["status", "due_at"])
    op.drop_index("ix_outbox_person_id", "outbox")
    op.drop_index("ix_outbox_status_kind_due_at", "outbox")
