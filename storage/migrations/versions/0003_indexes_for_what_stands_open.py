"""Indexes for what stands open and for listings, so that digests and forms of a month need not read the whole ledger"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_enterprises_standing", "enterprises", ["region", "created_at", "closed_at", "high_risk"])
    op.create_index(
        "ix_hazards_standing",
        "hazards",
        ["status", "deadline", "enterprise_id", "level", "found_at", "rectified_at", "signed_off_at"],
    )
    op.create_index(
        "ix_hazards_supervised_at",
        "hazards",
        ["supervised_at"],
        sqlite_where=sa.text("supervised_at IS NOT NULL"),
        postgresql_where=sa.text("supervised_at IS NOT NULL"),
    )
    op.drop_index("ix_hazards_status_deadline", "hazards")  # the one of what stands open begins with the same columns


def downgrade() -> None:
    op.create_index("ix_hazards_status_deadline", "hazards", ["status", "deadline"])
    op.drop_index("ix_hazards_supervised_at", "hazards")
    op.drop_index("ix_hazards_standing", "hazards")
    op.drop_index("ix_enterprises_standing", "enterprises")
