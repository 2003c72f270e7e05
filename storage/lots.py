"""Much at once: a list as one parameter of a statement, and many rows by one statement, however many they are.

SQLite takes a list as one JSON value (https://www.sqlite.org/json1.html#jeach) and rows one after the other by one
prepared statement. PostgreSQL takes both as one JSON value
(https://www.postgresql.org/docs/current/functions-json.html): a message of the protocol for each row would cost more
than the row, and COPY into a table of its own and out of it again costs as much as this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Executable,
    Select,
    String,
    Table,
    Text,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.driver import carry_out
from storage.faults import translated
from storage.unit_of_work import UnitOfWork


def listed(unit: UnitOfWork, query: Executable) -> Sequence[tuple[Any, ...]]:
    """All rows of a query at once, by position: by name and one after the other each costs three times as much."""
    rows: Sequence[Any] = unit.execute(query).all()
    return rows


def among(
    unit: UnitOfWork, column: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> ColumnElement[bool]:
    """The condition that the column holds one of these. The statement is the same for any number of them."""
    words = bindparam("among", as_list(values), type_=Text(), unique=True)
    return column.in_(select(each_of(unit.dialect, words, column.type)))


def one_of(dialect: str, column: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    """The same for a prepared statement and a few values: a parameter of that name takes them as `as_list` does."""
    return found_in(dialect, column, select(each_of(dialect, words, column.type)))


def found_in(dialect: str, column: ColumnElement[Any], few: Select[Any]) -> ColumnElement[bool]:
    """The condition that the column holds one of a few values that a query returns.

    PostgreSQL takes them as an array, and looks each up in an index. Of rows out of a function it expects a hundred,
    whatever comes (https://www.postgresql.org/docs/current/xfunc-optimization.html), and read a whole table that is not
    much longer or was not counted yet: every message of an account to find out that eight were new.
    """
    return column.in_(few) if dialect == "sqlite" else column == any_(func.array(few.scalar_subquery()))


def each_of(dialect: str, words: BindParameter[str] | str, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """The values in a parameter that `as_list` made, each a row, as values of that type."""
    words = bindparam(words, type_=Text()) if isinstance(words, str) else words
    if dialect == "sqlite":
        return func.json_each(words).table_valued("value").c.value
    return _as(func.json_array_elements_text(cast(words, JSON)).table_valued("value").c.value, kind)


def as_list(values: Iterable[Any]) -> str:
    """Values as one parameter."""
    return to_json(list(values)).decode()


class Lot:
    """Inserts rows of some columns into a table; one whose unique column is taken already is passed over.

    `names` are the columns that differ from row to row, `shared` those that are the same in each; what is neither
    stays empty. A column of JSON takes it as text.
    """

    def __init__(self, table: Table, names: Sequence[str], shared: Sequence[str] = (), returning: str = "") -> None:
        self._table, self._names, self._shared, self._returning = table, list(names), list(shared), returning

    def put(self, unit: UnitOfWork, rows: Collection[tuple[Any, ...]], *shared: object) -> tuple[int, list[Any]]:
        """Insert them in their order, each with its values of `names`, and `shared` for all: how many were inserted,
        and on PostgreSQL their column `returning`. Raises as UnitOfWork.execute does."""
        if not rows:
            return 0, []
        connection = unit.connection
        with translated():
            if connection.dialect.name == "sqlite":
                plain = self._plain(rows, shared, connection.dialect)
                cursor = carry_out(connection, self._on_sqlite[0], plain, many=True)
            else:
                values = {"rows": as_list(rows), **dict(zip(self._shared, shared, strict=True))}
                cursor = carry_out(connection, self._on_postgresql, values)
            found = [row[0] for row in cursor.fetchall()] if cursor.description else []
            count = int(cursor.rowcount)
            cursor.close()
        return count, found

    def _plain(
        self, rows: Iterable[tuple[Any, ...]], shared: Sequence[object], dialect: Dialect
    ) -> Iterator[Sequence[Any]]:
        """Rows as the driver takes them. Of values that are converted a lot has few different ones: moments."""
        same = [
            convert(value) if (convert := self._convert(name, dialect)) is not None else value
            for name, value in zip(self._shared, shared, strict=True)
        ]
        converts = [
            (place, convert)
            for place, name in enumerate(self._names)
            if (convert := self._convert(name, dialect)) is not None
        ]
        known: dict[Any, Any] = {}
        _, order = self._on_sqlite
        for row in rows:
            whole = [*row, *same]
            for place, convert in converts:
                value = whole[place]
                if value not in known:
                    known[value] = convert(value)
                whole[place] = known[value]
            yield order(whole)

    def _convert(self, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
        kind = self._table.c[name].type
        return None if isinstance(kind, JSON) else kind.dialect_impl(dialect).bind_processor(dialect)

    @cached_property
    def _on_sqlite(self) -> tuple[str, Callable[[Sequence[Any]], Sequence[Any]]]:
        """The statement, and what brings a row's values into its order."""
        names = [*self._names, *self._shared]
        insert = sqlite.insert(self._table).values({name: bindparam(name) for name in names})
        made = insert.on_conflict_do_nothing().compile(dialect=sqlite.dialect())
        assert isinstance(made, SQLCompiler)  # noqa: S101  (all but definitions of tables are)
        assert made.positiontup is not None  # noqa: S101  (SQLite's parameters stand in order)
        return made.string, itemgetter(*map(names.index, made.positiontup))

    @cached_property
    def _on_postgresql(self) -> str:
        one = func.json_array_elements(cast(bindparam("rows", type_=Text()), JSON)).table_valued("value").c.value
        each = [
            _as(one.op("->>")(literal_column(str(place))), self._table.c[name].type)
            for place, name in enumerate(self._names)
        ]
        same = [bindparam(name, type_=self._table.c[name].type) for name in self._shared]
        insert = postgresql.insert(self._table).from_select(
            [*self._names, *self._shared], select(*each, *same), include_defaults=False
        )
        insert = insert.on_conflict_do_nothing()
        wanted = insert.returning(self._table.c[self._returning]) if self._returning else insert
        return str(wanted.compile(dialect=_psycopg()))


def _psycopg() -> Dialect:
    made: Dialect = psycopg.dialect()  # type: ignore[no-untyped-call]
    return made


def _as(words: ColumnElement[Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """What stands in JSON as a column of that type takes it; words as they are, since a cast would cut long ones."""
    return words if isinstance(kind, String) else cast(words, kind)
