"""Whether the record can be written just now."""

from __future__ import annotations

from sqlalchemy import Engine, text

from storage.faults import translated


def try_writing(engine: Engine) -> None:
    """Change a row and take it back, which a locked or read-only database, a standby and one that is gone refuse.

    Leaves no trace. Raises TryLater or TellOperator with what is in the way, and the driver's error where that is not
    known; the tables must be there.
    """
    with translated(), engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        transaction.rollback()
