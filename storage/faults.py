"""Turns the database drivers' errors into ours, by what the caller can do."""

from __future__ import annotations

from types import TracebackType

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from checklists.errors import AnchaError, TellOperator, TryLater

# SQLite's primary result codes, https://www.sqlite.org/rescode.html
_LATER = {
    "SQLITE_BUSY": "the database is locked by another process",
    "SQLITE_LOCKED": "the database is locked",
    "SQLITE_FULL": "the disk is full; free some room",
    "SQLITE_IOERR": "the disk does not answer",
}
_OPERATOR = {
    "SQLITE_READONLY": "the database file is read-only; give the service's user the right to write it",
    "SQLITE_CANTOPEN": "the database file cannot be opened; check ANCHA_DATA_DIR and its rights",
    "SQLITE_CORRUPT": "the database file is damaged; restore a backup with `db restore`",
    "SQLITE_NOTADB": "that file is not an Ancha database; check ANCHA_DATABASE_URL",
}


_READ_ONLY = "25006"
_SERVER_FULL = "53100"
"""SQLSTATEs, as those below."""
_REFUSED_CODES = ("28", "3D")
"""Classes of SQLSTATE, wrong user or password and no such database, whatever language the server speaks
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""
_FATAL = ("FATAL:", "致命错误:")
_REFUSED = ("does not exist", "authentication failed", "不存在", "认证失败")
"""In what PostgreSQL says when it lets nobody in (src/backend/utils/init/postinit.c, src/backend/libpq/auth.c, and in
src/backend/po what `lc_messages` makes of it in Chinese); of a connection that never stood libpq gives no code, only
the words."""


class Conflict(AnchaError):
    """Somebody else changed the record meanwhile (compare-and-set found another state); look again and repeat."""

    key = "error.conflict"


class translated:  # noqa: N801  (reads as the verb it stands for: `with translated(): …`)
    """Raises TryLater, TellOperator or Conflict in place of what the driver raised; what is our own mistake passes."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Nothing to begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            _raise_ours(error)


def _raise_ours(error: BaseException) -> None:
    if isinstance(error, PoolTimeout):
        raise TryLater("Try again in a moment: every connection to the database is in use.") from error
    if isinstance(error, IntegrityError):
        if _stands_already(error):
            raise Conflict("Somebody else wrote the same in this instant; look again and repeat.") from error
    elif isinstance(error, DBAPIError):
        known = _sorted_by_remedy(error)
        if known is not None:
            raise known from error


def _stands_already(error: IntegrityError) -> bool:
    """Whether a unique column refused it: https://www.postgresql.org/docs/current/errcodes-appendix.html, 23505."""
    names = (getattr(error.orig, "sqlite_errorname", ""), getattr(error.orig, "sqlstate", ""))
    return any(name in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505") for name in names)


def _sorted_by_remedy(error: DBAPIError) -> AnchaError | None:
    name = getattr(error.orig, "sqlite_errorname", "")
    for prefix, words in _LATER.items():
        if name.startswith(prefix):
            return TryLater(f"Try again in a moment: {words}.")
    for prefix, words in _OPERATOR.items():
        if name.startswith(prefix):
            return TellOperator(f"The record cannot be used: {words}.")
    code = getattr(error.orig, "sqlstate", None)
    if code == _READ_ONLY:
        return TellOperator(
            "The record cannot be used: the database server takes no writes, being read-only or a standby; "
            "let it write, or point ANCHA_DATABASE_URL at the server that does."
        )
    if code == _SERVER_FULL:
        return TryLater("Try again in a moment: the database server's disk is full; free some room.")
    if _let_nobody_in(error):
        return TellOperator(
            "The record cannot be used: the database server knows no such database or user, or the password is wrong; "
            "correct ANCHA_DATABASE_URL, or create them."
        )
    if error.connection_invalidated or (isinstance(error, OperationalError) and not name):
        return TryLater("Try again in a moment: the database server does not answer.")
    return None


def _let_nobody_in(error: DBAPIError) -> bool:
    """Whether PostgreSQL refused the connection for good: by its code, and by its words only where there is none."""
    code = getattr(error.orig, "sqlstate", None)
    if code:
        return str(code).startswith(_REFUSED_CODES)
    said = str(error.orig)
    return any(word in said for word in _FATAL) and any(words in said for words in _REFUSED)
