"""The departments' tables F2, F4 and F8: the city's department beside the hand-made county, every cell by hand.

F2 covers W of hand_made_county, F4 covers P, F8 covers K; certificates of F2 count since the campaign began.
"""

from __future__ import annotations

import pytest
from hand_made_county import CITY, COUNTY, build
from hand_made_ledger import Ledger
from sheets import pairs, sheet_of

from checklists.content import Content
from reports.bodies import ReportingBody, department_body
from reports.explaining import explain
from reports.filling import fill
from reports.workbook import as_bytes
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork


@pytest.fixture
def department(unit: UnitOfWork, ledger: Ledger) -> ReportingBody:
    """市应急局, which in the county's record found a hazard at A (3 June, fixed on the 4th) and checked B."""
    ours = build(ledger)
    for kind, day, count, more in (
        ("supervision", "2023-06-02", 2, {}),  # W, K, P
        ("lecture", "2023-05-24", 3, {}),  # K, P
        ("training", "2023-06-01", 40, {}),  # W, K, P
        ("certificates", "2023-05-17", 30, {}),  # the campaign's first day; before W
        ("certificates", "2023-05-16", 99, {}),  # before the campaign
        ("certificates", "2023-06-24", 5, {}),  # W
        ("reward", "2023-06-24", 1, {"amount": "20000", "of_which": "5000"}),  # W, P
        ("tv_column", "2023-06-05", 4, {}),  # W, P
        ("mechanism", "2023-06-05", 2, {}),  # W
        ("assessment", "2023-05-30", 1, {}),  # W
        ("help_region", "2023-06-10", 6, {}),  # W, K, P
        ("penalty", "2023-06-23", 1, {"amount": "12500"}),  # W, P
    ):
        ledger.act(kind, CITY, day, count, level="city", department=ours, **more)
    ledger.act("help_region", COUNTY, "2023-06-10", 50, level="city", department=ours, withdrawn=True)
    return department_body(unit, EVERYTHING, ours)


# self-found: A, A(24 May is not in W), B, B, and E in the neighbouring county → 4, of which fixed in W 2
F2 = [
    4, 2, 1, 1, 1, 0,
    1, 0, 0, 0, 0, 1, 0, 0,
    6, 0, (1, 1.25), 0, 0, 0, 0, (0, 0), 0, 0,
    2, 0, 40, 35, (2, 0.5), 4, 2, 1,
]  # fmt: skip
F4 = [1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 6, 0, "1，1.25", 0, 0, 0, 0, "0，0", 0, 0, "2，0.5", "是"]
# enterprises of the whole city on 22 June: A, B, C, E; D is closed, F enters on the 23rd
F8 = [4, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, None, 6, 0, "0，0", 0, 0, 0, 0, "0，0", 0, 0, 3, 40]


@pytest.mark.parametrize(
    ("form", "rows", "sides", "figures"),
    [
        ("F2", (4, 19), ("BCD+E", "FGH+I"), F2),
        ("F4", (5, 15), ("BCD", "EFG"), F4),
        ("F8", (4, 16), ("BC", "DE"), F8),
    ],
)
def test_department_tables_for_june(
    content: Content, unit: UnitOfWork, department: ReportingBody, form: str, rows: tuple[int, int],
    sides: tuple[str, ...], figures: list[object],
) -> None:  # fmt: skip
    sheet = sheet_of(as_bytes(fill(content, unit, form, department, "2023-06")))
    assert [cell[-1] for cell in pairs(sheet, *rows, *sides)] == figures


def test_the_department_stands_in_the_head(content: Content, unit: UnitOfWork, department: ReportingBody) -> None:
    heads = {
        form: sheet_of(as_bytes(fill(content, unit, form, department, "2023-06")))["A3"].value
        for form in ("F2", "F4", "F8")
    }
    assert heads == {"F2": "部门：市应急局", "F4": "市应急局", "F8": "填报单位（部门）：市应急局"}


def test_certificates_since_the_campaign_explain_themselves(
    content: Content, unit: UnitOfWork, department: ReportingBody
) -> None:
    (certificates,) = explain(content, unit, "F2", department, "2023-06", cell="H17")
    assert (certificates.metric, certificates.figure) == ("certificates", 35)
    assert [record.amount for record in certificates.records] == [30, 5]


def test_only_what_the_table_counts_is_announced_as_unconfirmed(
    content: Content, unit: UnitOfWork, ledger: Ledger, department: ReportingBody
) -> None:
    mine = ledger.enterprise("G", COUNTY)
    ledger.hazard(mine, "2023-06-20 09:00", level="suspected_major")
    ledger.hazard(
        mine, "2023-06-20 09:00", level="suspected_major", source="department",
        department=department.figures.scope.department_id,
    )  # fmt: skip
    announced = {form: fill(content, unit, form, department, "2023-06").notices for form in ("F2", "F4", "F8")}
    words = "表中有 {} 条重大隐患标的是“疑似”，没有人认定过，都按重大计了。请先在“辖区隐患台账”里认定，不是的退回；已经销号的也能认定，没有认定的照计。"
    assert announced == {"F2": (words.format(3),), "F4": (words.format(1),), "F8": (words.format(1),)}


def test_a_county_s_department_prints_it_under_its_own_name(content: Content, unit: UnitOfWork, ledger: Ledger) -> None:
    """The plans print these tables for the city's departments; what the city listed stays the city's."""
    ledger.region(CITY, "平顶山市", "city")
    ledger.region(COUNTY, "汝州市", "county")
    body = department_body(unit, EVERYTHING, ledger.department("汝州市应急局", COUNTY))
    filled = fill(content, unit, "F8", body, "2023-06")
    sheet = sheet_of(as_bytes(filled))
    assert sheet["A2"].value == "赣州市汝州市部门重大事故隐患\n专项排查整治进展情况调度表"
    assert "市直部门重大" not in filled.asked.layout.title
    assert sheet["A17"].value.startswith("注：1.此表由县（市、区）部门参照市直部门的表填报")
    sheet = sheet_of(as_bytes(fill(content, unit, "F2", body, "2023-06")))
    assert (sheet["C5"].value, sheet["C6"].value) == (
        "县级部门检查发现的\n重大事故隐患（个）", "市级部门挂牌督办的\n重大事故隐患（个）",
    )  # fmt: skip
