"""Bulletins and who read them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def json() -> sa.types.TypeEngine:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def key() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def moment() -> sa.types.TypeEngine:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "bulletins",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("photos", json(), nullable=False),
        sa.Column("items", json(), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("sectors", json(), nullable=False),
        sa.Column("high_risk", json(), nullable=True),
        sa.Column("office_region", sa.String(length=6), nullable=False),
        sa.Column("department_id", key(), nullable=True),
        sa.Column("sent_by", key(), nullable=False),
        sa.Column("sent_at", moment(), nullable=False),
        sa.Column("reached", key(), nullable=False),
        sa.Column("sending", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reminded_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_bulletins_department_id_departments")),
        sa.ForeignKeyConstraint(["sent_by"], ["persons.id"], name=op.f("fk_bulletins_sent_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletins")),
    )
    with op.batch_alter_table("bulletins", schema=None) as batch_op:
        batch_op.create_index("ix_bulletins_sending", ["sending"], unique=False)
        batch_op.create_index("ix_bulletins_office", ["office_region", "department_id"], unique=False)
    op.create_table(
        "bulletin_receipts",
        sa.Column("bulletin_id", key(), nullable=False),
        sa.Column("enterprise_id", key(), nullable=False),
        sa.Column("queued_at", moment(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("read_at", moment(), nullable=True),
        sa.Column("read_by", key(), nullable=True),
        sa.Column("principal_read_at", moment(), nullable=True),
        sa.Column("checked_at", moment(), nullable=True),
        sa.Column("negative", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name=op.f("fk_bulletin_receipts_bulletin_id_bulletins")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_bulletin_receipts_enterprise_id_enterprises")),
        sa.ForeignKeyConstraint(["read_by"], ["persons.id"], name=op.f("fk_bulletin_receipts_read_by_persons")),
        sa.PrimaryKeyConstraint("bulletin_id", "enterprise_id", name=op.f("pk_bulletin_receipts")),
    )
    with op.batch_alter_table("bulletin_receipts", schema=None) as batch_op:
        batch_op.create_index("ix_bulletin_receipts_enterprise_id", ["enterprise_id"], unique=False)


def downgrade() -> None:
    op.drop_table("bulletin_receipts")
    op.drop_table("bulletins")
