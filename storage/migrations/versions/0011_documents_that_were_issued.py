"""Documents that were issued, and who signed them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.create_table(
        "documents",
        sa.Column("id", key, autoincrement=True, nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("department_id", key, nullable=True),
        sa.Column("enterprise_id", key, nullable=True),
        sa.Column("hazard_id", key, nullable=True),
        sa.Column("stretch", sa.String(length=64), nullable=False),
        sa.Column("below", sa.Boolean(), nullable=False),
        sa.Column("signers", json, nullable=False),
        sa.Column("paper", json, nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_by", key, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_documents_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_documents_enterprise_id_enterprises")
        ),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_documents_hazard_id_hazards")),
        sa.ForeignKeyConstraint(["issued_by"], ["persons.id"], name=op.f("fk_documents_issued_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint(
            "template", "body", "year", "count", name=op.f("uq_documents_template_body_year_count")
        ),
    )
    op.create_index("ix_documents_enterprise_id", "documents", ["enterprise_id", "id"])
    op.create_index("ix_documents_region", "documents", ["region", "id"])
    op.create_table(
        "document_signatures",
        sa.Column("id", key, autoincrement=True, nullable=False),
        sa.Column("document_id", key, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("person_id", key, nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_signatures_document_id_documents")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_document_signatures_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_signatures")),
        sa.UniqueConstraint("document_id", "role", name=op.f("uq_document_signatures_document_id_role")),
    )


def downgrade() -> None:
    op.drop_table("document_signatures")
    op.drop_table("documents")
