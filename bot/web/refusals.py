"""Turns what handlers raise into answers in words: JSON for the chat's script, a page for people."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ExceptionHandler

from bot.web.guard import guard
from bot.web.pages import page
from bot.web.problem import Problem
from bot.web.site import site_of
from checklists.errors import AnchaError, TryLater, UserMistake

log = logging.getLogger("ancha.web")

_USUAL = {404: "web.not_found", 405: "web.not_found"}


def problem(request: Request, error: Exception) -> Response:
    """What a handler refused."""
    assert isinstance(error, Problem)  # noqa: S101  (registered for it)
    headers = {"retry-after": str(error.retry_after)} if error.retry_after else {}
    return _said(request, error.status, error.key, error.params, headers)


def ours(request: Request, error: Exception) -> Response:
    """A mistake of the person's (422), a busy or full machine (503), or something for the operator (500)."""
    assert isinstance(error, AnchaError)  # noqa: S101  (registered for it)
    if isinstance(error, UserMistake):
        return _said(request, 422, error.key, error.params)
    if isinstance(error, TryLater):
        log.warning("%s: %s", request.url.path, error)
        return _said(request, 503, error.key, error.params, {"retry-after": "5"})
    log.error("%s: %s", request.url.path, error)
    return _said(request, 500, error.key, error.params)


def usual(request: Request, error: Exception) -> Response:
    """No such page, and the like."""
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for it)
    return _said(request, error.status_code, _USUAL.get(error.status_code, "error.mistake"), {}, error.headers)


def bug(request: Request, error: Exception) -> Response:
    """Our own fault: logged by starlette's middleware, answered in words."""
    log.error("%s: %s", request.url.path, type(error).__name__)
    response = _said(request, 500, "error.bug", {})
    guard(response.headers)  # this answer is made outside the middleware that guards the others
    return response


HANDLERS: Mapping[int | type[Exception], ExceptionHandler] = {
    Problem: problem,
    AnchaError: ours,
    HTTPException: usual,
    Exception: bug,
}


def _said(
    request: Request, status: int, key: str, params: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> Response:
    texts = site_of(request).app.content.texts
    words = texts(key, **params)
    if "text/html" in request.headers.get("accept", ""):
        response: Response = page("refusal.html", texts, status, words=words)
    else:
        response = JSONResponse({"error": words, "key": key}, status_code=status)
    response.headers.update(headers or {})
    return response
