"""Whatever the document allows and whatever it does not: no answer is a fault of ours, each is as the document says.

Short here; `make fuzz` sends much more (--fuzz).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.python.asgi import shutdown_lifespans
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from bot.server import application
from tests.bot.api.conftest import Served

pytestmark = pytest.mark.unwatched

CALLS = (
    "listEnterprises", "readEnterprise", "writeEnterprise", "listHazards", "readHazard", "writeHazard", "listForms",
    "readForm", "readFormWorkbook", "readFormCellRecords", "listMetrics", "readMetric", "readMetricRecords",
)  # fmt: skip


@pytest.fixture(scope="module")
def schema(served: Served) -> Iterator[BaseSchema]:
    """Of a site whose clock runs on, so that nobody is told to wait, and where nothing is due meanwhile.

    Schemathesis keeps what the site runs in the background (delivery, the clock) until the process ends, unless its own
    plugin for pytest stops it: they would go on asking a database that is gone.
    """
    web = application(served.town.app, ticks=iter(range(0, 10**9, 100)).__next__, tick=lambda: None)
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", web)
    shutdown_lifespans()


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "not allowed"])
def test_nothing_sent_is_a_fault_of_ours(
    served: Served, schema: BaseSchema, fuzz_cases: int, call: str, allowed: bool
) -> None:
    operation = schema.find_operation_by_id(call)
    mode = schemathesis.GenerationMode.POSITIVE if allowed else schemathesis.GenerationMode.NEGATIVE
    headers = {"Authorization": f"Bearer {served.tokens['赣州']}"}

    @seed(7)
    @settings(
        max_examples=fuzz_cases, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def sent(case: Case) -> None:
        response = case.call(headers=headers)
        checks = [not_a_server_error, content_type_conformance, response_schema_conformance]
        case.validate_response(response, checks=checks)

    sent()


def test_every_call_is_sent_something(served: Served) -> None:
    from bot.api.application import interface

    paths = interface(served.web.state.site).openapi()["paths"]
    assert {one["operationId"] for calls in paths.values() for one in calls.values()} == set(CALLS)
