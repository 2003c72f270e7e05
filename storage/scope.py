"""Who may see what. Every read takes a Scope; nothing else narrows it, and nothing can forget it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, bindparam, false, true

from storage.tables import enterprises


@dataclass(frozen=True)
class Scope:
    """What one role may see: one enterprise, or a region (prefix of its GB/T 2260 code), perhaps some sectors only.

    `region` "" with `everything` is the whole record (administrator, and the clock's own work).
    `department_id` is kept so that a department's own checks can be told from others'.
    """

    enterprise_id: int | None = None
    region: str | None = None
    sectors: tuple[str, ...] = ()
    department_id: int | None = None
    everything: bool = False

    def narrowed(self, region: str) -> Scope:
        """The same scope within that region; nothing when the region lies outside it."""
        if self.everything or (self.region is not None and region.startswith(self.region)):
            return Scope(region=region, sectors=self.sectors, department_id=self.department_id)
        return NOTHING


NOTHING = Scope()
EVERYTHING = Scope(everything=True)


@lru_cache(4096)
def region_prefix(code: str) -> str:
    """The part of a region's code all its parts share: 360700 → 3607, 360702 → 360702, 360000 → 36."""
    stripped = code
    while len(stripped) > 2 and stripped.endswith("00"):
        stripped = stripped[:-2]
    return stripped


def within(scope: Scope) -> ColumnElement[bool]:
    """The condition on `enterprises` that keeps a query inside the scope."""
    if scope.everything:
        return true()
    if scope.enterprise_id is not None:
        return enterprises.c.id == scope.enterprise_id
    if scope.region is None:
        return false()
    conditions = [in_region(enterprises.c.region, scope.region)]
    if scope.sectors:
        conditions.append(enterprises.c.sector.in_(scope.sectors))
    return and_(*conditions)


def region_within(scope: Scope, column: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition on a region's code (or an office's) that keeps a query inside the scope. What is an area's and no
    enterprise's, nobody of an enterprise sees."""
    if scope.everything:
        return true()
    return in_region(column, scope.region) if scope.region is not None else false()


OF_ONE = enterprises.c.id == bindparam("own")
"""`within` of a scope that is one enterprise, for prepared statements: `own` is the scope's `enterprise_id`."""


def in_region(column: ColumnElement[str], region: str) -> ColumnElement[bool]:
    """Codes that begin with `region`, as a range an index can serve; every code for an empty prefix."""
    if not region:
        return true()
    return and_(column >= region, column < region[:-1] + chr(ord(region[-1]) + 1))
