"""What only one process may do at a time. Its holder has it until it lets go, dies or loses its session."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from storage.faults import translated


@contextmanager
def lease(engine: Engine, name: str) -> Iterator[bool]:
    """Whether the lease of that name is ours within the block. With SQLite there is one process, and it always is.

    On PostgreSQL it is an advisory lock of a session of its own, which the server frees when the session ends
    (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS).
    Raises TryLater when the database does not answer.
    """
    if engine.dialect.name != "postgresql":
        yield True
        return
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with translated():
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        with translated():
            held = bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar_one())
        yield held
    finally:
        connection.invalidate()  # closes the session, and with it the lock, whatever state it is in
        connection.close()
