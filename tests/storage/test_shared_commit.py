"""Several messages' work in one commit: neighbours do not disturb each other, and nothing is durable before the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from checklists.errors import TryLater
from storage import reaching
from storage.faults import Conflict
from storage.tables import bindings
from storage.together import done_together
from storage.unit_of_work import OpenUnit
from tests.conftest import Database


def writes(address: str, then: Callable[[], None] = lambda: None) -> Callable[[OpenUnit], int]:
    """A piece that keeps an address, then does something more before it is done."""

    def piece(open_unit: OpenUnit) -> int:
        with open_unit() as unit:
            found = reaching.bound(unit, "web", "default", address).id
            then()
            unit.commit()
        return found

    return piece


def fails() -> None:
    raise ValueError("ours")


def kept(open_unit: OpenUnit) -> list[str]:
    with open_unit() as unit:
        return list(unit.execute(select(bindings.c.address).order_by(bindings.c.id)).scalars())


def test_all_is_kept_in_order_and_each_gets_what_it_returned(open_unit: OpenUnit) -> None:
    found = done_together(open_unit, [writes("a"), writes("b"), writes("a")])
    assert [one.error for one in found] == [None, None, None]
    assert found[0].value == found[2].value != found[1].value
    assert kept(open_unit) == ["a", "b"]


def test_one_that_fails_is_rolled_back_alone(open_unit: OpenUnit) -> None:
    found = done_together(open_unit, [writes("a"), writes("b", fails), writes("c")])
    assert [type(one.error) for one in found] == [type(None), ValueError, type(None)]
    assert kept(open_unit) == ["a", "c"]


def test_what_a_piece_kept_before_it_failed_stays(open_unit: OpenUnit) -> None:
    """As with units of its own: the first was committed, the second was not."""

    def two(inner: OpenUnit) -> None:
        with inner() as unit:
            reaching.bound(unit, "web", "default", "first")
            unit.commit()
            reaching.bound(unit, "web", "default", "after the commit")
        with inner() as unit:
            reaching.bound(unit, "web", "default", "second")

    done_together(open_unit, [two, writes("c")])
    assert kept(open_unit) == ["first", "c"]


def test_a_statement_the_database_refuses_leaves_the_others_whole(open_unit: OpenUnit) -> None:
    def twice(inner: OpenUnit) -> None:
        with inner() as unit:
            for _ in range(2):
                unit.execute(
                    bindings.insert().values(channel="web", account="default", address="b", created_at=unit.now)
                )
            unit.commit()

    found = done_together(open_unit, [writes("a"), twice, writes("c")])
    assert isinstance(found[1].error, Conflict)
    assert kept(open_unit) == ["a", "c"]


def test_nothing_is_there_for_others_before_the_end(open_unit: OpenUnit, database: Database) -> None:
    seen: list[int] = []

    def look() -> None:
        if database.kind == "postgresql":  # SQLite would make the onlooker wait for the end
            seen.append(len(kept(open_unit)))

    done_together(open_unit, [writes("a"), writes("b", look)])
    assert not any(seen)
    assert kept(open_unit) == ["a", "b"]


def test_a_crash_before_the_commit_keeps_nothing_and_answers_nobody(open_unit: OpenUnit) -> None:
    class Killed(BaseException):
        pass

    def dies() -> None:
        raise Killed

    with pytest.raises(Killed):
        done_together(open_unit, [writes("a"), writes("b", dies)])
    assert kept(open_unit) == []


def test_where_the_database_is_away_everybody_is_told(open_unit: OpenUnit) -> None:
    def away() -> None:
        raise TryLater("Try again in a moment.")

    found = done_together(away, [writes("a"), writes("b")])  # type: ignore[arg-type]
    assert all(isinstance(one.error, TryLater) for one in found)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_where_the_database_gives_the_transaction_up_nobody_is_answered_as_if_it_had_not(open_unit: OpenUnit) -> None:
    """SQLite rolls a whole transaction back when the disk is full; here somebody does it for it."""

    def given_up(inner: OpenUnit) -> str:
        with inner() as unit:
            unit.connection.rollback()
        return "kept"

    found = done_together(open_unit, [writes("a"), given_up, writes("c")])
    assert [type(one.error) for one in found] == [TryLater, TryLater, TryLater]
    assert kept(open_unit) == []
