"""Brings a database to this version's tables, and says which version it is at."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from checklists.errors import TellOperator
from storage.faults import translated

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"
_REVISION = re.compile(r"""(?m)^(revision|down_revision)\b[^=\n]*=\s*["'](\w+)["']""")
_LOCK = 4_242_001  # any number that nothing else of ours takes on a PostgreSQL server


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Run every step that is missing, in one transaction; the revisions before and after.

    Two processes that start together do it once: the second waits for the first. Raises TryLater when the database
    is busy for too long, TellOperator when it was made by a later version of the program.
    """
    from alembic import command

    with translated(), engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = _revision(connection)
        _must_be_known(before)
        command.upgrade(_config(connection), "head")
        return before, head()


def revision(engine: Engine) -> str | None:
    """The revision a database is at; None for one without our tables."""
    with translated(), engine.connect() as connection:
        return _revision(connection)


@cache
def head() -> str:
    """The revision of this version's tables.

    Read without alembic, which takes a third of a second to import: every start and every look at `/readyz` asks. It is
    what this process's own code was made for, whatever was installed since.
    """
    steps = dict(map(_step, MIGRATIONS.glob("versions/[0-9]*.py")))
    heads = steps.keys() - steps.values()
    if len(heads) != 1:
        raise TellOperator("The migrations are missing from the installation; install the program again.")
    return heads.pop()


def at_head(engine: Engine) -> bool:
    """Whether the database has this version's tables, which is what `/readyz` wants to know."""
    return revision(engine) == head()


def differences(connection: Connection) -> tuple[str, ...]:
    """What the tables in the code and those of the database differ in, in alembic's words; empty when in nothing."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from storage.tables import metadata

    found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    return tuple(str(difference) for difference in found)


def known_revisions() -> frozenset[str]:
    """Every revision there ever was."""
    from alembic.script import ScriptDirectory

    return frozenset(step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def _step(file: Path) -> tuple[str, str | None]:
    """A migration's revision and the one below it."""
    found = dict(_REVISION.findall(file.read_text(encoding="utf-8")))
    return found["revision"], found.get("down_revision")


def _must_be_known(found: str | None) -> None:
    if found is not None and found not in known_revisions():
        raise TellOperator(
            f"The database is at revision {found}, which this version does not know; "
            "it was made by a later version: install that one."
        )


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return str(found) if found is not None else None


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
