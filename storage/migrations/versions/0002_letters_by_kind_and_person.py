"""Letters are found by state and kind, so that answers never stand behind reminders; and by person"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index("ix_outbox_status_due_at")
        batch_op.create_index("ix_outbox_status_kind_due_at", ["status", "kind", "due_at"], unique=False)
        batch_op.create_index("ix_outbox_person_id", ["person_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index("ix_outbox_person_id")
        batch_op.drop_index("ix_outbox_status_kind_due_at")
        batch_op.create_index("ix_outbox_status_due_at", ["status", "due_at"], unique=False)
