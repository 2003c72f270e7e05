"""Which process is fetching a photo, so that what a dead one was fetching is taken over soon"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("awaited_photos", Column("claimed_by", BigInteger))


def downgrade() -> None:
    with op.batch_alter_table("awaited_photos") as batch:
        batch.drop_column("claimed_by")
