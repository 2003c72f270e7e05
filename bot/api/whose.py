"""Whose forms and figures are asked for: the token's own body, or one within its scope."""

from __future__ import annotations

from bot.api.asking import Call
from bot.api.refusals import Refused, not_found
from checklists.errors import UserMistake
from reports.bodies import ReportingBody, department_body, region_body


def body_of(call: Call, region: str, department: int) -> ReportingBody:
    """The body; the token's own where neither is given. Raises Refused (403, 404, 422)."""
    call.must_be_officials()
    if region and department:
        raise Refused(422, "api.invalid", "Give either region or department, not both.")
    if not region and not department:
        department, region = call.token.department_id or 0, call.token.region or ""
    try:
        if department:
            return department_body(call.unit, call.scope, department)
        return region_body(call.unit, call.scope, region)
    except UserMistake:
        raise not_found() from None
