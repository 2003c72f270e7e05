"""A suspected hazard that was signed off before an official came to it is decided all the same; the tables follow.

Worked out by hand, F9 of 章贡 (whole months since May):

              found   signed off   flagged            decided in July
    dust      May 10  May 20       suspected          general
    gas       May 12  June 3       suspected          major
    welding   June 5  June 9       suspected          nobody has yet
    booth     June 6  June 10      nobody could tell  major
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hand_made_county import CITY, COUNTY
from hand_made_ledger import Ledger

from checklists.content import Content
from reports.bodies import ReportingBody, region_body
from reports.filling import FilledForm, fill
from reports.freezing import changes, frozen
from storage import hazards
from storage.faults import Conflict
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork

DECIDED = {"dust": "general", "gas": "major", "booth": "major"}


@pytest.fixture
def closed(ledger: Ledger) -> Mapping[str, int]:
    """The four hazards by their names."""
    ledger.region(CITY, "赣州市", "city")
    ledger.region(COUNTY, "章贡区")
    site = ledger.enterprise("赣州宏达家具有限公司", COUNTY, "industry")
    return {
        "dust": ledger.hazard(site, "2023-05-10 09:00", level="suspected_major", fixed="2023-05-20 09:00"),
        "gas": ledger.hazard(site, "2023-05-12 09:00", level="suspected_major", fixed="2023-06-03 09:00"),
        "welding": ledger.hazard(site, "2023-06-05 09:00", level="suspected_major", fixed="2023-06-09 09:00"),
        "booth": ledger.hazard(site, "2023-06-06 09:00", level="unclear", fixed="2023-06-10 09:00"),
    }


@pytest.fixture
def county(unit: UnitOfWork, closed: Mapping[str, int]) -> ReportingBody:
    return region_body(unit, EVERYTHING, COUNTY)


def decide(unit: UnitOfWork, hazard_id: int, level: str) -> None:
    one = hazards.hazard(unit, hazard_id, EVERYTHING)
    assert one is not None
    hazards.decide(unit, one, level=level, by=None, role="county", why="现场看过")


def figures(filled: FilledForm) -> tuple[object, object]:
    """Found by enterprises, and of these signed off."""
    shown = {cell.cell.metrics[0]: cell.figures[0] for cell in filled.cells.values() if cell.cell.metrics}
    return shown["self-found"], shown["self-found-fixed"]


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [
        ("2023-05", (2, 1), (1, 0)),  # dust and gas found, dust signed off; dust is no major one
        ("2023-06", (3, 3), (3, 3)),  # since May: dust, gas, welding; now gas, welding, booth
    ],
)
def test_the_tables_count_what_officials_made_of_them(
    content: Content, unit: UnitOfWork, county: ReportingBody, closed: Mapping[str, int], month: str,
    before: tuple[int, int], after: tuple[int, int],
) -> None:  # fmt: skip
    assert figures(fill(content, unit, "F9", county, month)) == before
    for name, level in DECIDED.items():
        decide(unit, closed[name], level)
    assert figures(fill(content, unit, "F9", county, month)) == after


def test_what_was_handed_in_stays_and_shows_the_difference(
    content: Content, unit: UnitOfWork, county: ReportingBody, closed: Mapping[str, int]
) -> None:
    copy = frozen(fill(content, unit, "F9", county, "2023-05"))
    for name, level in DECIDED.items():
        decide(unit, closed[name], level)
    changed = changes(fill(content, unit, "F9", county, "2023-05"), copy)
    assert {one.metric: (one.before, one.now) for one in changed} == {
        "self-found": (2, 1), "self-found-fixed": (1, 0),
    }  # fmt: skip


def test_the_form_asks_only_about_those_nobody_decided(
    content: Content, unit: UnitOfWork, county: ReportingBody, closed: Mapping[str, int]
) -> None:
    assert "有 3 条重大隐患标的是“疑似”" in fill(content, unit, "F9", county, "2023-06").notices[0]
    waiting = [one.id for one in hazards.closed_undecided(unit, EVERYTHING)]
    assert waiting == [closed["welding"], closed["gas"], closed["dust"], closed["booth"]], "those in the tables first"
    for name, level in DECIDED.items():
        decide(unit, closed[name], level)
    assert "有 1 条重大隐患标的是“疑似”" in fill(content, unit, "F9", county, "2023-06").notices[0]
    assert [one.id for one in hazards.closed_undecided(unit, EVERYTHING)] == [closed["welding"]]


def test_it_stays_signed_off_and_the_second_of_two_officials_is_told(
    unit: UnitOfWork, closed: Mapping[str, int]
) -> None:
    seen_by_both = hazards.hazard(unit, closed["dust"], EVERYTHING)
    assert seen_by_both is not None
    hazards.decide(unit, seen_by_both, level="general", by=None, role="county", why="现场看过")
    with pytest.raises(Conflict):
        hazards.decide(unit, seen_by_both, level="major", by=None, role="department", why="现场看过")
    now = hazards.hazard(unit, closed["dust"], EVERYTHING)
    assert now is not None
    assert (now.status, now.level, now.signed_off_at) == ("signed_off", "general", seen_by_both.signed_off_at)
