"""What messages of one transaction owe the record is paid whatever becomes of their neighbours, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from storage import inbox, outbox, people, reaching, sessions
from storage.changes import add, note
from storage.database import units
from storage.faults import Conflict
from storage.foreseen import Said
from storage.prepared import Prepared
from storage.private_post import Address
from storage.sharing import Part, Shared
from storage.tables import audit, bindings, bulletins, metadata
from storage.tables import inbox as received
from storage.tables import outbox as letters
from storage.tables import sessions as kept
from storage.together import Piece, done_together
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import Database


def said(name: str) -> Said:
    return Said(Address("web", "default", name), f"of {name}")


@pytest.fixture
def ids(open_unit: OpenUnit) -> dict[str, int]:
    """Bindings of three people who have enrolled and a session of each."""
    with open_unit() as unit:
        found = {}
        for name in ("a", "b", "c"):
            person, at = people.add_person(unit, name), reaching.bound(unit, "web", "default", name).id
            reaching.bind(unit, at, person)
            sessions.start(
                unit, person_id=person, binding_id=at, conversation="hazard", subject="", form="hazard", version="1",
                body=dict, state={"step": 0},
            )  # fmt: skip
            found[name] = at
        unit.commit()
    return found


def answers(name: str, ids: dict[str, int], then: Callable[[UnitOfWork], None] = lambda _: None) -> Piece:
    """Takes a message of somebody, moves their session, answers, and does something more."""

    def piece(open_unit: OpenUnit) -> int:
        with open_unit() as unit:
            taken = inbox.taken(unit, "web", "default", f"of {name}")
            assert taken is None
            binding, person = people.speaker(unit, "web", "default", name)
            assert person is not None
            one = sessions.active(unit, person.id, binding.id)
            assert one is not None
            sessions.keep(unit, one, {"step": one.revision + 1}, "active", by=person.id)
            number = inbox.take(
                unit, "web", "default", f"of {name}", binding_id=ids[name], kind="text", body={"text": "1"}
            )
            outbox.answer(
                unit, {"text": f"to {name}"}, kind="reply", binding_id=ids[name], person_id=person.id, reply_to=number
            )
            then(unit)
            unit.commit()
        return number

    return piece


def column(open_unit: OpenUnit, wanted: Any) -> list[Any]:
    with open_unit() as unit:
        return list(unit.execute(select(wanted).order_by(wanted.table.c.id)).scalars())


def test_everybody_is_taken_moved_and_answered(open_unit: OpenUnit, ids: dict[str, int]) -> None:
    found = done_together(open_unit, [answers(name, ids) for name in "abc"], [said(name) for name in "abc"])
    assert [one.value for one in found] == column(open_unit, received.c.id)
    assert column(open_unit, received.c.message_id) == ["of a", "of b", "of c"]
    assert column(open_unit, kept.c.revision) == [1, 1, 1]
    assert column(open_unit, letters.c.reply_to) == column(open_unit, received.c.id)
    assert column(open_unit, audit.c.action)[-3:] == ["session.active"] * 3


def test_who_fails_leaves_nothing_and_takes_nobody_along(open_unit: OpenUnit, ids: dict[str, int]) -> None:
    def fails(_: UnitOfWork) -> None:
        raise ValueError("ours")

    pieces = [answers("a", ids), answers("b", ids, fails), answers("c", ids)]
    found = done_together(open_unit, pieces, [said(name) for name in "abc"])
    assert [type(one.error) for one in found] == [type(None), ValueError, type(None)]
    assert column(open_unit, received.c.message_id) == ["of a", "of c"]
    assert column(open_unit, kept.c.revision) == [1, 0, 1]


def test_a_row_that_holds_lists_is_written_in_company(open_unit: OpenUnit, ids: dict[str, int]) -> None:
    """A bulletin's sectors are a list: what is looked up by it broke off the official's message."""

    def writes(unit: UnitOfWork) -> None:
        values = {
            "kind": "lesson", "title": "动火", "body": "外省某厂动火引燃保温材料", "photos": [], "items": [], "region": "360702",
            "sectors": ["industry"], "high_risk": None, "office_region": "360702", "department_id": None, "sent_by": 1,
            "sent_at": unit.now, "reached": 0, "sending": True, "round": 1,
        }  # fmt: skip
        add(unit, bulletins, values, action="bulletin.written", by=1)

    found = done_together(open_unit, [answers("a", ids), answers("b", ids, writes)], [said(name) for name in "ab"])
    assert [one.error for one in found] == [None, None]
    assert column(open_unit, bulletins.c.sectors) == [["industry"]]


def test_what_was_paid_within_a_neighbours_work_outlives_it(open_unit: OpenUnit, ids: dict[str, int]) -> None:
    """b writes at once, then looks at the letters, so that a's are paid inside b's savepoint; then b fails."""

    def looks_and_fails(unit: UnitOfWork) -> None:
        unit.execute(update(bindings).where(bindings.c.id == ids["c"]).values(account="elsewhere"))
        unit.execute(update(bindings).where(bindings.c.id == ids["c"]).values(account="default"))
        assert outbox.counts(unit) == {"waiting": 2}
        raise ValueError("ours")

    pieces = [answers("a", ids), answers("b", ids, looks_and_fails), answers("c", ids)]
    found = done_together(open_unit, pieces, [said(name) for name in "abc"])
    assert isinstance(found[1].error, (ValueError, AssertionError))
    assert column(open_unit, received.c.message_id) == ["of a", "of c"]
    assert column(open_unit, letters.c.body) == [{"text": "to a"}, {"text": "to c"}]
    assert column(open_unit, kept.c.revision) == [1, 0, 1]


def test_what_the_record_refuses_at_the_end_is_told_to_its_writer_alone(
    open_unit: OpenUnit, ids: dict[str, int]
) -> None:
    """b owes a row for an address that is not there, which nobody sees before all is paid."""

    def owes_nonsense(unit: UnitOfWork) -> None:
        inbox.take(unit, "web", "default", "nobody's", binding_id=999, kind="text", body={})

    pieces = [answers("a", ids), answers("b", ids, owes_nonsense), answers("c", ids)]
    found = done_together(open_unit, pieces, [said(name) for name in "abc"])
    assert [one.error is None for one in found] == [True, False, True]
    assert column(open_unit, received.c.message_id) == ["of a", "of c"]


def test_a_row_written_at_once_gets_a_number_nobody_was_promised(open_unit: OpenUnit, ids: dict[str, int]) -> None:
    def queues_once(unit: UnitOfWork) -> None:
        assert outbox.put(unit, {"text": "once"}, kind="notice", binding_id=ids["b"], dedupe="once") is not None
        outbox.put_once(unit, "notice", [(1, "{}", "twice")])

    pieces = [answers("a", ids), answers("b", ids, queues_once), answers("c", ids)]
    found = done_together(open_unit, pieces, [said(name) for name in "abc"])
    assert [one.error for one in found] == [None, None, None]
    assert len(column(open_unit, letters.c.id)) == 5


def test_what_somebody_changed_meanwhile_is_not_taken_from_what_was_read_ahead(
    open_unit: OpenUnit, ids: dict[str, int]
) -> None:
    """a moves everybody's session; b and c then find it moved, and move it on."""

    def moves_all(unit: UnitOfWork) -> None:
        unit.execute(update(kept).values(revision=kept.c.revision + 10))

    pieces = [answers("a", ids, moves_all), answers("b", ids), answers("c", ids)]
    found = done_together(open_unit, pieces, [said(name) for name in "abc"])
    assert [one.error for one in found] == [None, None, None]
    assert column(open_unit, kept.c.revision) == [11, 11, 11]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_where_another_process_was_quicker_only_that_one_is_told(
    open_unit: OpenUnit, database: Database, ids: dict[str, int]
) -> None:
    moved: list[bool] = []

    def another_moves_it(_: UnitOfWork) -> None:
        if moved:
            return
        moved.append(True)
        with database.engine.begin() as other:
            other.execute(update(kept).where(kept.c.person_id == 2).values(revision=7))

    pieces = [answers("a", ids), answers("b", ids, another_moves_it), answers("c", ids)]
    found = done_together(open_unit, pieces, [said(name) for name in "abc"])
    assert [one.error for one in found] == [None, None, None]  # done anew by themselves, on what stands now
    assert sorted(column(open_unit, kept.c.revision)) == [1, 1, 8]
    assert column(open_unit, received.c.message_id) == ["of a", "of b", "of c"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_message_another_process_took_is_repeated_and_its_neighbours_are_answered(
    open_unit: OpenUnit, database: Database, ids: dict[str, int]
) -> None:
    """As the gateway does, b is tried once more where it fails: within a transaction that is lost by then."""

    def another_takes_it(unit: UnitOfWork) -> None:
        with units(database.engine, lambda: unit.now, unit.codes, b"a secret of the tests")() as other:
            inbox.take(other, "web", "default", "of b", binding_id=ids["b"], kind="text", body={"text": "1"})
            other.commit()
        outbox.counts(unit)  # so that all of it is written now

    def asks_again(unit: UnitOfWork) -> None:
        sessions.active(unit, 2, ids["b"])

    def once_more(open_unit: OpenUnit) -> object:
        with open_unit() as unit:
            before = inbox.taken(unit, "web", "default", "of b")
        if before is not None:
            return before
        try:
            return answers("b", ids, another_takes_it)(open_unit)
        except Conflict:
            return answers("b", ids, asks_again)(open_unit)

    pieces = [answers("a", ids), once_more, answers("c", ids)]
    found = done_together(open_unit, pieces, [said(name) for name in "abc"])
    assert [one.error for one in found] == [None, None, None]
    assert sorted(column(open_unit, received.c.message_id)) == ["of a", "of b", "of c"]


def test_why_a_transaction_failed_is_not_hidden_by_what_is_refused_after_it() -> None:
    """Whoever is tried once more in it is told the same, so that all are done anew by themselves."""
    part = Part(Shared(fault=Conflict("Somebody else was quicker.")), ahead={})
    for statement in (Prepared(select(kept.c.id), own=True), Prepared(select(kept.c.id))):
        with pytest.raises(Conflict):
            part.must_pay_for(statement)


def test_alone_a_session_that_was_moved_is_refused_at_once(open_unit: OpenUnit, ids: dict[str, int]) -> None:
    with open_unit() as unit:
        person = people.speaker(unit, "web", "default", "a")[1]
        assert person is not None
        one = sessions.active(unit, person.id, ids["a"])
        assert one is not None
        with pytest.raises(Conflict):
            sessions.keep(unit, replace(one, revision=5), {}, "active", by=None)


def test_the_order_of_the_trail_is_that_of_the_messages(open_unit: OpenUnit, ids: dict[str, int]) -> None:
    """b asks for its own session again, so that it is paid before the end; a's row still stands before."""

    def asks_again(unit: UnitOfWork) -> None:
        assert sessions.active(unit, 2, ids["b"]) is not None
        note(unit, "second", "sessions", 2, by=2)

    pieces = [answers("a", ids), answers("b", ids, asks_again), answers("c", ids)]
    done_together(open_unit, pieces, [said(name) for name in "abc"])
    with open_unit() as unit:
        rows = unit.execute(select(audit.c.person_id, audit.c.action).order_by(audit.c.id)).all()
    assert [tuple(row) for row in rows[-4:]] == [
        (1, "session.active"), (2, "session.active"), (2, "second"), (3, "session.active"),
    ]  # fmt: skip


def test_every_table_has_its_place_in_the_order_of_payment() -> None:
    """Rows others refer to are written first."""
    places = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
    assert places["persons"] < places["bindings"] < places["inbox"] < places["outbox"]
    assert places["bindings"] < places["sessions"]


def test_who_finishes_and_goes_on_is_told_what_is_open_now(open_unit: OpenUnit, ids: dict[str, int]) -> None:
    """In company what was finished is still owed when the next is begun: nothing is active, and the same is not taken
    up again as if it were open."""
    seen: dict[str, Any] = {}

    def goes_on(open_unit: OpenUnit) -> None:
        with open_unit() as unit:
            one = sessions.active(unit, 1, ids["a"])
            assert one is not None
            sessions.keep(unit, one, {"step": 9}, "finished", by=1)
            seen["active"] = sessions.active(unit, 1, ids["a"])
            seen["open"] = sessions.open_on(unit, 1, ids["a"], "hazard", "")
            started = sessions.start(
                unit, person_id=1, binding_id=ids["a"], conversation="hazard", subject="next", form="hazard",
                version="1", body=dict, state={"step": 0},
            )  # fmt: skip
            now = sessions.active(unit, 1, ids["a"])
            seen["next"] = now is not None and now.id == started.id
            unit.commit()

    found = done_together(open_unit, [goes_on, answers("b", ids)], [said("a"), said("b")])
    assert [one.error for one in found] == [None, None]
    assert seen == {"active": None, "open": None, "next": True}
    assert sorted(column(open_unit, kept.c.status)) == ["active", "active", "active", "finished"]
