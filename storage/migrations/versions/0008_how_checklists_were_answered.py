"""How checklists were answered"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pace", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("uniform", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("answers_hash", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("photos", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        for name in ("photos", "answers_hash", "uniform", "pace"):
            batch_op.drop_column(name)
