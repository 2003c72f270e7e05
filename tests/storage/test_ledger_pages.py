"""The ledger page by page: every row once, in order of urgency, whatever comes and goes meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checklists.content import Content
from storage import enterprises, hazards
from storage.figures.self_inspections import missing_page, not_inspected
from storage.hazards import Hazard
from storage.ledger_pages import Wanted, count_ledger_page, ledger_page
from storage.scope import EVERYTHING, NOTHING, Scope
from storage.tables import hazards as table
from storage.unit_of_work import OpenUnit, UnitOfWork

TODAY = date(2023, 6, 12)
STANDS = Wanted()

# level, days until the deadline (None: none set), status; in the order in which they were found
ROWS: tuple[tuple[str, int | None, str], ...] = (
    ("general", -5, "open"), ("suspected_major", None, "open"), ("major", 10, "rectified"), ("major", -1, "open"),
    ("unclear", None, "open"), ("suspected_major", -1, "open"), ("major", -9, "signed_off"), ("general", 3, "rejected"),
    ("general", -5, "rectified"),
)  # fmt: skip
URGENT = (4, 6, 3, 2, 1, 9, 5)
"""Their numbers: major ones by deadline, those without one last; then the others the same way."""


@pytest.fixture
def site(open_unit: OpenUnit) -> int:
    with open_unit() as unit:
        place = enterprises.add_enterprise(unit, name="宏达", uscc="1" * 18, region="360702", sector="industry")
        for row in ROWS:
            _found(unit, place, *row)
        unit.commit()
    return place


def _found(unit: UnitOfWork, place: int, level: str, days: int | None, status: str, words: str = "裂缝") -> Hazard:
    deadline = TODAY + timedelta(days=days) if days is not None else None
    one = hazards.report(
        unit, enterprise_id=place, source="self", level=level, words=words, place="车间", found_by=None,
        fields={"deadline": deadline},
    )  # fmt: skip
    unit.execute(table.update().where(table.c.id == one.id).values(status=status))
    return one


def pages(unit: UnitOfWork, wanted: Wanted, limit: int, scope: Scope = EVERYTHING) -> list[list[int]]:
    found, mark = [], ""
    while True:
        page = ledger_page(unit, scope, wanted, TODAY, after=mark, limit=limit)
        found.append([line.hazard.id for line in page.lines])
        if not page.next:
            return found
        mark = page.next


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 30])
def test_every_row_stands_on_one_page(open_unit: OpenUnit, site: int, limit: int) -> None:
    with open_unit() as unit:
        found = pages(unit, STANDS, limit)
    assert [number for page in found for number in page] == list(URGENT)
    assert all(len(page) == limit for page in found[:-1])


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(status="all"), (9, 8, 7, 6, 5, 4, 3, 2, 1)),
        (Wanted(status="signed_off"), (7,)),
        (Wanted(status="rectified"), (3, 9)),
        (Wanted(level="any_major"), (4, 6, 3, 2)),
        (Wanted(level="suspected_major"), (6, 2)),
        (Wanted(overdue=True), (4, 6, 1)),
        (Wanted(overdue=True, status="all", level="general"), (1,)),
        (Wanted(sector="mine"), ()),
        (Wanted(words="宏"), URGENT),
        (Wanted(words="-00005"), (5,)),
        (Wanted(words="%"), ()),
    ],
)
def test_a_filter_keeps_what_fits(open_unit: OpenUnit, site: int, wanted: Wanted, numbers: tuple[int, ...]) -> None:
    with open_unit() as unit:
        assert [number for page in pages(unit, wanted, 2) for number in page] == list(numbers)
        assert count_ledger_page(unit, EVERYTHING, wanted, TODAY) == len(numbers)


def test_rows_that_come_and_go_meanwhile_neither_repeat_nor_hide_others(open_unit: OpenUnit, site: int) -> None:
    with open_unit() as unit:
        first = ledger_page(unit, EVERYTHING, STANDS, TODAY, limit=3)
        unit.execute(table.update().where(table.c.id == 6).values(status="signed_off"))
        _found(unit, site, "major", -30, "open")
        rest = ledger_page(unit, EVERYTHING, STANDS, TODAY, after=first.next, limit=30)
    assert [line.hazard.id for line in rest.lines] == [2, 1, 9, 5]


@pytest.mark.parametrize(
    "mark", ["", "x", "0.2023-06-12", "2.2023-06-12.1", "0.2023-99-12.1", "0.2023-06-12.²", "0..1"]
)
def test_a_mark_nobody_made_is_the_beginning(open_unit: OpenUnit, site: int, mark: str) -> None:
    with open_unit() as unit:
        assert ledger_page(unit, EVERYTHING, STANDS, TODAY, after=mark, limit=1).lines[0].hazard.id == URGENT[0]


@pytest.mark.parametrize("scope", [NOTHING, Scope(region="360703"), Scope(region="36", sectors=("mine",))])
def test_outside_the_scope_there_is_no_page(open_unit: OpenUnit, site: int, scope: Scope) -> None:
    with open_unit() as unit:
        assert pages(unit, Wanted(status="all"), 5, scope) == [[]]
        assert count_ledger_page(unit, scope, Wanted(status="all"), TODAY) == 0


def test_who_has_not_inspected_page_by_page(open_unit: OpenUnit, content: Content) -> None:
    plan = content.plans["honghe-2023"]
    with open_unit() as unit:
        for number, risky in enumerate((False, True, False, True, True)):
            enterprises.add_enterprise(
                unit, name=f"{number}号", uscc=f"{number:018d}", region="360702", sector="industry", high_risk=risky
            )
        end = unit.now + timedelta(days=1)
        begins = {True: unit.now, False: unit.now}
        names, mark = [], ""
        while True:
            sites, mark = missing_page(unit, EVERYTHING, plan, begins, end, after=mark, limit=2)
            names += [one.name for one in sites]
            if not mark:
                break
        assert names == ["1号", "3号", "4号", "0号", "2号"]
        assert not_inspected(unit, EVERYTHING, plan, begins, end, names=1).count == len(names)
        assert missing_page(unit, EVERYTHING, plan, {True: None, False: unit.now}, end)[0][0].name == "0号"
