"""What was handed in stays as it was; who is missing; and who may see it."""

from __future__ import annotations

from datetime import date

import pytest

from checklists.content import Content
from checklists.plan import Deadline, Plan
from storage import enterprises, people
from storage.people import add_person
from storage.scope import EVERYTHING, NOTHING, Scope
from storage.submissions import complete, handed_in, latest, missing, reporters, submit, workbook_of
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import SetClock

DUE = date(2023, 6, 23)
OURS, NEIGHBOUR = "360702", "360703"


@pytest.fixture
def plan(content: Content, open_unit: OpenUnit) -> Plan:
    with open_unit() as unit:
        enterprises.add_region(unit, "360700", "赣州市", "city")
        enterprises.add_region(unit, OURS, "章贡区", "county")
        enterprises.add_region(unit, NEIGHBOUR, "南康区", "county")
        enterprises.add_region(unit, "371002", "环翠区", "county")
        people.add_person(unit, "刘明")
        unit.commit()
    return content.plans["ganzhou-2023"]


def _deadline(plan: Plan, name: str) -> Deadline:
    return next(one for one in plan.deadlines if one.id == name)


def _submit(unit: UnitOfWork, form: str, region: str = OURS, figure: str = "1", department: int | None = None) -> int:
    return submit(
        unit, form=form, plan="ganzhou-2023", region=region, department_id=department, due=DUE,
        figures={"cells": {"C5": {"figures": [figure]}}}, workbook=figure.encode(), remark="核对过", by=1,
    )  # fmt: skip


def test_a_correction_is_a_new_version_beside_the_old_one(open_unit: OpenUnit, plan: Plan, clock: SetClock) -> None:
    with open_unit() as unit:
        first = _submit(unit, "F7", figure="1")
        unit.commit()
    clock.move(days=1)
    with open_unit() as unit:
        second = _submit(unit, "F7", figure="2")
        unit.commit()
    with open_unit() as unit:
        found = latest(unit, "F7", OURS, None, due=DUE)
        assert found is not None
        assert (found.id, found.version, found.person, found.submitted_at) == (second, 2, "刘明", clock.now)
        assert (workbook_of(unit, first, EVERYTHING), workbook_of(unit, second, EVERYTHING)) == (b"1", b"2")
        assert latest(unit, "F7", OURS, None, before=DUE) is None
        assert latest(unit, "F7", NEIGHBOUR, None) is None
        assert [(one.form, one.version) for one in handed_in(unit, EVERYTHING, plan.id, DUE)] == [("F7", 2)]


def test_missing_until_every_form_of_the_deadline_is_in(open_unit: OpenUnit, plan: Plan) -> None:
    progress = _deadline(plan, "progress-county")
    with open_unit() as unit:
        assert [one.name for one in missing(unit, plan, progress, DUE)] == ["章贡区", "南康区"]
        _submit(unit, "F7")
        assert [one.name for one in missing(unit, plan, progress, DUE)] == ["章贡区", "南康区"]
        _submit(unit, "F6")
        assert [one.name for one in missing(unit, plan, progress, DUE)] == ["南康区"]
        assert len(missing(unit, plan, progress, date(2023, 7, 23))) == 2


def test_departments_of_the_city_report_where_the_plan_binds_their_sectors(
    open_unit: OpenUnit, plan: Plan, content: Content
) -> None:
    with open_unit() as unit:
        office = enterprises.add_department(unit, "市应急局", "360700", "city")
        enterprises.add_department(unit, "章贡区应急局", OURS, "county")
        gas = enterprises.add_department(unit, "市城管局", "360700", "city", ("gas",))
        progress = _deadline(plan, "progress-department")
        assert [one.department_id for one in reporters(unit, plan, progress)] == [office, gas]
        _submit(unit, "F6", "360700", department=gas)
        _submit(unit, "F8", "360700", department=gas)
        assert [one.name for one in missing(unit, plan, progress, DUE)] == ["市应急局"]
        of_mines = plan.model_copy(update={"sectors": ("mine",)})
        assert [one.department_id for one in reporters(unit, of_mines, progress)] == [office]


def test_a_county_waits_for_itself_and_its_own_departments(open_unit: OpenUnit, plan: Plan) -> None:
    with open_unit() as unit:
        office = enterprises.add_department(unit, "章贡区应急局", OURS, "county")
        enterprises.add_department(unit, "南康区应急局", NEIGHBOUR, "county")
        enterprises.add_department(unit, "市应急局", "360700", "city")
        progress = _deadline(plan, "progress-department")
        assert [one.name for one in reporters(unit, plan, _deadline(plan, "progress-county"), to=OURS)] == ["章贡区"]
        assert [one.name for one in missing(unit, plan, progress, DUE, to=OURS)] == ["章贡区应急局"]
        _submit(unit, "F6", OURS, department=office)
        _submit(unit, "F8", OURS, department=office)
        assert missing(unit, plan, progress, DUE, to=OURS) == ()
        assert complete(unit, plan, progress, DUE) == {f"{OURS}/{office}"}
        assert [one.name for one in missing(unit, plan, progress, DUE)] == ["市应急局"]


def test_a_signboard_is_hung_up_and_not_handed_in(open_unit: OpenUnit, plan: Plan) -> None:
    with open_unit() as unit:
        assert missing(unit, plan, _deadline(plan, "signboards"), date(2023, 6, 30)) == ()
        assert missing(unit, plan, _deadline(plan, "dispatch-week"), date(2023, 6, 30)) == ()


def test_nobody_sees_what_others_handed_in(open_unit: OpenUnit, plan: Plan) -> None:
    with open_unit() as unit:
        add_person(unit, "second")
        gas = enterprises.add_department(unit, "市城管局", "360700", "city", ("gas",))
        county, department = _submit(unit, "F7"), _submit(unit, "F8", "360700", department=gas)

        def seen(scope: Scope) -> list[int]:
            return [one for one in (county, department) if workbook_of(unit, one, scope) is not None]

        assert seen(Scope(region="3607")) == [county, department]
        assert seen(Scope(region=OURS)) == [county]
        assert seen(Scope(region="3607", department_id=gas)) == [department]
        assert seen(Scope(region="3607", sectors=("mine",), department_id=99)) == []
        assert seen(Scope(region=NEIGHBOUR)) == seen(Scope(enterprise_id=1)) == seen(NOTHING) == []
        assert [one.id for one in handed_in(unit, Scope(region=OURS), plan.id, DUE)] == [county]
