"""What an enterprise asks of its own record, with every answer to a checklist: compiled once, and the same as ever."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert

from storage import due, enterprises, inspections, people
from storage.due import Run
from storage.inspections import AnswerRow
from storage.scope import NOTHING, Scope
from storage.tables import enterprises as sites
from storage.unit_of_work import OpenUnit, UnitOfWork

BEGIN, END = datetime(2023, 6, 1, tzinfo=UTC), datetime(2030, 7, 1, tzinfo=UTC)
COUNTY, NEIGHBOUR = Scope(region="360702"), Scope(enterprise_id=2)


def test_an_enterprise_reads_its_own_inspections_as_its_county_does_and_no_neighbour_does(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        _two_enterprises(unit)
        one = _finished(unit, "permits")
        two = _finished(unit, "guards")
        own = Scope(enterprise_id=1)
        assert [found.id for found in inspections.done(unit, own, "plan", BEGIN, END)] == [one, two]
        assert inspections.done(unit, own, "plan", BEGIN, END) == inspections.done(unit, COUNTY, "plan", BEGIN, END)
        last = inspections.last_of(unit, own, 1, "plan", "permits", since=BEGIN)
        assert last is not None
        assert last == inspections.last_of(unit, COUNTY, 1, "plan", "permits", since=BEGIN)
        assert [row.question for row in inspections.answers(unit, last)] == ["q1"]
        for scope in (NEIGHBOUR, NOTHING):
            assert inspections.done(unit, scope, "plan", BEGIN, END) == ()
            assert inspections.last_of(unit, scope, 1, "plan", "permits", since=BEGIN) is None


def test_an_enterprise_finds_itself_and_no_other(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        _two_enterprises(unit)
        assert enterprises.enterprise(unit, 1, Scope(enterprise_id=1)) == enterprises.enterprise(unit, 1, COUNTY)
        assert enterprises.enterprise(unit, 1, NEIGHBOUR) is None


def test_what_is_written_down_twice_is_ours_once(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        first, again = Run("morning/“一”", BEGIN), Run("morning/2", BEGIN)
        assert due.record(unit, [first, first]) == {first.key}
        assert due.record(unit, [first, again]) == {again.key}
        assert due.known(unit, [first.key, again.key, "morning/3"]) == {first.key, again.key}
        assert due.known(unit, []) == due.record(unit, []) == frozenset()


def _two_enterprises(unit: UnitOfWork) -> None:
    for number in (1, 2):
        unit.execute(
            insert(sites).values(
                id=number, name=f"企业{number}", uscc=f"{number:018d}", region="360702", sector="industry", kinds=[],
                profile={"hot_work": "yes"}, high_risk=False, created_at=unit.now,
            )
        )  # fmt: skip


def _finished(unit: UnitOfWork, checklist: str) -> int:
    answers = (AnswerRow("q1", "yes", "", {"photos": [], "text": "在"}, negative=False, clause=None, hazard_id=None),)
    return inspections.finish(
        unit, enterprise_id=1, plan="plan", year=2023, checklist=checklist, form_version="v",
        person_id=people.add_person(unit, "王强"), role="principal", started_at=unit.now, answers=answers,
    )  # fmt: skip
