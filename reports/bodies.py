"""Who reports: a county, a city or a department, seen from somebody who may see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from checklists.errors import UserMistake
from checklists.layout import Band, BandRow
from checklists.plan import Plan
from checklists.sector import Sectors
from reports.metrics.metric import Kind, Metric
from storage.figures.bodies import RegionNamed, counties_within, department_named, region_named
from storage.figures.body import BOTH, Body
from storage.scope import NOTHING, Scope, region_prefix
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ReportingBody:
    """One body with its names; `region` is its GB/T 2260 code.

    `figures` is what its figures are counted over. `without` are metrics outside its duties, which stay blank beside
    those that no body of its kind has.
    """

    kind: Kind
    region: str
    region_name: str
    department_name: str
    figures: Body
    without: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What stands after 填报单位."""
        return self.department_name or self.region_name

    @property
    def in_county(self) -> bool:
        """Whether it is a county's department; plans print their departments' forms for those of the city."""
        return self.kind == "department" and self.figures.levels == ("county",)

    def has_duty(self, metric: Metric[Any]) -> bool:
        """Whether the metric's figure belongs in its table; else the cell stays blank, not zero."""
        return self.kind in metric.duty_of and metric.id not in self.without


def region_body(unit: UnitOfWork, asker: Scope, code: str) -> ReportingBody:
    """The county or city of that six-digit code; raises UserMistake when there is none or the asker may not see it.

    A department's people see their department's tables only, since a region's table holds all sectors.
    """
    region = region_named(unit, code)
    prefix = region_prefix(code)
    if asker.narrowed(prefix) == NOTHING or asker.sectors or asker.department_id is not None:
        raise _outside()
    return ReportingBody(region.level, code, region.name, "", _of_region(region))


def department_body(unit: UnitOfWork, asker: Scope, department_id: int) -> ReportingBody:
    """The department of that id; raises UserMistake when there is none or the asker may not see it."""
    department = department_named(unit, department_id)
    prefix = region_prefix(department.region)
    if asker.narrowed(prefix) == NOTHING or asker.department_id not in (None, department_id):
        raise _outside()
    scope = Scope(region=prefix, sectors=department.sectors, department_id=department_id)
    region = region_named(unit, department.region)
    figures = Body(scope, (department.level,))
    return ReportingBody("department", department.region, region.name, department.name, figures)


def bound(body: ReportingBody, sectors: tuple[str, ...]) -> ReportingBody:
    """The body's figures within the sectors a plan binds (none given: all of them)."""
    figures = replace(body.figures, scope=narrowed_to(body.figures.scope, sectors))
    return replace(body, figures=figures)


def whom_it_binds(scope: Scope, plan: Plan) -> Scope:
    """The scope within the plan's region and sectors: who sees several cities does not hold one to another's plan."""
    prefix = region_prefix(plan.region)
    wider = scope.everything or (scope.region is not None and prefix.startswith(scope.region))
    return narrowed_to(scope.narrowed(prefix) if wider else scope, plan.sectors)


def narrowed_to(scope: Scope, sectors: tuple[str, ...]) -> Scope:
    """The scope within those sectors (none given: as it is); nothing where it has none of them."""
    if not sectors:
        return scope
    common = tuple(sector for sector in sectors if sector in scope.sectors) if scope.sectors else sectors
    return replace(scope, sectors=common) if common else NOTHING


def counties(unit: UnitOfWork, body: ReportingBody) -> tuple[ReportingBody, ...]:
    """The counties of a reporting city by code, each with the city's sectors and levels."""
    scope = body.figures.scope
    return tuple(
        replace(
            body, kind="county", region=region.code, region_name=region.name,
            figures=replace(body.figures, scope=replace(scope, region=region.code)),
        )
        for region in counties_within(unit, scope)
    )  # fmt: skip


def of_row(body: ReportingBody, band: Band, row: BandRow, known: Sectors) -> ReportingBody | None:
    """The body's figures that belong in that row of a band over rows; None where the body has none of its sectors.

    An act that names no enterprise stands in the row of the rest, so that the rows of sectors add up to the whole.
    """
    figures = body.figures
    if row.kinds:
        return replace(body, figures=replace(figures, kinds=row.kinds, unnamed=False))
    if row.rest:
        taken = {sector for other in band.rows for sector in other.sectors}
        left = narrowed_to(figures.scope, tuple(one.id for one in known.sectors if one.id not in taken))
        scope = replace(figures.scope, sectors=(_NO_SECTOR,)) if left == NOTHING else left
        return replace(body, figures=replace(figures, scope=scope))
    if not row.sectors:
        return body
    scope = narrowed_to(figures.scope, row.sectors)
    return None if scope == NOTHING else replace(body, figures=replace(figures, scope=scope, unnamed=False))


_NO_SECTOR = "-"
"""No enterprise is of it: what is left then are the acts that name no enterprise."""


def _of_region(region: RegionNamed) -> Body:
    return Body(Scope(region=region_prefix(region.code)), BOTH if region.level == "city" else ("county",))


def _outside() -> UserMistake:
    return UserMistake(
        "That region or department is not yours to see; ask for one within your own.", key="report.outside"
    )
