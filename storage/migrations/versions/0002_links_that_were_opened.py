"""Links that were opened, each with its browser"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "opened_links",
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("role_id", key, nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_opened_links_role_id_roles")),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_opened_links")),
    )
    op.create_index(op.f("ix_opened_links_role_id"), "opened_links", ["role_id"])
    op.create_index(op.f("ix_opened_links_expires_at"), "opened_links", ["expires_at"])


def downgrade() -> None:
    op.drop_table("opened_links")
