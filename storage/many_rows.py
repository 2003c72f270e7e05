"""How PostgreSQL takes many rows of a prepared insert or update: as one JSON value, by one statement.

A message of the protocol for each row costs the program 30 µs and the server 90 where a row so written costs 5 and 40.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    JSON,
    BindParameter,
    Insert,
    LargeBinary,
    String,
    Table,
    Text,
    Update,
    any_,
    bindparam,
    cast,
    column,
    func,
    insert,
    select,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.expression import ClauseElement, TableValuedAlias
from sqlalchemy.sql.visitors import iterate, replacement_traverse
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]
Into = Callable[[TypeEngine[Any]], Convert | None]
KEY = "one"
"""The parameter by which an update names its row."""


@dataclass(frozen=True)
class ManyRows:
    """The statement, how each value is made ready for it, and what it says itself."""

    text: str
    plan: tuple[tuple[str, Convert | None], ...]
    fixed: Mapping[str, Any]
    keyed: bool

    def values(self, given: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
        """The rows as its parameters; None where two of them would change one row, which would be changed once."""
        keys = {"keys": [one[KEY] for one in given]} if self.keyed else {}
        if keys and len(set(keys["keys"])) < len(given):
            return None
        rows = [
            {name: one[name] if convert is None else convert(one[name]) for name, convert in self.plan} for one in given
        ]
        found = {name: to_json(value).decode() for name, value in (("rows", rows), *keys.items())}
        return {**self.fixed, **found}


def many_rows(statement: ClauseElement, into: Into, dialect: Dialect) -> ManyRows | None:
    """A statement for many rows: an insert whose parameters bear the names of its columns, or an update that finds its
    row by the parameter `one`. None for all that is not so plain.

    https://www.postgresql.org/docs/current/functions-json.html, json_to_recordset
    """
    if dialect.name != "postgresql" or type(statement) not in (Insert, Update):
        return None
    table = statement.table  # type: ignore[attr-defined]
    # a column's name is no plain str, and pydantic_core would look through all that its class has, for each key
    kinds = {
        str(one.key): one.type for one in iterate(statement) if isinstance(one, BindParameter) and one.required
    }  # fmt: skip
    if not isinstance(table, Table) or any(isinstance(kind, LargeBinary) for kind in kinds.values()):
        return None
    each = (
        func.json_to_recordset(_json("rows"))
        .table_valued(*(column(name, Text() if isinstance(kind, String) else kind) for name, kind in kinds.items()))
        .render_derived(name="each_row", with_types=True)
    )
    made = _inserting(statement, table, each) if isinstance(statement, Insert) else _updating(statement, table, each)
    if made is None:
        return None
    compiled = made.compile(dialect=dialect)
    plan = tuple((name, None if isinstance(kind, JSON) else into(kind)) for name, kind in kinds.items())
    fixed = {name: value for name, value in compiled.params.items() if name not in ("rows", "keys")}
    return ManyRows(str(compiled), plan, fixed, isinstance(statement, Update))


def _inserting(statement: Insert, table: Table, each: TableValuedAlias) -> ClauseElement | None:
    names = [one.name for one in each.c]
    if len(statement.exported_columns) or any(name not in table.c for name in names):
        return None
    return insert(table).from_select(names, select(*each.c), include_defaults=False)


def _updating(statement: ClauseElement, table: Table, each: TableValuedAlias) -> ClauseElement | None:
    """Each row is looked up by its key: what comes out of JSON alone might have the whole table read (storage.lots)."""
    if KEY not in each.c:
        return None

    def out_of_the_row(element: Any, **_: Any) -> Any:
        return each.c[element.key] if isinstance(element, BindParameter) and element.required else None

    made = replacement_traverse(statement, {}, out_of_the_row)
    assert isinstance(made, Update)  # noqa: S101  (a copy of what it was)
    keys = select(cast(func.json_array_elements_text(_json("keys")).table_valued("value").c.value, table.c.id.type))
    return made.where(table.c.id == any_(func.array(keys.scalar_subquery())))


def _json(name: str) -> Any:
    return cast(bindparam(name, type_=Text()), JSON)
