"""Which process claimed a message, so that what a dead one was sending is taken over soon"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", Column("claimed_by", BigInteger))


def downgrade() -> None:
    with op.batch_alter_table("outbox") as batch:
        batch.drop_column("claimed_by")
