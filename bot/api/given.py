"""What calls take: bounded words, numbers and days."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from fastapi.routing import APIRoute
from pydantic import AfterValidator, StringConstraints
from starlette.requests import Request

from bot.api.refusals import Refused
from checklists.problems import did_you_mean, sentence

MOST = 200
BIGGEST = 9_999_999_999_999


def _printable(text: str) -> str:
    """PostgreSQL keeps no NUL: https://www.postgresql.org/docs/current/datatype-character.html"""
    if "\0" in text:
        raise ValueError("leave out the NUL character")
    return text


Plain = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_printable)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many rows at most; follow `next` for the rest")]
After = Annotated[int, Query(ge=0, le=BIGGEST, description="`next` of the page before")]
Words = Annotated[Plain, Query(max_length=60, description="Words that stand in it")]
Id = Annotated[int, Path(ge=1, le=BIGGEST)]
Region = Annotated[str, Query(pattern=r"^([0-9]{6})?$", description="A county or city by its six digits")]
Department = Annotated[int, Query(ge=0, le=BIGGEST, description="A department by its id")]
FirstDay = Annotated[date, Query(alias="from", ge=date(2000, 1, 1), le=date(2099, 12, 31), description="First day")]
AfterDay = Annotated[
    date, Query(alias="to", ge=date(2000, 1, 1), le=date(2099, 12, 31), description="Day after the last")
]
Due = Annotated[
    str, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])(-[0-3][0-9])?$", description="The due day, or its month YYYY-MM")
]


async def only_known(request: Request) -> None:
    """Refuse a query parameter the call does not know: were it passed over, a misspelt filter would give everything."""
    route = request.scope["route"]
    known = [one.alias for one in route.dependant.query_params] if isinstance(route, APIRoute) else []
    errors = [
        (f"query.{name}", sentence(f"nobody knows it; {did_you_mean(name, known)}"))
        for name in dict.fromkeys(request.query_params) if name not in known
    ][:20]  # fmt: skip
    if errors:
        takes = f"The call takes {', '.join(known)}" if known else "The call takes no query parameters"
        raise Refused(422, "api.invalid", f"{takes}; leave out what `errors` names and ask again.", errors=errors)
