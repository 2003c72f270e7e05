"""What the clock reads stays within the scope it is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from checklists.periods import period_containing
from dialogs.messages import Outbound
from storage import due, enterprises, inspections, people, registers, tables
from storage.due import Run
from storage.letters import LetterBody, menu_tap
from storage.scope import EVERYTHING, NOTHING, Scope
from storage.unit_of_work import OpenUnit, UnitOfWork
from storage.watch.inspections import finished, half_filled, led
from storage.watch.ledger import overdue
from storage.watch.recipients import people_of, recipients
from storage.watch.registers import drills, expiring
from storage.watch.sites import sites, without_anybody

JUNE = period_containing("month", date(2023, 6, 12), (date(2023, 5, 1), date(2023, 12, 31)))
ROLES = ("principal", "staff", "county")
NOW = datetime(2023, 6, 12, 2, tzinfo=UTC)


@pytest.fixture
def unit(open_unit: OpenUnit) -> Iterator[UnitOfWork]:
    with open_unit() as opened:
        yield opened


@pytest.fixture
def mines(unit: UnitOfWork) -> dict[str, int]:
    """Two mines in two counties, each with a principal, an inspection, a hazard, a drill and a certificate."""
    found = {}
    for number, (name, region) in enumerate((("east", "371002"), ("west", "371003"))):
        mine = enterprises.add_enterprise(unit, name=name, uscc=f"{number:018d}", region=region, sector="mine")
        person = people.add_person(unit, f"{name} principal")
        people.grant(unit, person, "principal", enterprise_id=mine, by=None)
        answers: tuple[inspections.AnswerRow, ...] = ()
        inspections.finish(
            unit, enterprise_id=mine, plan="p", year=2023, checklist="study", form_version="v", person_id=person,
            role="principal", started_at=NOW, answers=answers,
        )  # fmt: skip
        registers.enter(
            unit, enterprise_id=mine, register="drill", title="fire", happened_on=date(2023, 6, 1), by=person
        )
        registers.enter(
            unit, enterprise_id=mine, register="certificate", title="welder", valid_until=date(2023, 6, 30), by=person
        )
        unit.execute(
            tables.hazards.insert().values(
                enterprise_id=mine, number=name, source="self", level="general", status="open", words="w", place="p",
                found_at=NOW, deadline=date(2023, 6, 10),
            )
        )  # fmt: skip
        found[name] = mine
    return found


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (EVERYTHING, {"east", "west"}),
        (Scope(region="371002"), {"east"}),
        (Scope(region="3710", sectors=("industry",)), set()),
        (NOTHING, set()),
    ],
)
def test_every_read_keeps_to_its_scope(unit: UnitOfWork, mines: dict[str, int], scope: Scope, seen: set[str]) -> None:
    ids, wanted = list(mines.values()), {mines[name] for name in seen}
    assert set(sites(unit, scope, ids)) == wanted
    assert set(people_of(unit, scope, ids)) == wanted
    assert {role.enterprise_id for one in recipients(unit, scope, role_names=ROLES) for role in one.roles} == wanted
    assert finished(unit, scope, ids, "p", JUNE) == {mine: frozenset({"study"}) for mine in wanted}
    assert led(unit, scope, ids, "p", JUNE) == dict.fromkeys(wanted, 1)
    assert drills(unit, scope, ids, JUNE) == dict.fromkeys(wanted, ("",))
    until = date(2023, 7, 1)
    assert {one.enterprise_id for one in expiring(unit, scope, ids, ["certificate"], until)} == wanted
    assert {one.enterprise_id for one in overdue(unit, scope, until)} == wanted
    assert without_anybody(unit, scope, ["safety_officer"]) == len(wanted)
    assert without_anybody(unit, scope, ["principal"]) == 0


def test_recipients_come_in_portions_by_growing_id(unit: UnitOfWork, mines: dict[str, int]) -> None:
    county = people.add_person(unit, "county")
    people.grant(unit, county, "county", region="371002", by=None)
    gone = people.add_person(unit, "gone")
    people.revoke(unit, people.grant(unit, gone, "principal", enterprise_id=mines["east"], by=None), by=None)
    first = recipients(unit, EVERYTHING, role_names=ROLES, limit=2)
    rest = recipients(unit, EVERYTHING, role_names=ROLES, limit=2, after=first[-1].id)
    assert [one.name for one in (*first, *rest)] == ["east principal", "west principal", "county"]
    assert [one.name for one in recipients(unit, Scope(region="371002"), role_names=ROLES)] == [
        "east principal", "county",
    ]  # fmt: skip
    assert recipients(unit, EVERYTHING, role_names=ROLES, after=gone) == ()


def test_somebody_with_more_roles_than_a_portion_is_not_cut_in_two(unit: UnitOfWork, mines: dict[str, int]) -> None:
    many = people.add_person(unit, "of both")
    for mine in mines.values():
        for role in ("principal", "staff"):
            people.grant(unit, many, role, enterprise_id=mine, by=None)
    last = people.add_person(unit, "last")
    people.grant(unit, last, "staff", enterprise_id=mines["east"], by=None)
    (found,) = recipients(unit, EVERYTHING, role_names=ROLES, after=many - 1, limit=1)
    assert (found.name, len(found.roles)) == ("of both", 4)
    (found,) = recipients(unit, EVERYTHING, role_names=ROLES, after=many, limit=1)
    assert (found.name, len(found.roles)) == ("last", 1)


def test_people_read_before_show_only_their_roles_there(unit: UnitOfWork, mines: dict[str, int]) -> None:
    both = people.add_person(unit, "of both")
    for mine in mines.values():
        people.grant(unit, both, "staff", enterprise_id=mine, by=None)
    read = {one.id: one for one in recipients(unit, EVERYTHING, role_names=ROLES)}
    assert people_of(unit, EVERYTHING, mines.values(), read) == people_of(unit, EVERYTHING, mines.values())


def test_half_filled_forms_are_nobody_elses_business(unit: UnitOfWork) -> None:
    assert half_filled(unit, Scope(region="3710"), [1], ["f"]) == {}


def test_a_due_run_is_written_once(open_unit: OpenUnit) -> None:
    first = [Run("a", NOW), Run("b", NOW, "skipped", "r" * 300)]
    with open_unit() as unit:
        assert not due.any_yet(unit)
        assert due.record(unit, first) == {"a", "b"}
        unit.commit()
    with open_unit() as unit:
        assert due.record(unit, [Run("b", NOW), Run("c", NOW), Run("c", NOW)]) == {"c"}
        assert due.known(unit, ["a", "c", "d"]) == {"a", "c"}
        (kept,) = due.runs(unit, ["b"])
        assert (kept.outcome, len(kept.reason), kept.due_at) == ("skipped", 200, NOW)
        assert [run.key for run in due.skipped_since(unit, NOW)] == ["b"]
    with open_unit() as unit:
        assert due.known(unit, ["c"]) == frozenset()  # never committed


def test_thousands_at_once(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        keys = [f"key/{number}" for number in range(2500)]
        assert len(due.record(unit, [Run(key, NOW) for key in keys])) == 2500
        assert len(due.known(unit, keys)) == 2500
        assert due.record(unit, []) == frozenset()


def test_the_body_of_a_queued_letter_is_a_message_dialogs_can_read() -> None:
    body = LetterBody(text="您好", choices=(menu_tap("ledger", "看台账"),), photos=(3,), kind="digest")
    read = Outbound.model_validate(body.as_json())
    assert (read.text, read.photos, read.kind) == ("您好", (3,), "digest")
    assert (read.choices[0].label, read.choices[0].token) == ("看台账", "m.ledger")
