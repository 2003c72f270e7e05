"""`/metrics`: what Prometheus asks for. The figures of the record are read when it asks, the same from every process.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import product
from secrets import compare_digest
from typing import get_args

import anyio
from anyio import to_thread
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import ticks
from bot.web.site import site_of
from bot.wiring import App
from dialogs.messages import OutKind
from storage import post_office

SECONDS = 8.0
"""Prometheus gives a scrape ten."""


async def metrics(request: Request) -> Response:
    """Everything that is counted. For everybody but who may ask there is no such page."""
    site = site_of(request)
    if not _may_ask(request):
        raise HTTPException(404)
    record = b""
    with anyio.move_on_after(SECONDS):
        record = await to_thread.run_sync(
            partial(of_the_record, site.app), abandon_on_cancel=True, limiter=site.looking
        )  # fmt: skip
    said = site.app.counts.told() + (record or _written(Nothing()))
    return Response(said, headers={"content-type": CONTENT_TYPE_LATEST})


def of_the_record(app: App) -> bytes:
    """The figures read from the database; only that it is down where it does not answer."""
    begun = ticks()
    try:
        with app.open_unit() as unit:
            found, now = post_office.look(unit), unit.now
    except Exception:  # whatever a driver raises: that it is down is the answer
        return _written(Nothing())
    return _written(Record(found, now, ticks() - begun))


class Nothing(Collector):
    """The record cannot be read."""

    def collect(self) -> Iterator[Metric]:
        """As Prometheus' client wants it."""
        yield GaugeMetricFamily("ancha_database_up", "Whether the record could be read", value=0)


class Record(Collector):
    """What was read from the record."""

    def __init__(self, found: post_office.PostOffice, now: datetime, seconds: float) -> None:
        self._found, self._now, self._seconds = found, now, seconds

    def collect(self) -> Iterator[Metric]:
        """As Prometheus' client wants it."""
        found = self._found
        yield GaugeMetricFamily("ancha_database_up", "Whether the record could be read", value=1)
        yield GaugeMetricFamily(
            "ancha_database_seconds", "What reading these figures took, with waiting for the database",
            value=self._seconds,
        )  # fmt: skip
        letters = GaugeMetricFamily(
            "ancha_outbox_letters", "Messages out that are not sent: waiting, sending, held, failed, dropped",
            labels=("status", "kind"),
        )  # fmt: skip
        none = dict.fromkeys(
            product(post_office.COUNTED, get_args(OutKind)), 0
        )  # an alert needs the nought before the first
        for (status, kind), count in sorted((none | found.letters).items()):
            letters.add_metric((status, kind), count)
        yield letters
        due = GaugeMetricFamily("ancha_outbox_due", "Messages that might have gone by now", labels=("kind",))
        for kind, count in sorted(found.due.items()):
            due.add_metric((kind,), count)
        yield due
        yield GaugeMetricFamily(
            "ancha_outbox_lag_seconds",
            "For how long the first of them might have gone",
            value=self._since(found.due_since),
        )
        yield GaugeMetricFamily(
            "ancha_outbox_oldest_seconds", "Age of the oldest message that waits, is held or being sent",
            value=self._since(found.oldest),
        )  # fmt: skip

    def _since(self, moment: datetime | None) -> float:
        return max(0.0, (self._now - moment).total_seconds()) if moment is not None else 0.0


def _written(one: Collector) -> bytes:
    registry = CollectorRegistry()
    registry.register(one)
    return generate_latest(registry)


def _may_ask(request: Request) -> bool:
    """Who has the token; without one set, who asks from this very machine and not through the web server in front."""
    token = site_of(request).app.settings.metrics_token
    if token is not None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return compare_digest(given.encode(), token.get_secret_value().encode())
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
