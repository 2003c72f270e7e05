"""Writing once: the same key with the same content gives the stored answer, with other content it is an error.

As in https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ (422 for a key used anew, and the
header's name).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi.security import HTTPAuthorizationCredentials
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.api.asking import Call, asked
from bot.api.refusals import Refused
from storage.api_answers import Kept, keep, kept, take
from storage.faults import Conflict

KEY: dict[str, Any] = {
    "alias": "Idempotency-Key",
    "pattern": r"^[!-~]{8,64}$",
    "description": "A name of your own for this write; repeat the write with it when no answer came",
}


@dataclass(frozen=True)
class Answer:
    """What a write is answered."""

    status: int
    body: BaseModel


async def once(
    request: Request, bearer: HTTPAuthorizationCredentials | None, key: str, sent: BaseModel,
    work: Callable[[Call], Answer],
) -> Response:  # fmt: skip
    """Carry out `work` in the transaction that keeps its answer, unless it was before.

    Raises Refused as `asked` does, and 422 for a key that was used for something else. What is refused keeps no key.
    """
    said = json.dumps([request.url.path, sent.model_dump(mode="json")], sort_keys=True)
    content = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

    def run(call: Call) -> Kept:
        there = kept(call.unit, call.token.id, key)
        if there is None:
            take(call.unit, call.token.id, key, content)
            answer = work(call)
            there = keep(call.unit, call.token.id, key, answer.status, answer.body.model_dump(mode="json"))
            call.unit.commit()
            return there
        if there.asked != content:
            raise Refused(
                422, "api.key_used", "Use a new Idempotency-Key: this one was sent with other content before."
            )
        return there

    try:
        found = await asked(request, bearer, run, writes=True, cost=2)
    except Conflict:  # the same key at the same moment: the other one is through by now, or was refused
        found = await asked(request, bearer, run, writes=True, cost=2)
    return JSONResponse(found.body, found.status)
