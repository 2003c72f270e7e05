from __future__ import annotations

import pytest
from hand_made_ledger import Ledger

from checklists.content import Content
from checklists.errors import UserMistake
from reports.bodies import ReportingBody, department_body, region_body, whom_it_binds
from reports.filling import FilledForm, fill
from storage.scope import EVERYTHING, Scope
from storage.unit_of_work import UnitOfWork


@pytest.fixture
def departments(ledger: Ledger) -> tuple[int, int]:
    """The mines' and the gas department of 章贡区."""
    ledger.region("360702", "章贡区")
    ledger.region("360703", "南康区")
    return (
        ledger.department("矿山科", "360702", sectors=("mine",)),
        ledger.department("燃气科", "360702", sectors=("gas",)),
    )


def _shown(filled: FilledForm) -> dict[str, object]:
    return {name: cell.shown for cell in filled.cells.values() for name in cell.cell.metrics}


def test_a_department_counts_its_own_checks_and_leaves_the_government_s_cells_blank(
    content: Content, unit: UnitOfWork, ledger: Ledger, departments: tuple[int, int]
) -> None:
    mines, gas = departments
    pit = ledger.enterprise("pit", "360702", "mine")
    ledger.hazard(pit, "2023-06-01 09:00", source="department", department=mines)
    ledger.hazard(pit, "2023-06-01 09:00", source="department", department=gas)
    ledger.hazard(ledger.enterprise("shop", "360702", "gas"), "2023-06-01 09:00")
    ledger.check(pit, "360702", "2023-06-01 09:00", "not_led", department=mines)
    ledger.check(pit, "360702", "2023-06-02 09:00", "no_drill", department=gas)
    ledger.act("study", "360702", "2023-06-01", department=mines)
    ledger.act("penalty", "360702", "2023-06-01", amount="10000", department=gas)

    shown = _shown(fill(content, unit, "F12", department_body(unit, EVERYTHING, mines), "2023-06"))

    assert (shown["self-found"], shown["department-found"]) == (0, 1)
    assert (shown["checked"], shown["checked-not-led"], shown["checked-no-drill"]) == (1, 1, 0)
    assert shown["penalties"] == "0，0"
    assert shown["study-sessions"] == shown["meetings"] == shown["technical-inspectors"] == ""


def test_a_plan_for_one_sector_leaves_the_others_out(
    content: Content, unit: UnitOfWork, ledger: Ledger, departments: tuple[int, int]
) -> None:
    _, gas = departments
    pit, shop = ledger.enterprise("pit", "360702", "mine"), ledger.enterprise("shop", "360702", "gas")
    ledger.hazard(pit, "2023-06-01 09:00")
    ledger.hazard(shop, "2023-06-01 09:00")
    ledger.act("stop_work", "360702", "2023-06-01", enterprise=pit)
    ledger.act("stop_work", "360702", "2023-06-01", enterprise=shop)
    ledger.act("study", "360702", "2023-06-01")

    shown = _shown(fill(content, unit, "F12", region_body(unit, EVERYTHING, "360702"), "2023-06"))
    assert (shown["self-found"], shown["stop-work"], shown["study-sessions"]) == (1, 1, 1)

    shown = _shown(fill(content, unit, "F12", department_body(unit, EVERYTHING, gas), "2023-06"))
    assert (shown["self-found"], shown["stop-work"]) == (0, 0)


def test_nobody_sees_a_table_outside_his_scope(unit: UnitOfWork, departments: tuple[int, int]) -> None:
    mines, gas = departments
    county, department = Scope(region="360702"), Scope(region="360702", sectors=("mine",), department_id=mines)
    assert _name(region_body(unit, county, "360702")) == "章贡区"
    assert _name(department_body(unit, county, gas)) == "燃气科"
    assert _name(department_body(unit, department, mines)) == "矿山科"
    for refused in (
        lambda: region_body(unit, county, "360703"),
        lambda: region_body(unit, department, "360702"),
        lambda: department_body(unit, department, gas),
        lambda: department_body(unit, Scope(enterprise_id=1), mines),
        lambda: region_body(unit, Scope(enterprise_id=1), "360702"),
        lambda: region_body(unit, EVERYTHING, "999999"),
        lambda: department_body(unit, EVERYTHING, 99),
    ):
        with pytest.raises(UserMistake):
            refused()


def _name(body: ReportingBody) -> str:
    return body.name


@pytest.mark.parametrize(
    ("scope", "bound"),
    [
        (EVERYTHING, Scope(region="3607")),  # an administrator sees other cities, whom this plan does not bind
        (Scope(region="36"), Scope(region="3607")),
        (Scope(region="360702"), Scope(region="360702")),
        (Scope(region="3607", sectors=("mine",)), Scope(region="3607", sectors=("mine",))),
    ],
)
def test_a_plan_binds_its_own_city(content: Content, scope: Scope, bound: Scope) -> None:
    assert whom_it_binds(scope, content.plans["ganzhou-2023"]) == bound
