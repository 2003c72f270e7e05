"""The interface as one application, with the document that describes it at /api/v1/openapi.json."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field

from bot.api import enterprises, forms, hazards, metrics
from bot.api.given import only_known
from bot.api.refusals import HANDLERS, MEDIA_TYPE
from bot.web.site import Site

VERSION = "1.0.0"


class Fault(BaseModel):
    """One thing that is wrong."""

    where: str
    what: str


class ProblemRead(BaseModel):
    """Problem details, RFC 9457."""

    type: str
    title: str = Field(description="Chinese")
    status: int
    detail: str = Field(description="What to do next, in English")
    errors: tuple[Fault, ...] = ()


def interface(site: Site) -> FastAPI:
    """The application for that site."""
    made = _application()
    made.state.site = site
    made.openapi = _document  # type: ignore[method-assign]  # https://fastapi.tiangolo.com/how-to/extending-openapi/
    return made


@cache
def _document() -> dict[str, Any]:
    """What describes it: the same for every site, and nearly all of what putting an application together takes."""
    document = _application().openapi()
    # Named in every call's answers, so it must stand among the schemas.
    schema = ProblemRead.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document["components"]["schemas"]
    schemas |= {**schema.pop("$defs", {}), "ProblemRead": schema}
    return document


def _application() -> FastAPI:
    refused = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemRead"}}}}
    said: dict[int | str, dict[str, Any]] = {
        304: {"description": "Nothing new since the `ETag` that was sent as `If-None-Match`"},
        400: {"description": "Not JSON", **refused},
        401: {"description": "No good token", **refused},
        403: {"description": "The token may not do this", **refused},
        404: {"description": "Not there, or not within the token's scope", **refused},
        409: {"description": "Stands against what is on record", **refused},
        413: {"description": "Too long", **refused},
        422: {"description": "Something in it is wrong, or a query parameter is none of the call's", **refused},
        429: {"description": "Too often; see `Retry-After`", **refused},
        503: {"description": "Busy; send the same again", **refused},
    }
    made = FastAPI(
        title="Ancha", version=VERSION, description=__doc__, docs_url=None, redoc_url=None, redirect_slashes=False,
        responses=said, dependencies=[Depends(only_known)], servers=[{"url": "/api/v1"}],
    )  # fmt: skip
    for kind, handler in HANDLERS.items():
        made.add_exception_handler(kind, handler)
    for room in (enterprises, hazards, forms, metrics):
        made.include_router(room.router)
    return made
