"""Many rows of one statement stand as they would have stood one by one, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select, text, update

from storage import inbox, outbox, people, reaching
from storage.prepared import Prepared, inserting
from storage.sharing import Asking
from storage.tables import audit, metadata
from storage.tables import outbox as letters
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import Database

AT = datetime(2023, 6, 13, 1, 2, 3, 456789, tzinfo=UTC)
NOTE = Prepared(inserting(audit, "at", "person_id", "action", "entity", "entity_id", "before", "after"))
PUT_OFF = Prepared(
    update(letters)
    .where(letters.c.id == bindparam("one"), letters.c.attempts < bindparam("most"))
    .values(due_at=bindparam("until", type_=letters.c.due_at.type), attempts=letters.c.attempts + 1)
)


@pytest.fixture(autouse=True)
def tables(database: Database) -> None:
    metadata.create_all(database.engine)


def note(number: int, after: Any) -> dict[str, Any]:
    return {
        "at": AT, "person_id": None, "action": "said", "entity": "sessions", "entity_id": f"'{number}\"\\ 安查",
        "before": None, "after": after,
    }  # fmt: skip


def three_letters(unit: UnitOfWork) -> list[int]:
    at = reaching.bound(unit, "web", "default", "a").id
    found = [outbox.put(unit, {"text": word}, kind="notice", binding_id=at) for word in ("一", "二", "三")]
    return [one for one in found if one is not None]


def test_rows_keep_their_order_their_moment_and_what_is_empty_in_them(open_unit: OpenUnit) -> None:
    bodies: list[Any] = [{"text": "动火", "empty": None, "of": [1, 2.5, True]}, None, {}]
    with open_unit() as unit:
        assert unit.many(NOTE, [note(number, body) for number, body in enumerate(bodies)]) == 3
        rows = unit.execute(select(audit).where(audit.c.action == "said").order_by(audit.c.id)).all()
        assert [row.after for row in rows] == bodies
        assert [row.entity_id for row in rows] == [f"'{number}\"\\ 安查" for number in range(3)]
        assert {row.at for row in rows} == {AT}
        nothing = select(func.count()).where(audit.c.action == "said", audit.c.before.is_(None))
        assert unit.execute(nothing).scalar_one() == 3  # SQL's NULL, and not the word null of JSON


def test_each_row_is_changed_by_its_own_values_and_only_where_it_is_as_expected(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        first, second, third = three_letters(unit)
        unit.execute(update(letters).where(letters.c.id == second).values(attempts=5))
        until = {first: AT, second: AT, third: AT.replace(hour=9)}
        assert unit.many(PUT_OFF, [{"one": one, "most": 3, "until": when} for one, when in until.items()]) == 2
        rows = unit.execute(select(letters.c.id, letters.c.due_at, letters.c.attempts)).all()
        assert {row.id: row.attempts for row in rows} == {first: 1, second: 5, third: 1}
        assert {row.id: row.due_at for row in rows if row.id != second} == {first: AT, third: AT.replace(hour=9)}


def test_a_row_named_twice_is_changed_twice(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        first, second, _ = three_letters(unit)
        again = [{"one": one, "most": 9, "until": AT} for one in (first, second, first)]
        assert unit.many(PUT_OFF, again) == 3
        tries = {row.id: row.attempts for row in unit.execute(select(letters.c.id, letters.c.attempts))}
        assert (tries[first], tries[second]) == (2, 1)


def test_several_are_answered_side_by_side_whatever_each_asks_next(open_unit: OpenUnit) -> None:
    """One asks nothing, one once, one again by what it was told."""
    told: dict[str, list[Any]] = {}
    who = Prepared(select(letters.c.binding_id.label("at"), letters.c.id).where(letters.c.id == bindparam("one")))

    def nothing() -> Asking:
        yield from ()

    def asks(name: str, *numbers: int) -> Asking:
        for number in numbers:
            rows = yield who, {"one": number}
            told.setdefault(name, []).extend(row.id for row in rows)

    with open_unit() as unit:
        first, second, third = three_letters(unit)
        unit.answer_all([nothing(), asks("once", first), asks("again", second, 0, third)])
    assert told == {"once": [first], "again": [second, third]}


def test_of_what_came_and_who_spoke_only_the_account_asked_for_counts(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        here = reaching.bound(unit, "wechat", "ours", "o1").id
        reaching.bound(unit, "wechat", "theirs", "o2")
        inbox.take(unit, "wechat", "ours", "m1", binding_id=here, kind="text", body={})
        inbox.take(unit, "wechat", "theirs", "m2", binding_id=here, kind="text", body={})
        came: dict[str, Any] = {"m1": {}, "m2": {}, "m3": {}}
        spoke: dict[str, Any] = {"o1": {}, "o2": {}}
        unit.answer_all([inbox.foresee("wechat", "ours", came), people.foresee("wechat", "ours", spoke)])
    assert [len(rows) for sheet in came.values() for rows in sheet.values()] == [1, 0, 0]
    assert [[row.id for row in rows] for sheet in spoke.values() for rows in sheet.values()] == [[here], []]


def test_a_rollback_leaves_a_connection_its_prepared_statements(database: Database) -> None:
    if database.kind == "sqlite":
        return  # its driver keeps them by itself
    for _ in range(8):
        with database.open_unit() as unit:
            unit.rows(NUMBERED, one=1)
    with database.open_unit() as unit:
        names = unit.execute(text("SELECT statement FROM pg_prepared_statements")).scalars().all()
    assert [one for one in names if "outbox.attempts" in one]


NUMBERED = Prepared(select(letters.c.attempts).where(letters.c.id == bindparam("one")))
