"""Permits for dangerous work"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
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
        "permits",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("enterprise_id", key(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("grade", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("begins_at", moment(), nullable=False),
        sa.Column("ends_at", moment(), nullable=False),
        sa.Column("workers", json(), nullable=False),
        sa.Column("guardian", sa.String(length=60), nullable=False),
        sa.Column("measures", json(), nullable=False),
        sa.Column("renews", key(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("applied_by", key(), nullable=False),
        sa.Column("applied_at", moment(), nullable=False),
        sa.Column("approved_by", key(), nullable=True),
        sa.Column("approved_at", moment(), nullable=True),
        sa.Column("reported_at", moment(), nullable=True),
        sa.Column("begun_at", moment(), nullable=True),
        sa.Column("done_at", moment(), nullable=True),
        sa.Column("closed_at", moment(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_permits_enterprise_id_enterprises")),
        sa.ForeignKeyConstraint(["renews"], ["permits.id"], name=op.f("fk_permits_renews_permits")),
        sa.ForeignKeyConstraint(["applied_by"], ["persons.id"], name=op.f("fk_permits_applied_by_persons")),
        sa.ForeignKeyConstraint(["approved_by"], ["persons.id"], name=op.f("fk_permits_approved_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permits")),
        sa.UniqueConstraint("code", name=op.f("uq_permits_code")),
    )
    with op.batch_alter_table("permits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permits_number"), ["number"], unique=False)
        batch_op.create_index("ix_permits_enterprise_begins_at", ["enterprise_id", "begins_at"], unique=False)
        batch_op.create_index("ix_permits_status_ends_at", ["status", "ends_at"], unique=False)
    op.create_table(
        "permit_events",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("permit_id", key(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("data", json(), nullable=True),
        sa.ForeignKeyConstraint(["permit_id"], ["permits.id"], name=op.f("fk_permit_events_permit_id_permits")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_permit_events_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit_events")),
    )
    with op.batch_alter_table("permit_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permit_events_permit_id"), ["permit_id"], unique=False)
    op.create_table(
        "permit_photos",
        sa.Column("permit_id", key(), nullable=False),
        sa.Column("media_id", key(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_permit_photos_media_id_media")),
        sa.ForeignKeyConstraint(["permit_id"], ["permits.id"], name=op.f("fk_permit_photos_permit_id_permits")),
        sa.PrimaryKeyConstraint("permit_id", "media_id", "stage", name=op.f("pk_permit_photos")),
    )
    with op.batch_alter_table("permit_photos", schema=None) as batch_op:
        batch_op.create_index("ix_permit_photos_media_id", ["media_id"], unique=False)


def downgrade() -> None:
    op.drop_table("permit_photos")
    op.drop_table("permit_events")
    op.drop_table("permits")
