"""What must hold of every form whatever the record holds: figures explain themselves, and parts make their whole."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hand_made_ledger import Ledger
from random_record import RandomRecord

from checklists.content import Content
from reports.bodies import ReportingBody, department_body, region_body
from reports.explaining import explained
from reports.filling import FilledForm, fill
from reports.metrics.catalogue import METRICS
from storage.database import open_engine, units
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork
from tests.conftest import Fresh
from tests.databases import Databases

pytestmark = pytest.mark.unwatched

FORMS = ("F1", "F2", "F3", "F4", "F7", "F8", "F9", "F10", "F12", "F13")
SHARED = frozenset({"teams-sent", "officers-sent"})
"""One team may see enterprises of several sectors."""


def _record(content: Content, ledger: Ledger, form: str, *, city_acts: bool = True) -> RandomRecord:
    city = content.plans[content.layouts[form].plan].region.ljust(6, "0")
    record = RandomRecord(ledger, content, city, Random(form), city_acts)
    record.build()
    return record


def _bodies(unit: UnitOfWork, record: RandomRecord, scope: str) -> tuple[ReportingBody, ...]:
    """One of the city's and one of a county's, as the form wants them."""
    if scope == "department":
        return tuple(department_body(unit, EVERYTHING, one) for one in record.departments[:2])
    return tuple(region_body(unit, EVERYTHING, code) for code in (record.city, record.counties[0]))


def _figures(filled: FilledForm) -> dict[str, Decimal]:
    """By metric, of the whole period and the reporting body itself; a yes counts 1."""
    return {
        name: Decimal(figure)
        for cell in filled.cells.values()
        if cell.period == filled.asked.covers.whole and cell.body == filled.asked.body
        for name, figure in zip(cell.cell.metrics, cell.figures, strict=True)
        if figure is not None
    }


@pytest.mark.parametrize("form", FORMS)
def test_every_figure_is_the_sum_of_the_records_behind_it(
    content: Content, unit: UnitOfWork, ledger: Ledger, form: str
) -> None:
    record, seen, total = _record(content, ledger, form), set[str](), Decimal()
    for body in _bodies(unit, record, content.layouts[form].scope):
        filled = fill(content, unit, form, body, "2023-06")
        for address, cell in filled.cells.items():
            if not cell.cell.metrics or cell.cell.show == ("percent",):  # a rate is made of two other cells
                continue
            if cell.row_name and not any(cell.figures) and cell.area.top % 5:  # a fifth of a great table's noughts
                continue
            for figure in explained(content, unit, filled, address):
                adds = sum(one.amount for one in figure.records)
                shown = adds > 0 if isinstance(figure.figure, bool) else adds
                assert (figure.figure or 0) == shown, (form, body.name, address, figure.metric)
                keys = [(one.entity, one.id) for one in figure.records]
                assert len(keys) == len(set(keys)), (form, body.name, address, figure.metric)
                seen.add(figure.metric)
                total += adds
    assert seen == {name for cell in content.layouts[form].every_cell() for name in cell.metrics}
    assert total > 40


@pytest.mark.parametrize("form", ["F1", "F3", "F7", "F9", "F10", "F12"])
def test_counties_add_up_to_the_city(content: Content, unit: UnitOfWork, ledger: Ledger, form: str) -> None:
    """Where only counties act; what the city's own departments do is in the city's table and in no county's."""
    record = _record(content, ledger, form, city_acts=False)
    city, *counties = (
        _figures(fill(content, unit, form, region_body(unit, EVERYTHING, code), "2023-06"))
        for code in (record.city, *record.counties)
    )
    yes_or_no = {"tv-column"}
    assert {name: sum(county[name] for county in counties) for name in city if name not in yes_or_no} == {
        name: figure for name, figure in city.items() if name not in yes_or_no
    }


def test_the_rows_of_districts_add_up_to_the_city(content: Content, unit: UnitOfWork, ledger: Ledger) -> None:
    """Each row holds the city's own checks in that district too; only acts done nowhere in particular are in none."""
    record = _record(content, ledger, "F13", city_acts=False)
    filled = fill(content, unit, "F13", region_body(unit, EVERYTHING, record.city), "2023-06")
    assert filled.unbalanced == () or all("抽查检查" in words for words in filled.unbalanced)
    rows: dict[str, Decimal] = {}
    for cell in filled.cells.values():
        for name, figure in zip(cell.cell.metrics, cell.figures, strict=True):
            rows[name] = rows.get(name, Decimal()) + Decimal(figure or 0)
    whole = {
        name: Decimal(METRICS[name].count(unit, filled.asked.body.figures, filled.asked.covers.whole)) for name in rows
    }
    assert rows == whole


def test_sectors_and_the_rest_add_up_to_all(content: Content, unit: UnitOfWork, ledger: Ledger) -> None:
    record = _record(content, ledger, "F10")
    filled = fill(content, unit, "F10", region_body(unit, EVERYTHING, record.city), "2023-06")
    names = [row.name for row in content.layouts["F10"].bands[0].rows if (row.sectors or row.rest)]
    parts = [name for name in names if name not in ("其中：房屋市政", "公路", "铁路", "水利", "电力")]
    figures: dict[tuple[str, str], Decimal] = {
        (cell.row_name, name): Decimal(figure or 0)
        for cell in filled.cells.values()
        if cell.cell.show == ("count",)
        for name, figure in zip(cell.cell.metrics, cell.figures, strict=True)
    }
    for name in {name for _, name in figures} - SHARED:
        assert sum(figures[part, name] for part in parts) == figures["累计总计", name], name


@pytest.mark.parametrize("form", ["F2", "F10", "F13"])
def test_both_databases_say_the_same(
    content: Content, unit: UnitOfWork, fresh: Fresh, databases: Databases, tmp_path: Path, form: str
) -> None:
    engine = databases.quick(open_engine(fresh("postgresql", tmp_path)))
    with units(engine, lambda: unit.now, lambda length: "A" * length, b"a secret of the tests")() as other:
        shown = []
        for opened in (unit, other):
            record = _record(content, Ledger(opened), form)
            body = _bodies(opened, record, content.layouts[form].scope)[0]
            filled = fill(content, opened, form, body, "2023-06")
            shown.append({address: cell.shown for address, cell in filled.cells.items()})
    engine.dispose()
    assert shown[0] == shown[1]
