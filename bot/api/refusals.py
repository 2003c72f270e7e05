"""What the interface refuses, as problem details (https://www.rfc-editor.org/rfc/rfc9457).

`title` is Chinese, for the people who see it; `detail` says in English what to do next; `errors` name each fault.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ExceptionHandler

from bot.web.problem import Problem
from bot.web.site import Site, site_of
from checklists.errors import AnchaError, TryLater, UserMistake
from storage.faults import Conflict

log = logging.getLogger("ancha.api")

MEDIA_TYPE = "application/problem+json"
_READING = {
    "api.invalid": "api.reading.invalid", "error.later": "api.reading.later",
    "error.operator": "api.reading.operator", "error.bug": "api.reading.bug",
}  # fmt: skip


class Refused(Exception):
    """Raised in a call of the interface. `key` names the title; each error is (place, what is wrong and what to do)."""

    def __init__(
        self, status: int, key: str, detail: str, *, errors: Sequence[tuple[str, str]] = (), retry_after: int = 0
    ) -> None:
        super().__init__(f"{status} {key}")
        self.status = status
        self.key = key
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after = retry_after


def not_found() -> Refused:
    """The same words for what is not there and for what lies outside the token's scope."""
    return Refused(
        404, "api.not_found", "Nothing of that name is within this token's scope; list what is and ask again."
    )


def answered(site: Site, refused: Refused, *, reading: bool = False) -> Response:
    """The response to a refusal; a reading has nothing that could have been recorded, so its title speaks of none."""
    key = _READING.get(refused.key, refused.key) if reading else refused.key
    said: dict[str, object] = {
        "type": f"urn:ancha:problem:{refused.key.rpartition('.')[2]}",
        "title": site.app.content.texts(key, seconds=refused.retry_after),
        "status": refused.status,
        "detail": refused.detail,
    }
    if refused.errors:
        said["errors"] = [{"where": where, "what": what} for where, what in refused.errors]
    headers = {"retry-after": str(refused.retry_after)} if refused.retry_after else {}
    if refused.status == 401:
        headers["www-authenticate"] = "Bearer"
    # A key that was sent may hold half of a surrogate pair, which no encoding can write.
    text = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    return Response(text, refused.status, headers, MEDIA_TYPE)


def of_problem(site: Site, problem: Problem) -> Response:
    """A body that is too long or too slow."""
    detail = "Send one small object a request (at most 64 KB), and send it again whole."
    return answered(site, Refused(problem.status, problem.key, detail, retry_after=problem.retry_after))


def _reads(request: Request) -> bool:
    return request.method in ("GET", "HEAD")


def _nothing(request: Request) -> str:
    return "" if _reads(request) else "; nothing was recorded"


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101  (registered for it)
    return answered(site_of(request), error, reading=_reads(request))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for it)
    errors = [(".".join(map(str, one["loc"])), str(one["msg"])) for one in error.errors()[:20]]
    reading = _reads(request)
    again = "ask again" if reading else "send it again; nothing was recorded"
    refused = Refused(422, "api.invalid", f"Correct what `errors` names and {again}.", errors=errors)
    return answered(site_of(request), refused, reading=reading)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, AnchaError)  # noqa: S101  (registered for it)
    if isinstance(error, UserMistake):
        refused = Refused(422, "api.invalid", str(error))
    elif isinstance(error, Conflict):
        refused = Refused(409, "api.conflict", str(error))
    elif isinstance(error, TryLater):
        refused = Refused(503, "error.later", str(error), retry_after=5)
    else:
        log.error("%s: %s", request.url.path, error)
        refused = Refused(500, "error.operator", f"Tell whoever runs this service{_nothing(request)}.")
    return answered(site_of(request), refused, reading=_reads(request))


def _usual(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for it)
    if error.status_code == 404:
        response = answered(site_of(request), not_found())
    else:
        detail = "See /api/v1/openapi.json for the calls there are and what each of them takes."
        refused = Refused(error.status_code, "api.invalid", detail)
        response = answered(site_of(request), refused, reading=_reads(request))
    response.headers.update(error.headers or {})
    return response


def _bug(request: Request, error: Exception) -> Response:
    log.error("%s: %s", request.url.path, type(error).__name__)
    refused = Refused(500, "error.bug", f"This is a fault of the program{_nothing(request)}.")
    return answered(site_of(request), refused, reading=_reads(request))


HANDLERS: Mapping[int | type[Exception], ExceptionHandler] = {
    Refused: _refused,
    RequestValidationError: _invalid,
    AnchaError: _ours,
    HTTPException: _usual,
    Exception: _bug,
}
