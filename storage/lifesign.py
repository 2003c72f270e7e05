"""That a process lives: what it has claimed is left to it as long as its sign is shown, and not much longer.

On PostgreSQL the sign is an advisory lock of a session of its own, which the server frees as soon as the session ends
(https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS). On SQLite there is one process, and none
is needed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage.faults import translated
from storage.unit_of_work import UnitOfWork

_OPTION = "process"
"""The execution option of an engine that says whose claims are made through it."""
_SHOW = text("SELECT pg_try_advisory_lock(:process)")
_IS_SHOWN = text("SELECT 1")
_SILENT = text("SELECT pg_try_advisory_xact_lock_shared(:process)")


class LifeSign:
    """The sign of one process, by a number nobody else has. Used by one thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._number = secrets.randbits(62) + 1
        self._session: Connection | None = None

    def show(self) -> bool:
        """Show it, or see that it is still shown: a session that was lost is opened anew. Whether it is; claims bear
        the number from the first time on. Raises TryLater when the database does not answer."""
        if self._engine.dialect.name != "postgresql":
            return False
        try:
            with translated():
                if self._session is not None:
                    self._session.execute(_IS_SHOWN)
                    return True
                session = self._session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                if not session.execute(_SHOW, {"process": self._number}).scalar_one():
                    self.hide()  # somebody asks for it in this moment
                    return False
        except BaseException:
            self.hide()
            raise
        self._engine.update_execution_options(**{_OPTION: self._number})
        return True

    def hide(self) -> None:
        """Show it no longer: whatever is claimed by then is anybody's."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(SQLAlchemyError):
                session.invalidate()  # closes the session, whatever state it is in
                session.close()


def process(unit: UnitOfWork) -> int | None:
    """The number that claims made in this unit bear; None where no sign was ever shown, and only time tells that
    whoever made them has died."""
    number: int | None = unit.option(_OPTION)
    return number


def silent(unit: UnitOfWork, processes: Iterable[int]) -> frozenset[int]:
    """Those of these processes whose sign nobody shows. Until the unit ends none of them can show it again."""
    return frozenset(one for one in processes if unit.execute(_SILENT, {"process": one}).scalar_one())
