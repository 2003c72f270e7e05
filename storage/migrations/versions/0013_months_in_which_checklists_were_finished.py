"""Months in which checklists were finished: one row where the figures would read dozens"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MONTH = {
    "sqlite": "date(finished_at, '+8 hours', 'start of month')",
    "postgresql": "date_trunc('month', finished_at AT TIME ZONE 'Asia/Shanghai')::date",
}
TOGETHER = {"sqlite": "group_concat(DISTINCT checklist)", "postgresql": "string_agg(DISTINCT checklist, ',')"}


def upgrade() -> None:
    op.create_table(
        "inspected_months",
        sa.Column("enterprise_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("checklists", sa.Text(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_inspected_months_enterprise_id_enterprises")
        ),
        sa.PrimaryKeyConstraint("enterprise_id", "plan", "month", name=op.f("pk_inspected_months")),
    )
    backend = op.get_bind().dialect.name
    op.execute(
        "INSERT INTO inspected_months (enterprise_id, plan, month, checklists, last_at) "  # noqa: S608  (our own words)
        f"SELECT enterprise_id, plan, {MONTH[backend]}, {TOGETHER[backend]}, max(finished_at) "
        f"FROM inspections GROUP BY enterprise_id, plan, {MONTH[backend]}"
    )


def downgrade() -> None:
    op.drop_table("inspected_months")
