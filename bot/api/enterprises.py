"""Enterprises: the list, one of them, and entering one as a table's row is entered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from bot.api.asking import Bearer, Call, asked, told
from bot.api.given import After, Id, Limit, Plain, Words
from bot.api.once import KEY, Answer, once
from bot.api.refusals import Refused, not_found
from bot.imports.enterprises import enter, understand
from bot.imports.lookups import Lookups
from bot.imports.table import Row
from storage import enterprises
from storage.api_tokens import wrote
from storage.enterprises import Enterprise
from storage.scope import NOTHING

router = APIRouter(tags=["enterprises"])


class EnterpriseRead(BaseModel):
    """One enterprise of the record."""

    id: int
    name: str
    uscc: str = Field(description="Unified social credit code, GB 32100")
    region: str = Field(description="Six digits, GB/T 2260")
    sector: str
    kinds: tuple[str, ...]
    headcount: int | None
    address: str
    high_risk: bool = Field(description="Whether a plan in force counts it among its high-risk enterprises")


class EnterprisesRead(BaseModel):
    """A page of enterprises."""

    items: tuple[EnterpriseRead, ...]
    next: int | None = Field(description="Give it as `after` for the next page; null on the last")


class EnterpriseWritten(BaseModel):
    """An enterprise to enter; words mean what they mean in `import enterprises`."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Plain, StringConstraints(min_length=2, max_length=120)]
    uscc: Annotated[Plain, StringConstraints(min_length=18, max_length=18)]
    region: Annotated[Plain, StringConstraints(min_length=2, max_length=40)] = Field(description="Six digits or a name")
    sector: Annotated[Plain, StringConstraints(min_length=1, max_length=64)] = Field(
        description="Its id or a word for it"
    )
    kinds: tuple[Annotated[Plain, StringConstraints(min_length=1, max_length=64)], ...] = Field((), max_length=20)
    headcount: int | None = Field(None, ge=1, le=200_000)
    address: Annotated[Plain, StringConstraints(max_length=200)] = ""


@router.get("/enterprises", response_model=EnterprisesRead, operation_id="listEnterprises")
async def listed(request: Request, bearer: Bearer, words: Words = "", after: After = 0, limit: Limit = 50) -> Response:
    """Enterprises of the token's scope, in order of entry."""

    def work(call: Call) -> EnterprisesRead:
        found = enterprises.enterprise_page(call.unit, call.scope, words, after=after, limit=limit + 1)
        shown = found[:limit]
        return EnterprisesRead(items=tuple(map(_read, shown)), next=shown[-1].id if len(found) > limit else None)

    return told(request, await asked(request, bearer, work))


@router.get("/enterprises/{id}", response_model=EnterpriseRead, operation_id="readEnterprise")
async def one(request: Request, bearer: Bearer, id: Id) -> Response:  # noqa: A002
    """One enterprise."""

    def work(call: Call) -> EnterpriseRead:
        found = enterprises.enterprise(call.unit, id, call.scope)
        if found is None:
            raise not_found()
        return _read(found)

    return told(request, await asked(request, bearer, work))


@router.post("/enterprises", status_code=201, response_model=EnterpriseRead, operation_id="writeEnterprise")
async def entered(
    request: Request, bearer: Bearer, written: EnterpriseWritten, key: Annotated[str, Header(**KEY)]
) -> Response:
    """Enter an enterprise: 201 where it is new, 200 where it stands under that code and name (left as it is)."""
    return await once(request, bearer, key, written, lambda call: _enter(call, written))


def _enter(call: Call, written: EnterpriseWritten) -> Answer:
    call.must_be_officials()
    lookups = Lookups.of(call.unit, call.content)
    cells = {
        "name": written.name, "uscc": written.uscc, "region": written.region, "sector": written.sector,
        "kinds": "、".join(written.kinds), "headcount": str(written.headcount or ""), "address": written.address,
    }  # fmt: skip
    sites, faults, _ = understand([Row(1, cells)], lookups)
    if faults:
        errors = [(f"body.{one.column}", one.said + one.known) for one in faults]
        raise Refused(422, "api.invalid", "Correct what `errors` names and send it again.", errors=errors)
    site = sites[0]
    if call.scope.narrowed(site.region.code) == NOTHING or (
        call.scope.sectors and site.sector not in call.scope.sectors
    ):
        raise Refused(403, "api.outside", "Enter enterprises of the token's own region and sectors only.")
    there = enterprises.by_code(call.unit, site.uscc)
    if there is not None and (
        there.name != site.name or enterprises.enterprise(call.unit, there.id, call.scope) is None
    ):
        # One answer for both, so that nobody learns the name of an enterprise elsewhere.
        raise Refused(409, "api.taken", "Compare code, name and region with the business licence; the code is taken.")
    enter(call.unit, sites, lookups)
    found = enterprises.by_code(call.unit, site.uscc)
    assert found is not None  # noqa: S101  (it was entered above)
    if there is None:
        wrote(call.unit, call.token, "enterprises", found.id)
    return Answer(201 if there is None else 200, _read(found))


def _read(found: Enterprise) -> EnterpriseRead:
    return EnterpriseRead(
        id=found.id, name=found.name, uscc=found.uscc, region=found.region, sector=found.sector, kinds=found.kinds,
        headcount=found.headcount, address=found.address, high_risk=found.high_risk,
    )  # fmt: skip
