"""What alembic runs: it gets an open connection from storage.upkeep and never opens one itself."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, BigInteger

from storage.tables.columns import Instant, metadata


def rendered(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Column types in a migration are written out, so that later changes of our code do not change old steps."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JSON):
        return "json()"
    if isinstance(item, BigInteger):
        return "key()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=rendered,
    render_as_batch=True,
    # We begin transactions ourselves on SQLite too, so that an interrupted step leaves nothing behind.
    transactional_ddl=True,
    compare_type=True,
)
context.run_migrations()
