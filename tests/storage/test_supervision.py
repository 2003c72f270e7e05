"""Listed supervision, what is due and overdue, and the ranking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checklists.content import Content
from checklists.errors import UserMistake
from reports.metrics.catalogue import METRICS
from storage import hazards, standings, supervision
from storage.faults import Conflict
from storage.figures.body import Body
from storage.figures.ledger_rows import ledger_rows
from storage.figures.period import Period
from storage.oversight.office import Office
from storage.scope import Scope
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock
from tests.storage.official_records import (
    CITY,
    CITY_ITSELF,
    COUNTY_OF_EAST,
    IN_CITY,
    IN_EAST,
    IN_WEST,
    again,
    close,
    found,
    plant,
)  # fmt: skip

DUE = date(2023, 7, 12)


def test_from_listing_over_progress_to_removal(open_unit: OpenUnit, clock: SetClock) -> None:
    with open_unit() as unit:
        city = plant(unit)
        by = city.official
        one = found(unit, city.foundry)
        supervision.list_hazard(unit, one, COUNTY_OF_EAST, document="东安督3号", due=DUE, by=by, role="county")
        standing = supervision.listing(unit, one.id, IN_EAST)
        assert standing is not None
        assert (standing.level, standing.document, standing.due, standing.progress) == ("county", "东安督3号", DUE, 0)
        assert supervision.listing(unit, one.id, IN_WEST) is None
        assert not standing.overdue(DUE)
        assert standing.overdue(DUE + timedelta(days=1))

        supervision.note_progress(unit, again(unit, one), words="停用除尘器", photos=(), by=by, role="county")
        standing = supervision.listing(unit, one.id, IN_EAST)
        assert standing is not None
        assert (standing.progress, standing.last) == (1, "停用除尘器")
        assert not standing.overdue(DUE + timedelta(days=1))
        with pytest.raises(UserMistake, match="signed off"):
            supervision.remove(unit, again(unit, one), COUNTY_OF_EAST, why="", by=by, role="county")

        closed = close(unit, one, by)
        with pytest.raises(UserMistake, match="level"):
            supervision.remove(unit, closed, CITY_ITSELF, why="", by=by, role="city")
        supervision.remove(unit, closed, COUNTY_OF_EAST, why="验收合格", by=by, role="county")
        assert supervision.listing(unit, one.id, IN_EAST) is None
        kinds = [event.kind for event in hazards.events(unit, one.id, IN_EAST)]
        assert kinds == ["found", "listed", "progress", "rectified", "signed", "signed_off", "delisted"]
        # the official tables go on counting what was listed, and that it was fixed
        now = standings.days(date(2023, 6, 1), date(2023, 7, 1))
        assert METRICS["listed-fixed"].count(unit, Body(IN_EAST), now) == 1


def test_the_city_takes_over_and_the_county_does_not_list_below_it(open_unit: OpenUnit, clock: SetClock) -> None:
    with open_unit() as unit:
        city = plant(unit)
        one = found(unit, city.foundry)
        supervision.list_hazard(unit, one, COUNTY_OF_EAST, document="县3号", due=DUE, by=city.official, role=None)
        supervision.note_progress(unit, again(unit, one), words="停用", photos=(), by=city.official, role=None)
        unit.commit()
    clock.move(days=1)
    with open_unit() as unit:
        there = again(unit, one)
        supervision.list_hazard(unit, there, CITY_ITSELF, document="市5号", due=None, by=city.official, role=None)
        standing = supervision.listing(unit, one.id, IN_EAST)
        assert standing is not None
        assert (standing.level, standing.due, standing.progress) == (
            "city",
            None,
            0,
        )  # progress counts since the listing
        for office in (COUNTY_OF_EAST, CITY_ITSELF):
            with pytest.raises(UserMistake, match="listed already"):
                supervision.list_hazard(
                    unit, again(unit, one), office, document="又", due=None, by=city.official, role=None
                )
        with pytest.raises(Conflict):
            supervision.note_progress(unit, one, words="旧的", photos=(), by=city.official, role=None)


def test_what_may_be_listed(open_unit: OpenUnit) -> None:
    """Major ones, and ordinary ones more than thirty days past their deadline; nothing closed, nothing far away."""
    with open_unit() as unit:
        city = plant(unit)
        today = date(2023, 6, 12)
        major = found(unit, city.foundry)
        stale = found(unit, city.mine, level="general", fields={"deadline": today - timedelta(days=31)})
        found(unit, city.mine, level="general", fields={"deadline": today - timedelta(days=30)})
        found(unit, city.far)
        close(unit, found(unit, city.foundry), city.official)
        listed = found(unit, city.foundry)
        supervision.list_hazard(unit, listed, CITY_ITSELF, document="市1号", due=None, by=city.official, role=None)
        offered = supervision.candidates(unit, IN_EAST, COUNTY_OF_EAST, today)
        assert [one.id for one in offered] == [major.id, stale.id]
        assert [one.id for one in supervision.candidates(unit, IN_EAST, COUNTY_OF_EAST, today, after=1)] == [stale.id]
        with pytest.raises(UserMistake, match="closed"):
            supervision.list_hazard(
                unit, close(unit, major, city.official), COUNTY_OF_EAST, document="", due=None, by=1, role=None
            )


def test_due_and_overdue_look_only_at_those_without_progress(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        ids = {}
        for name, due in (("late", 10), ("today", 12), ("soon", 15), ("later", 16), ("moving", 10)):
            one = found(unit, city.foundry)
            until = date(2023, 6, due)
            supervision.list_hazard(unit, one, COUNTY_OF_EAST, document=name, due=until, by=city.official, role=None)
            ids[name] = one
        supervision.note_progress(
            unit, again(unit, ids["moving"]), words="已停产整改", photos=(), by=city.official, role=None
        )
        today = date(2023, 6, 12)
        due_soon = supervision.progress_due(unit, IN_EAST, today, 3)
        assert [one.document for one in due_soon] == ["today", "soon"]
        assert [one.document for one in supervision.progress_overdue(unit, IN_EAST, today)] == ["late"]
        assert supervision.progress_overdue(unit, IN_WEST, today) == ()
        here, there = ([mine] for mine in (city.foundry, city.far))
        assert supervision.progress_due(unit, IN_EAST, today, 3, enterprise_ids=here) == due_soon
        assert supervision.progress_due(unit, IN_EAST, today, 3, enterprise_ids=there) == ()
        close(unit, ids["late"], city.official)
        assert supervision.progress_overdue(unit, IN_EAST, today) == ()


def test_counties_are_ranked_by_found_then_listed_then_fixed(
    open_unit: OpenUnit, content: Content, clock: SetClock
) -> None:
    """East finds three (one by the city's department) and closes one, west finds one; the quota of 30 is far."""
    plan = content.plans["ganzhou-2023"].model_copy(update={"region": CITY})
    with open_unit() as unit:
        city = plant(unit)
        by = city.official
        close(unit, found(unit, city.foundry), by)
        supervision.list_hazard(unit, found(unit, city.mine), CITY_ITSELF, document="市1", due=None, by=by, role=None)
        found(unit, city.mine, source="department", department_id=city.department)
        found(unit, city.mine, level="general")
        hazards.decide(unit, found(unit, city.far), level="rejected", by=by, role="county", why="不是")
        found(unit, city.far, level="suspected_major")
        today = date(2023, 6, 12)
        ranked = standings.county_standings(unit, IN_CITY, plan, today)
        assert [(one.place, one.name, one.found, one.listed, one.fixed, one.short) for one in ranked] == [
            (1, "东县", 3, 1, 1, 27), (2, "西县", 1, 0, 0, 29),
        ]  # fmt: skip
        period, quota = standings.quota_period(plan, "county", today)
        assert quota is not None
        assert quota.count == 30
        for name, figure in (("found", 3), ("listed", 1), ("fixed", 1)):
            assert METRICS[name].count(unit, Body(IN_EAST), period) == figure
        own = standings.county_standings(unit, IN_WEST, plan, today)
        assert [(one.place, one.name) for one in own] == [(1, "西县")]

        departments = standings.department_standings(unit, IN_CITY, plan, today)
        assert [(one.name, one.found, one.quota) for one in departments] == [("试验市应急管理局", 1, 10)]
        of_department = Scope(region="3699", department_id=city.department + 1)
        assert standings.department_standings(unit, of_department, plan, today) == ()
        unit.commit()
    clock.move(days=30)  # the next quarter: nothing yet, so both share the first place
    with open_unit() as unit:
        ranked = standings.county_standings(unit, IN_CITY, plan, date(2023, 7, 12))
        assert [(one.place, one.name, one.found) for one in ranked] == [(1, "东县", 0), (1, "西县", 0)]


def test_a_departments_listing_is_its_levels(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        one = found(unit, city.foundry)
        office = Office("city", CITY, city.department)
        supervision.list_hazard(unit, one, office, document="市应急3号", due=DUE, by=city.official, role="department")
        standing = supervision.listing(unit, one.id, IN_EAST)
        assert standing is not None
        assert standing.level == "city"


def test_the_ledger_names_the_department_that_listed(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        ours, theirs = found(unit, city.foundry), found(unit, city.foundry)
        office = Office("city", CITY, city.department)
        supervision.list_hazard(unit, ours, CITY_ITSELF, document="市1号", due=DUE, by=city.official, role="city")
        supervision.list_hazard(
            unit, theirs, office, document="市应急3号", due=DUE, by=city.official, role="department"
        )
        year = Period(unit.now - timedelta(days=99), unit.now + timedelta(days=99))
        rows = ledger_rows(unit, Body(Scope(region=CITY[:4])), year)
        listed = {row.supervision_document: row.supervision_department for row in rows}
        assert listed == {"市1号": "", "市应急3号": "试验市应急管理局"}
