"""The ledger: its pages, one hazard, and reporting one, judged as words in a conversation are."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from bot.api.asking import Bearer, Call, asked, told
from bot.api.given import BIGGEST, Id, Limit, Plain, Words
from bot.api.once import KEY, Answer, once
from bot.api.refusals import Refused, not_found
from dialogs.conversations.hazard import clause_of, judged, kept
from dialogs.notices import told_of_suspected
from dialogs.talk import Talk
from storage import enterprises, hazards, reaching
from storage.api_tokens import wrote
from storage.hazards import Hazard
from storage.ledger_pages import Wanted, ledger_page

router = APIRouter(tags=["hazards"])

Level = Literal["", "any_major", "major", "suspected_major", "general", "unclear"]
Status = Literal["", "open", "rectified", "signed_off", "rejected", "all"]
Cursor = Annotated[
    str, Query(pattern=r"^([01]\.[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{1,15})?$", description="`next` of the page before")
]


class HazardRead(BaseModel):
    """One row of the ledger."""

    id: int
    number: str = Field(description="What people quote")
    enterprise_id: int
    enterprise: str
    source: str | None = Field(description="self, department or whistle; null for an enterprise's token")
    level: str = Field(description="suspected_major, major, general or unclear")
    status: str = Field(description="open, rectified, signed_off or rejected")
    words: str
    place: str
    clause: str | None = Field(description="The clause of a standard it was entered under")
    found_at: datetime
    responsible: str | None
    measures: str | None
    funds: Decimal | None = Field(description="Yuan")
    deadline: date | None = Field(description="The last day on which it is not overdue")
    contingency: str | None
    rectified_at: datetime | None
    signed_off_at: datetime | None


class HazardsRead(BaseModel):
    """A page of the ledger."""

    items: tuple[HazardRead, ...]
    next: str | None = Field(description="Give it as `after` for the next page; null on the last")


class HazardJudged(BaseModel):
    """A hazard that was entered, and what its words were judged to be until a person confirms."""

    hazard: HazardRead
    why: tuple[str, ...] = Field(description="What in the words speaks for the clause")
    question: str | None = Field(description="What would have to be known to tell; send it as `reply` next time")


class HazardWritten(BaseModel):
    """A hazard to enter; the bounds are those of the conversation. The five fields come together or not at all."""

    model_config = ConfigDict(extra="forbid")

    enterprise_id: int = Field(ge=1, le=BIGGEST)
    found_by: Literal["enterprise", "officials"] = Field(
        description="Whose finding it is; officials' needs their token"
    )
    place: Annotated[Plain, StringConstraints(min_length=2, max_length=100)]
    words: Annotated[Plain, StringConstraints(min_length=4, max_length=500)] = Field(description="What is wrong where")
    reply: Annotated[Plain, StringConstraints(max_length=100)] = Field("", description="Answer to the judge's question")
    responsible: Annotated[Plain, StringConstraints(min_length=2, max_length=20)] | None = None
    measures: Annotated[Plain, StringConstraints(min_length=2, max_length=500)] | None = None
    funds: Decimal | None = Field(None, ge=0, le=9_999_999_999, max_digits=12, decimal_places=2)
    deadline: date | None = Field(None, le=date(2099, 12, 31))
    contingency: Annotated[Plain, StringConstraints(min_length=2, max_length=500)] | None = None


@router.get("/hazards", response_model=HazardsRead, operation_id="listHazards")
async def listed(
    request: Request, bearer: Bearer, status: Status = "", level: Level = "",
    sector: Annotated[Plain, Query(max_length=64)] = "", enterprise: Annotated[int, Query(ge=0, le=BIGGEST)] = 0,
    overdue: bool = False, words: Words = "", after: Cursor = "", limit: Limit = 50,
) -> Response:  # fmt: skip
    """The ledger of the token's scope: what stands (or `status`), the most urgent first."""
    wanted = Wanted(status, level, sector, enterprise or None, overdue, words)

    def work(call: Call) -> HazardsRead:
        page = ledger_page(call.unit, call.scope, wanted, call.today, after=after, limit=limit)
        return HazardsRead(items=tuple(_read(call, line.hazard) for line in page.lines), next=page.next or None)

    return told(request, await asked(request, bearer, work))


@router.get("/hazards/{id}", response_model=HazardRead, operation_id="readHazard")
async def one(request: Request, bearer: Bearer, id: Id) -> Response:  # noqa: A002
    """One hazard."""

    def work(call: Call) -> HazardRead:
        found = hazards.hazard(call.unit, id, call.scope)
        if found is None:
            raise not_found()
        return _read(call, found)

    return told(request, await asked(request, bearer, work))


@router.post("/hazards", status_code=201, response_model=HazardJudged, operation_id="writeHazard")
async def entered(
    request: Request, bearer: Bearer, written: HazardWritten, key: Annotated[str, Header(**KEY)]
) -> Response:
    """Enter a hazard, judged at once; a suspected major one is told to the enterprise and the officials at once."""
    return await once(request, bearer, key, written, lambda call: _enter(call, written))


def _enter(call: Call, written: HazardWritten) -> Answer:
    site = enterprises.enterprise(call.unit, written.enterprise_id, call.scope)
    if site is None:
        raise not_found()
    official = written.found_by == "officials"
    if official:
        call.must_be_officials()
    here = reaching.bound(call.unit, "api", "default", f"token-{call.token.id}")
    app = call.site.app
    talk = Talk(call.unit, app.content, app.judge, app.secret, here, None, links=app.links)
    judgement = judged(talk, site.sector, site.kinds, written.words, written.reply)
    hazard = hazards.report(
        call.unit, enterprise_id=site.id, source="department" if official else "self", level=judgement.verdict,
        words=written.words + (f"（{written.reply}）" if written.reply else ""), place=written.place,
        clause=clause_of(judgement), judgement=kept(judgement), found_by=None,
        department_id=call.token.department_id if official else None, fields=_fields(call, written),
    )  # fmt: skip
    wrote(call.unit, call.token, "hazards", hazard.id)
    told_of_suspected(talk, hazard)
    why = judgement.clauses[0].why if judgement.clauses and clause_of(judgement) else ()
    return Answer(
        201, HazardJudged(hazard=_read(call, hazard), why=tuple(why), question=judgement.question or None)
    )  # fmt: skip


def _fields(call: Call, written: HazardWritten) -> dict[str, object] | None:
    fields: dict[str, object] = {
        name: getattr(written, name) for name in ("responsible", "measures", "funds", "deadline", "contingency")
    }
    missing = [name for name, value in fields.items() if value is None]
    if len(missing) == len(fields):
        return None
    if missing:
        errors = [(f"body.{name}", "is missing; give all five fields or none") for name in missing]
        raise Refused(422, "api.invalid", "Give all five fields or none.", errors=errors)
    if written.deadline is not None and written.deadline < call.today:
        raise Refused(422, "api.invalid", "Give a deadline that is not past.", errors=[("body.deadline", "is past")])
    return fields


def _read(call: Call, found: Hazard) -> HazardRead:
    own = call.token.enterprise_id is not None
    return HazardRead(
        id=found.id, number=found.number, enterprise_id=found.enterprise_id, enterprise=found.enterprise,
        source=None if own else found.source, level=found.level, status=found.status, words=found.words,
        place=found.place, clause=found.clause, found_at=found.found_at, responsible=found.responsible,
        measures=found.measures, funds=found.funds, deadline=found.deadline, contingency=found.contingency,
        rectified_at=found.rectified_at, signed_off_at=found.signed_off_at,
    )  # fmt: skip
