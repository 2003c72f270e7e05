"""Who asks, and may they: each call of the interface runs in one transaction within the scope of its token."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeVar

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from bot.api.refusals import Refused
from bot.web.site import Site, site_of
from checklists.content import Content
from checklists.periods import beijing_day
from storage.api_tokens import ApiToken, api_token
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="A token of `api-token create`")),
]
"""The token as it was sent; None without one."""


@dataclass(frozen=True)
class Call:
    """One call, within one transaction."""

    site: Site
    unit: UnitOfWork
    token: ApiToken

    @property
    def content(self) -> Content:
        """The content the program runs on."""
        return self.site.app.content

    @property
    def scope(self) -> Scope:
        """What the token may see and write."""
        return self.token.scope

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return beijing_day(self.unit.now)

    def must_be_officials(self) -> None:
        """Refuse an enterprise's token: forms and figures are those of counties, cities and departments."""
        if self.token.enterprise_id is not None:
            raise Refused(403, "api.officials", "Use a token made with --region or --department for this call.")


async def asked(
    request: Request, bearer: HTTPAuthorizationCredentials | None, work: Callable[[Call], T], *,
    writes: bool = False, cost: float = 1.0,
) -> T:  # fmt: skip
    """What `work` gives for whoever asks; it commits itself where it writes.

    Raises Refused: 401 without a good token, 403 for writing with one that only reads, 429 when it is too much.
    """
    site = site_of(request)
    text = bearer.credentials if bearer is not None else ""
    # The address until we know the token, so that nobody can guess quickly; then the token.
    source = request.client.host if request.client is not None else ""
    _spend(site, source, 0.1)

    def run() -> T:
        with (site.app.open_unit if writes else site.app.look)() as unit:
            token = api_token(unit, text) if text else None
            if token is None:
                raise Refused(401, "api.no_token", "Send `Authorization: Bearer TOKEN` with a token that is good.")
            _spend(site, f"api {token.id}", cost)
            if writes and not token.writes:
                raise Refused(403, "api.read_only", "Use a token made with --write for this call.")
            return work(Call(site, unit, token))

    try:
        return await (site.workers.record if writes else site.workers.look)(run)
    except Refused as refused:
        if refused.status == 401:
            _spend(site, source, 5)
        raise


def told(request: Request, answer: BaseModel, status: int = 200) -> Response:
    """The answer as JSON; 304 where the asker has it already (https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)."""
    text = answer.model_dump_json(by_alias=True).encode()
    headers = {"etag": f'"{hashlib.sha256(text).hexdigest()[:32]}"', "cache-control": "private, no-cache"}
    if status == 200 and request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(text, status, headers, "application/json")


def _spend(site: Site, who: str, cost: float) -> None:
    wait = site.sources.wait(who, cost)
    if wait:
        raise Refused(429, "api.too_often", f"Wait {wait} seconds, then go on more slowly.", retry_after=wait)
