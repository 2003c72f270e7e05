"""Identity numbers and phones are sealed; `db upgrade` seals those that were written down before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PHONES = ("principal_phone", "leader_phone", "officer_phone")


def upgrade() -> None:
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number_sealed", sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column("number_hash", sa.String(length=64), nullable=True))
    with op.batch_alter_table("signboards", schema=None) as batch_op:
        for name in PHONES:
            batch_op.alter_column(
                name, existing_type=sa.String(length=30), type_=sa.String(length=160), existing_nullable=False
            )


def downgrade() -> None:
    with op.batch_alter_table("signboards", schema=None) as batch_op:
        for name in PHONES:
            batch_op.alter_column(
                name, existing_type=sa.String(length=160), type_=sa.String(length=30), existing_nullable=False
            )
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.drop_column("number_hash")
        batch_op.drop_column("number_sealed")
