"""Figures: the list of metrics, one over a stretch of days, and the records behind it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from bot.api.asking import Bearer, Call, asked, told
from bot.api.given import After, AfterDay, Department, FirstDay, Limit, Region
from bot.api.records import RecordRead, record_read
from bot.api.refusals import Refused, not_found
from bot.api.whose import body_of
from reports.bodies import ReportingBody
from reports.metrics.catalogue import METRICS
from reports.metrics.metric import Metric
from storage.figures.behind import Behind
from storage.figures.period import Period, days

router = APIRouter(tags=["metrics"])

Name = Annotated[str, Path(max_length=64)]


class MetricNamed(BaseModel):
    """One metric and what exactly it counts."""

    id: str
    name: str
    definition: str
    unit: str = Field(description="Empty for yes or no (1 or 0)")


class MetricsRead(BaseModel):
    """All metrics."""

    items: tuple[MetricNamed, ...]


class FigureRead(BaseModel):
    """One figure of a body over days, the last of which is the one before `to`."""

    metric: MetricNamed
    body: str
    from_: date = Field(alias="from")
    to: date
    value: str | None = Field(description="A number in the metric's unit; null where the body has no such duty")


class RecordsRead(BaseModel):
    """A page of the records behind a figure."""

    items: tuple[RecordRead, ...]
    next: int | None = Field(description="Give it as `after` for the next page; null on the last")


@router.get("/metrics", response_model=MetricsRead, operation_id="listMetrics")
async def listed(request: Request, bearer: Bearer) -> Response:
    """Which figures there are."""

    def work(call: Call) -> MetricsRead:
        call.must_be_officials()
        return MetricsRead(items=tuple(_named(call, metric) for metric in METRICS.values()))

    return told(request, await asked(request, bearer, work))


@router.get("/metrics/{name}", response_model=FigureRead, operation_id="readMetric")
async def one(
    request: Request, bearer: Bearer, name: Name, first: FirstDay, after_day: AfterDay, region: Region = "",
    department: Department = 0,
) -> Response:  # fmt: skip
    """One figure, from `from` up to but not including `to`, of the token's own body or one within its scope."""

    def work(call: Call) -> FigureRead:
        metric, body, period = _wanted(call, name, first, after_day, region, department)
        value = metric.count(call.unit, body.figures, period) if body.has_duty(metric) else None
        said = None if value is None else str(int(value) if isinstance(value, bool) else value)
        shown = {"metric": _named(call, metric), "body": body.name, "from": first, "to": after_day, "value": said}
        return FigureRead.model_validate(shown)

    return told(request, await asked(request, bearer, work, cost=3))


@router.get("/metrics/{name}/records", response_model=RecordsRead, operation_id="readMetricRecords")
async def behind(
    request: Request, bearer: Bearer, name: Name, first: FirstDay, after_day: AfterDay, region: Region = "",
    department: Department = 0, after: After = 0, limit: Limit = 50,
) -> Response:  # fmt: skip
    """The records that make up the figure; their amounts add up to it."""

    def work(call: Call) -> RecordsRead:
        metric, body, period = _wanted(call, name, first, after_day, region, department)
        found = metric.behind(call.unit, body.figures, period) if body.has_duty(metric) else ()
        return records_page(found, after, limit)

    return told(request, await asked(request, bearer, work, cost=3))


def records_page(found: tuple[Behind, ...], after: int, limit: int) -> RecordsRead:
    """Some of the records, with the number of those before the next page."""
    shown = found[after : after + limit]
    return RecordsRead(items=tuple(map(record_read, shown)), next=after + limit if len(found) > after + limit else None)


def _wanted(
    call: Call, name: str, first: date, after_day: date, region: str, department: int
) -> tuple[Metric[Any], ReportingBody, Period]:
    body = body_of(call, region, department)
    if name not in METRICS:
        raise not_found()
    if after_day <= first:
        raise Refused(422, "api.invalid", "Give a `to` after `from`.", errors=[("query.to", "is not after from")])
    return METRICS[name], body, days(first, after_day)


def _named(call: Call, metric: Metric[Any]) -> MetricNamed:
    texts = call.content.texts
    return MetricNamed(
        id=metric.id, name=metric.name(texts), definition=metric.definition(texts), unit=metric.unit(texts)
    )
