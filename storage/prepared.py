"""Statements that every message needs, compiled once for each database and handed straight to its driver.

SQLAlchemy builds a statement anew, looks its compiled form up and wraps each result; for the dozen small statements of
a message that takes ten times as long as SQLite needs to carry them out. What is prepared here is an ordinary Core
statement with bind parameters; its columns' types do the same conversions, and errors come out the same.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, Insert, Table, bindparam, insert, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.expression import ClauseElement
from sqlalchemy.sql.visitors import iterate, replacement_traverse
from sqlalchemy.types import TypeEngine

from storage.driver import at_once, carry_out
from storage.many_rows import ManyRows, many_rows
from storage.tables.columns import Instant, Json, as_json

Values = Mapping[str, Any]
_Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class _Compiled:
    """One statement as one driver takes it."""

    text: str
    names: tuple[str, ...]
    """The parameters in the driver's order."""
    chosen: Callable[[Values], tuple[Any, ...]]
    """Their values out of all that are given."""
    into: tuple[tuple[int, _Convert], ...]
    """The conversions of those that need one, by their place."""
    by_name: bool
    fixed: Values
    """What the statement itself says."""
    row: Callable[[Iterable[Any]], Any] | None
    out_of: tuple[tuple[int, _Convert], ...]

    def values(self, given: Values) -> Sequence[Any] | Mapping[str, Any]:
        """The parameters as the driver takes them. KeyError for one that is missing."""
        found = _converted(self.chosen({**self.fixed, **given} if self.fixed else given), self.into)
        return dict(zip(self.names, found, strict=True)) if self.by_name else found

    def made(self, raw: Sequence[Any]) -> Any:
        """A row with its columns' names."""
        assert self.row is not None  # noqa: S101  (only asked of statements that return rows)
        return self.row(_converted(raw, self.out_of))


class Prepared:
    """A statement without lists (`IN`) and without defaults of columns; give every value.

    `own`: it reads only rows of the one who is being answered (storage.foreseen). `steady`: and what their own message
    owes changes nothing in them. `lasting`: it is asked again and again, and what it returns seldom changes. `exact`:
    it changes just one row, or somebody else was quicker. Where databases want different words it is given as a
    function of the dialect's name.
    """

    def __init__(
        self, statement: ClauseElement | Callable[[str], ClauseElement], *, own: bool = False, steady: bool = False,
        lasting: bool = False, exact: bool = False,
    ) -> None:  # fmt: skip
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}
        self._many: dict[str, ManyRows | None] = {}
        self.own, self.steady, self.lasting, self.exact = own or steady, steady, lasting, exact

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables it reads or writes, by name."""
        return touched(self._written("sqlite"))

    @cached_property
    def changes(self) -> str:
        """The table whose rows it inserts, updates or deletes; "" for one that only reads."""
        written = self._written("sqlite")
        return str(getattr(written.table, "key", "")) if isinstance(written, UpdateBase) else ""

    def rows(self, connection: Connection, given: Values) -> list[Any]:
        """Carry it out; the rows it returns, their columns by name."""
        return self.told(connection, self.asked(connection, given))

    def asked(self, connection: Connection, given: Values) -> Any:
        """Carry it out; the cursor that holds the rows it returns, once the server has answered."""
        compiled = self._for(connection.dialect)
        return carry_out(connection, compiled.text, compiled.values(given))

    def told(self, connection: Connection, cursor: Any) -> list[Any]:
        """The rows that cursor holds."""
        compiled = self._for(connection.dialect)
        try:
            found = cursor.fetchall()
        finally:
            cursor.close()
        return [compiled.made(raw) for raw in found]

    def changed(self, connection: Connection, given: Values) -> int:
        """Carry it out; how many rows it changed."""
        compiled = self._for(connection.dialect)
        cursor = carry_out(connection, compiled.text, compiled.values(given))
        count = int(cursor.rowcount)
        cursor.close()
        return count

    def many(self, connection: Connection, given: Sequence[Values]) -> int:
        """Carry it out once for each of these; how many rows all of it changed."""
        cursor = self.begun(connection, given)
        count = int(cursor.rowcount)
        cursor.close()
        return count

    def begun(self, connection: Connection, given: Sequence[Values]) -> Any:
        """Carry it out once for each of these; the cursor that knows how many rows it changed, once the server has
        answered."""
        compiled, together = self._for(connection.dialect), self._together(connection.dialect)
        if len(given) == 1:
            return carry_out(connection, compiled.text, compiled.values(given[0]))
        rows = together.values(given) if together is not None else None
        if together is not None and rows is not None:
            return carry_out(connection, together.text, rows)
        return carry_out(connection, compiled.text, [compiled.values(one) for one in given], many=True)

    def _together(self, dialect: Dialect) -> ManyRows | None:
        if dialect.name not in self._many:
            into = partial(_into, dialect=dialect)
            self._many[dialect.name] = many_rows(_written_out(self._written(dialect.name)), into, dialect)
        return self._many[dialect.name]

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compiled(self._written(dialect.name), dialect)
        return found

    def _written(self, dialect: str) -> ClauseElement:
        return self._statement if isinstance(self._statement, ClauseElement) else self._statement(dialect)


class Adding:
    """The insert of a row of these columns, which gets its id from the database or brings it along."""

    def __init__(self, table: Table, *names: str) -> None:
        self.table = table
        self.numbering = Prepared(inserting(table, *names).returning(table.c.id))
        self.numbered = Prepared(inserting(table, "id", *names))


def touched(statement: ClauseElement) -> frozenset[str]:
    """The tables a statement names, wherever in it."""
    return frozenset(str(one.key) for one in iterate(statement) if isinstance(one, Table))


def inserting(table: Table, *names: str) -> Insert:
    """An insert of these columns, each a parameter of the column's name."""
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    return insert(table).values(values).inline()  # else PostgreSQL is asked for each new id


