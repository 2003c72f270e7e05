"""Hazards in another system's columns: which ones, in whose words, and for whom."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert, update

from checklists.content import Content
from checklists.export import EXPORT_FIELDS, Export, ExportColumn
from reports.system_export import export_rows, write_csv, write_xlsx
from storage.figures.period import Period, days
from storage.scope import Scope
from storage.tables import hazards, persons
from storage.unit_of_work import UnitOfWork
from tests.reports.conftest import Ledger

JUNE = days(date(2023, 6, 1), date(2023, 7, 1))
HUANCUI = Scope(region="371002")


def rows(content: Content, unit: UnitOfWork, system: str, scope: Scope, period: Period = JUNE) -> list[list[str]]:
    return list(export_rows(content, unit, scope, content.exports[system], period))


def test_a_mines_hazard_in_the_provinces_columns(content: Content, unit: UnitOfWork, ledger: Ledger) -> None:
    mine = ledger.enterprise("金石矿", "371002", "mine")
    one = ledger.hazard(mine, "2023-06-10 09:00", level="suspected_major", rectified="2023-06-15 08:00")
    _says(
        unit, one, words="主扇停了三天", place="主井", responsible="姜岩", measures="换风机", deadline=date(2023, 6, 20),
        contingency="撤人", funds=50000,
    )  # fmt: skip
    ledger.hazard(ledger.enterprise("机械厂", "371002", "industry"), "2023-06-10 10:00")  # the plan binds mines
    ledger.hazard(mine, "2023-06-11 09:00", status="rejected")
    headings, row = rows(content, unit, "shandong-mines", HUANCUI)
    assert dict(zip(headings, row, strict=True)) | {"统一社会信用代码": "", "检查人": "", "判定条款": ""} == {
        "矿山名称": "金石矿", "统一社会信用代码": "", "矿山类型": "", "检查日期": "2023/06/10", "检查人": "",
        "隐患部位": "主井", "隐患内容": "主扇停了三天", "是否重大隐患": "是", "判定条款": "", "整改责任人": "姜岩",
        "整改措施": "换风机", "整改资金（元）": "50000", "整改期限": "2023/06/20", "应急预案": "撤人", "是否整改": "是",
        "整改日期": "2023/06/15",
    }  # fmt: skip


def test_what_the_period_touched_is_in_it(content: Content, unit: UnitOfWork, ledger: Ledger) -> None:
    plant = ledger.enterprise("厂", "371002", "mine")
    _says(unit, ledger.hazard(plant, "2023-05-31 23:59"), words="before")
    _says(unit, ledger.hazard(plant, "2023-05-20 09:00", fixed="2023-06-01 00:00"), words="fixed as June began")
    _says(unit, ledger.hazard(plant, "2023-06-01 00:00"), words="first")
    _says(unit, ledger.hazard(plant, "2023-06-30 23:59", level="general"), words="last")
    _says(unit, ledger.hazard(plant, "2023-07-01 00:00"), words="after")
    found = [row[6] for row in rows(content, unit, "shandong-mines", HUANCUI)[1:]]
    assert found == ["fixed as June began", "first", "last"]
    assert rows(content, unit, "shandong-mines", Scope(region="371003"))[1:] == []
    assert len(rows(content, unit, "shandong-mines", Scope(enterprise_id=plant))) == 4


def test_a_whistle_blower_is_not_named_and_words_stay_words(
    content: Content, unit: UnitOfWork, ledger: Ledger, tmp_path: Path
) -> None:
    plant = ledger.enterprise("=1+1", "371002", "mine")
    one = ledger.hazard(plant, "2023-06-10 09:00", source="whistle")
    unit.execute(insert(persons).values(id=1, name="吹哨人", created_at=JUNE.begin))
    _says(unit, one, words="@SUM(A1)", found_by=1)
    found = rows(content, unit, "shandong-mines", HUANCUI)
    assert found[1][0] == "'=1+1"
    assert found[1][6] == "'@SUM(A1)"
    assert found[1][4] == ""
    assert write_xlsx(iter(found), tmp_path / "a.xlsx") == 1
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [cell.value or "" for cell in sheet[2]] == found[1]
    target = io.StringIO()
    assert write_csv(iter(found), target) == 1
    assert list(csv.reader(io.StringIO(target.getvalue()))) == found


def _says(unit: UnitOfWork, hazard: int, **values: object) -> None:
    unit.execute(update(hazards).where(hazards.c.id == hazard).values(**values))


@pytest.mark.parametrize("field", EXPORT_FIELDS)
def test_every_field_can_be_shown(content: Content, unit: UnitOfWork, ledger: Ledger, field: str) -> None:
    ledger.hazard(ledger.enterprise("厂", "371002", "mine"), "2023-06-10 09:00")
    column = ExportColumn.model_validate({"heading": "h", "field": field})
    export = Export(id="x", title="x", system="x", plans=("weihai-mines-2023",), basis="x", columns=(column,))
    ((heading,), (shown,)) = export_rows(content, unit, HUANCUI, export, JUNE)
    assert heading == "h"
    assert isinstance(shown, str)
