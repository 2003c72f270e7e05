"""The official forms: which there are, one with its figures, the records behind a cell, and the workbook."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from bot.api.asking import Bearer, Call, asked, told
from bot.api.given import After, Department, Due, Limit, Region
from bot.api.metrics import RecordsRead, records_page
from bot.api.refusals import Refused, not_found
from bot.api.whose import body_of
from checklists.errors import UserMistake
from reports.explaining import explained
from reports.filling import FilledForm, fill
from reports.forms import available
from reports.freezing import frozen
from reports.workbook import as_bytes

router = APIRouter(tags=["forms"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Form = Annotated[str, Path(max_length=64, description="Its id, such as those of GET /forms")]
CellName = Annotated[str, Path(pattern=r"^[A-Z]{1,2}[1-9][0-9]{0,4}$", description="A cell's address, such as C4")]


class FormNamed(BaseModel):
    """One form."""

    id: str
    title: str
    plan: str
    scope: str = Field(description="Who fills it in")


class FormsRead(BaseModel):
    """All forms."""

    items: tuple[FormNamed, ...]


class CellRead(BaseModel):
    """One cell with figures; null where the body has no such duty."""

    metrics: tuple[str, ...]
    figures: tuple[str | None, ...] = Field(description="In the metrics' own units")
    shown: str = Field(description="As it is printed")


class FormRead(BaseModel):
    """One form as it would be handed in now."""

    form: str
    title: str
    body: str
    due: date
    from_: date = Field(alias="from", description="The first day it covers")
    to: date = Field(description="The day after the last it covers")
    cells: dict[str, CellRead]
    rows: int | None = Field(description="How many records it lists, where it lists records")
    unbalanced: tuple[str, ...] = Field(description="Rules that do not hold")
    notices: tuple[str, ...] = Field(description="What to know before handing it in")


@router.get("/forms", response_model=FormsRead, operation_id="listForms")
async def listed(request: Request, bearer: Bearer) -> Response:
    """Which forms there are."""

    def work(call: Call) -> FormsRead:
        call.must_be_officials()
        named = (
            FormNamed(id=one.id, title=one.title, plan=one.plan, scope=one.scope) for one in available(call.content)
        )
        return FormsRead(items=tuple(named))

    return told(request, await asked(request, bearer, work))


@router.get("/forms/{form}", response_model=FormRead, operation_id="readForm")
async def one(
    request: Request, bearer: Bearer, form: Form, due: Due, region: Region = "", department: Department = 0
) -> Response:
    """One form with its figures, of the token's own body or one within its scope."""

    def work(call: Call) -> FormRead:
        filled = _filled(call, form, due, region, department)
        whole, kept = filled.asked.covers.whole, frozen(filled)
        cells = {
            name: {**cell, "shown": str(cell["shown"])} for name, cell in kept["cells"].items()
        }  # fmt: skip
        return FormRead.model_validate(
            {
                "form": filled.asked.layout.id, "title": filled.asked.layout.title, "body": filled.asked.body.name,
                "due": filled.asked.due, "from": whole.first_day, "to": whole.after_day, "cells": cells,
                "rows": kept["rows"], "unbalanced": filled.unbalanced, "notices": filled.notices,
            }
        )  # fmt: skip

    return told(request, await asked(request, bearer, work, cost=10))


@router.get(
    "/forms/{form}/workbook", operation_id="readFormWorkbook", response_class=Response,
    responses={200: {"content": {XLSX: {}}, "description": "The workbook"}},
)  # fmt: skip
async def workbook(
    request: Request, bearer: Bearer, form: Form, due: Due, region: Region = "", department: Department = 0
) -> Response:
    """The same as a workbook, in the form's own layout."""

    def work(call: Call) -> bytes:
        return as_bytes(_filled(call, form, due, region, department))

    data = await asked(request, bearer, work, cost=20)
    return Response(data, media_type=XLSX, headers={"content-disposition": 'attachment; filename="form.xlsx"'})


@router.get("/forms/{form}/cells/{cell}/records", response_model=RecordsRead, operation_id="readFormCellRecords")
async def behind(
    request: Request, bearer: Bearer, form: Form, cell: CellName, due: Due, region: Region = "",
    department: Department = 0, after: After = 0, limit: Limit = 50,
) -> Response:  # fmt: skip
    """The records behind the figures of one cell, one figure's after the other's."""

    def work(call: Call) -> RecordsRead:
        filled = _filled(call, form, due, region, department)
        try:
            found = explained(call.content, call.unit, filled, cell)
        except UserMistake:
            raise not_found() from None
        return records_page(tuple(record for figure in found for record in figure.records), after, limit)

    return told(request, await asked(request, bearer, work, cost=10))


def _filled(call: Call, form: str, due: str, region: str, department: int) -> FilledForm:
    body = body_of(call, region, department)
    if form not in call.content.layouts:
        raise not_found()
    try:
        day: date | str = date.fromisoformat(due) if len(due) > 7 else due
    except ValueError:
        raise Refused(422, "api.invalid", "Give a day there is.", errors=[("query.due", "is no day")]) from None
    return fill(call.content, call.unit, form, body, day, as_of=call.unit.now)
