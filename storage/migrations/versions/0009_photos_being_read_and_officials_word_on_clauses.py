"""Photos being read, and officials' word on clauses"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def json() -> sa.types.TypeEngine:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def key() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "clause_decisions",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("hazard_id", key(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("flagged_level", sa.String(length=16), nullable=False),
        sa.Column("flagged_clause", sa.String(length=32), nullable=True),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("clause", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_clause_decisions_hazard_id_hazards")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_clause_decisions_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_decisions")),
    )
    op.create_index("ix_clause_decisions_hazard_id", "clause_decisions", ["hazard_id"])
    op.create_table(
        "photo_readings",
        sa.Column("id", key(), autoincrement=True, nullable=False),
        sa.Column("media_id", key(), nullable=False),
        sa.Column("binding_id", key(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("found", json(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_photo_readings_binding_id_bindings")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_photo_readings_media_id_media")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_readings")),
        sa.UniqueConstraint("media_id", name=op.f("uq_photo_readings_media_id")),
    )
    op.create_index("ix_photo_readings_state_due_at", "photo_readings", ["state", "due_at"])


def downgrade() -> None:
    op.drop_index("ix_photo_readings_state_due_at", "photo_readings")
    op.drop_table("photo_readings")
    op.drop_index("ix_clause_decisions_hazard_id", "clause_decisions")
    op.drop_table("clause_decisions")