def _compiled(statement: ClauseElement, dialect: Dialect) -> _Compiled:
    made = _written_out(statement).compile(dialect=dialect)
    assert isinstance(made, SQLCompiler)  # noqa: S101  (all but definitions of tables are)
    if made.post_compile_params or made.insert_prefetch or made.update_prefetch:
        raise TypeError("a prepared statement has no lists, and no columns left to their defaults")
    binds = {name: bind for bind, name in made.bind_names.items()}
    names = tuple(made.positiontup or binds)
    into = [(place, _into(binds[name].type, dialect)) for place, name in enumerate(names)]
    columns = tuple(getattr(statement, "exported_columns", ()))
    out_of = []
    for place, column in enumerate(columns):
        convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if convert is not None:
            out_of.append((place, convert))
    row: Any = namedtuple("Row", [column.key for column in columns]) if columns else None
    fixed = {name: value for name, value in made.params.items() if not binds[name].required}
    return _Compiled(
        made.string, names, _chooser(names), tuple((place, convert) for place, convert in into if convert is not None),
        made.positiontup is None, fixed, row and partial(tuple.__new__, row), tuple(out_of),
    )  # fmt: skip


def _chooser(names: Sequence[str]) -> Callable[[Values], tuple[Any, ...]]:
    """Picks the values of these names, as a tuple whatever their number."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda given: tuple(given[name] for name in names)


def _converted(values: Sequence[Any], conversions: Sequence[tuple[int, _Convert]]) -> Sequence[Any]:
    """The values, those at these places converted."""
    if not conversions:
        return values
    found = list(values)
    for place, convert in conversions:
        found[place] = convert(found[place])
    return found


def _written_out(statement: ClauseElement) -> ClauseElement:
    """The statement with the words it compares with in its text instead of as parameters.

    Where a partial index depends on a parameter SQLite prepares the statement anew for each value it is given
    (https://www.sqlite.org/c3ref/prepare.html, on sqlite3_prepare_v3), which takes five times as long as the search.
    """

    def word(element: Any, **_: Any) -> Any:
        if isinstance(element, BindParameter) and not element.required and _is_word(element.value):
            return literal_column(f"'{element.value}'", element.type)
        return None

    found = replacement_traverse(statement, {}, word)
    assert isinstance(found, ClauseElement)  # noqa: S101  (a copy of what it was)
    return found


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isidentifier()


def _into(kind: TypeEngine[Any], dialect: Dialect) -> _Convert | None:
    """How a value of this type is handed to the driver; None for as it is."""
    if isinstance(kind, Instant):
        return _moment(dialect)
    if kind is Json and dialect.name == "sqlite":  # what SQLAlchemy's own comes to, without its asking for each value
        return _json_or_null
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _json_or_null(value: object) -> str | None:
    return None if value is None else as_json(value)


@lru_cache(8)
def _moment(dialect: Dialect) -> _Convert | None:
    """How a moment is. One and the same is handed over ten times with each message, and is converted once."""
    convert = Instant().dialect_impl(dialect).bind_processor(dialect)
    return convert and lru_cache(64)(convert)


def carried_out(connection: Connection, lots: Sequence[tuple[Prepared, Sequence[Values]]]) -> list[int]:
    """Carry out several statements one after the other, each for each of its values; how many rows each changed."""
    with at_once(connection, len(lots)):
        cursors = [statement.begun(connection, values) for statement, values in lots]
    counts = [int(cursor.rowcount) for cursor in cursors]
    for cursor in cursors:
        cursor.close()
    return counts


def found(connection: Connection, questions: Sequence[tuple[Prepared, Values]]) -> list[list[Any]]:
    """The rows that each of several statements returns."""
    with at_once(connection, len(questions)):
        cursors = [statement.asked(connection, values) for statement, values in questions]
    return [statement.told(connection, cursor) for (statement, _), cursor in zip(questions, cursors, strict=True)]
