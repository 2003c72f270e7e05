"""What a form can be made of, shown on small forms written in the test."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_made_ledger import Ledger
from pydantic import ValidationError

from checklists.content import Content
from checklists.errors import TellOperator
from checklists.layout import Layout
from checklists.plan import Deadline, PeriodRule, Phase, Plan
from reports.bodies import region_body
from reports.filling import FilledForm, fill
from reports.forms import unknown_metrics
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork

BASE = {
    "id": "T1", "title": "t", "plan": "none", "source": "s", "scope": "city", "columns": [10, 10, 10, 10], "rows": [20],
}  # fmt: skip


def _layout(**parts: object) -> Layout:
    return Layout.model_validate({**BASE, **parts})


def _fill(content: Content, unit: UnitOfWork, layout: Layout, rule: str = "month", day: int = 28) -> FilledForm:
    """The form for June, of a plan that wants it on that day of the month under that rule."""
    progress = Deadline(
        id="progress", title="t", who=("city",), every="month", days=(day,), forms=(layout.id,), basis="b",
        period=PeriodRule.model_validate({"rule": rule}),
    )  # fmt: skip
    phase = Phase(id="all", title="t", begin="05-10", end="12-31", basis="b")
    plan = Plan.model_construct(id="none", year=2023, sectors=(), deadlines=(progress,), phases=(phase,))
    body = region_body(unit, EVERYTHING, "371000")
    return fill(replace(content, layouts={layout.id: layout}, plans={"none": plan}), unit, layout.id, body, "2023-06")


@pytest.fixture
def city(ledger: Ledger) -> None:
    """荣成 found two and fixed one of them, 乳山 found one."""
    for code, name, level in (
        ("371000", "威海市", "city"),
        ("371082", "荣成市", "county"),
        ("371083", "乳山市", "county"),
    ):
        ledger.region(code, name, level)
    rongcheng, rushan = ledger.enterprise("A", "371082", "industry"), ledger.enterprise("B", "371083", "gas")
    ledger.hazard(rongcheng, "2023-06-01 00:00", fixed="2023-06-30 23:59")
    ledger.hazard(rongcheng, "2023-06-30 23:59", source="department")
    ledger.hazard(rushan, "2023-06-02 09:00", fixed="2023-07-01 00:00")
    ledger.hazard(rushan, "2023-07-01 00:00")


@pytest.mark.usefixtures("city")
def test_a_band_has_a_row_per_county_and_pushes_down_what_follows(content: Content, unit: UnitOfWork) -> None:
    filled = _fill(
        content,
        unit,
        _layout(
            cells=[
                {"at": "A1:C1", "text": "{region} {year}-{month}"},
                {"at": "A3", "text": "{reporter}"},
                {"at": "B3", "metrics": ["found"], "show": ["count"]},
            ],
            bands=[
                {
                    "row": 2, "over": "counties",
                    "cells": [
                        {"at": "A2", "text": "{row}"},
                        {"at": "B2", "text": "{name}"},
                        {"at": "C2", "metrics": ["found"], "show": ["count"]},
                        {"at": "D2", "metrics": ["fixed", "found"], "show": ["percent"]},
                    ],
                }
            ],
            rules=[{"whole": "found", "parts": ["self-found", "department-found"]}],
        ),
    )  # fmt: skip
    assert {address: cell.shown for address, cell in filled.cells.items()} == {
        "A1": "威海市 2023-6",
        "A2": "1", "B2": "荣成市", "C2": 2, "D2": 50,
        "A3": "2", "B3": "乳山市", "C3": 1, "D3": 0,
        "A4": "威海市", "B4": 3,
    }  # fmt: skip
    assert filled.rows == (0, 1, 1, 2)
    assert filled.unbalanced == ()


@pytest.mark.usefixtures("city")
def test_figures_that_do_not_balance_are_reported_for_the_row_and_the_whole(content: Content, unit: UnitOfWork) -> None:
    filled = _fill(
        content,
        unit,
        _layout(
            cells=[{"at": "A1", "metrics": ["found"], "show": ["count"]}],
            rules=[{"whole": "found", "parts": ["self-found"]}],
        ),
    )
    assert filled.unbalanced == (
        "威海市：“发现的重大事故隐患”是 3，但“企业自查发现的重大事故隐患”合计是 2，两边应当相等。请核对记录。",
    )


@pytest.mark.usefixtures("city")
def test_a_row_of_sectors_and_the_month_beside_the_year(content: Content, unit: UnitOfWork, ledger: Ledger) -> None:
    ledger.hazard(ledger.enterprise("C", "371082", "industry"), "2023-02-01 09:00")
    cell = {"metrics": ["found"], "show": ["count"], "sectors": ["industry", "mine"]}
    filled = _fill(
        content,
        unit,
        _layout(
            cells=[{"at": "A1", **cell}, {"at": "B1", **cell, "part": "month"}],
        ),
        "year-and-month",
        15,
    )
    assert (filled.cells["A1"].shown, filled.cells["B1"].shown) == (2, 1)


def test_a_metric_nobody_defines_is_named_with_the_nearest(content: Content, unit: UnitOfWork, city: None) -> None:
    layout = _layout(cells=[{"at": "A1", "metrics": ["self-fund"], "show": ["count"]}])
    assert list(unknown_metrics(replace(content, layouts={"T1": layout}))) == [
        ("T1", "self-fund", "did you mean 'self-found'?")
    ]
    with pytest.raises(TellOperator, match="self-found"):
        _fill(content, unit, layout)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ({"at": "4B", "text": "x"}, "write a cell as B3"),
        ({"at": "B3:A1", "text": "x"}, "top left first"),
        ({"at": "A1", "text": "{nobody}"}, "nobody"),
        ({"at": "A1", "text": "x", "metrics": ["found"], "show": ["count"]}, "either text or metrics"),
        ({"at": "A1", "metrics": ["found"]}, "one word per metric"),
        ({"at": "A1", "metrics": ["found"], "show": ["percent"]}, "two metrics"),
        ({"at": "E1", "text": "x"}, "outside the 4 columns"),
        ({"at": "B2:C3", "text": "x"}, "overlap"),
    ],
)
def test_faults_of_a_layout_are_told(cell: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        _layout(cells=[{"at": "C3", "text": "y"}, cell])


@pytest.mark.parametrize(
    ("scope", "texts", "words"),
    [
        ("county", {}, "for forms of departments"),
        ("department", {"B1": "x"}, "B1, which has no text"),
        ("department", {"A1": "{nobody}"}, "nobody"),
    ],
)
def test_faults_of_what_it_says_in_a_county_are_told(scope: str, texts: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        _layout(scope=scope, cells=[{"at": "A1", "text": "y"}], in_county={"title": "t", "texts": texts})


def test_a_list_of_records_takes_one_row_without_gaps() -> None:
    for cells in ([{"at": "A2:B2", "field": "words"}], [{"at": "B2", "field": "words"}]):
        with pytest.raises(ValidationError, match="each column from A on"):
            _layout(bands=[{"row": 2, "over": "hazards", "cells": cells}])
