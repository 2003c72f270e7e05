"""The two towns with a row of every other kind in each, so that no read has nothing to find.

宏达 becomes the only enterprise of its sector and 永兴 of its own, and each has a city's department of its own: what
comes back then says whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import update

from storage import (
    bulletins,
    dispositions,
    enterprises,
    hazards,
    key_tasks,
    media,
    people,
    permits,
    prominent_problems,
    reaching,
    registers,
    signboards,
    submissions,
    supervision,
)
from storage.bulletins import Audience, Draft
from storage.oversight.actions import acts_of_site
from storage.oversight.office import Office
from storage.permits import Application, Worker
from storage.scope import EVERYTHING
from storage.tables import enterprises as sites
from storage.unit_of_work import UnitOfWork
from tests.bot.desk.conftest import WORDS, Town, picture

SECTORS = {"hongda": "hazchem", "yongxing": "construction"}
COUNTIES = {"hongda": "360702", "yongxing": "360703"}
OFFICES = {"hongda": "赣州市应急管理局", "yongxing": "赣州市住房和城乡建设局"}
OF_CITY = "方圆"
"""An official of 宏达's department of the city, which looks after both sectors."""
PLAN = "ganzhou-2023"
NUMBER = "T36070219800101123X"
DUE = date(2023, 6, 23)
FIELDS = {
    "responsible": "老李", "measures": "装排风", "funds": Decimal(100), "deadline": date(2023, 6, 30),
    "contingency": "停用",
}  # fmt: skip


@dataclass(frozen=True)
class More:
    """The ids of one enterprise's further rows. `office` is the city's department that goes with it."""

    closed: int
    own: int
    permit: int
    problem: int
    certificate: int
    office: int
    act: int
    bulletin: int


@dataclass(frozen=True)
class DeepTown:
    """A town, and what more there is of each enterprise."""

    town: Town
    more: Mapping[str, More]


def deepened(town: Town) -> DeepTown:
    """That town with all the rest planted."""
    with town.app.open_unit() as unit:
        sectors = tuple(SECTORS.values())
        offices = {
            name: enterprises.add_department(unit, title, "360700", "city", sectors) for name, title in OFFICES.items()
        }
        official = people.add_person(unit, OF_CITY)
        people.grant(
            unit, official, "department", region="360700", department_id=offices["hongda"], by=None
        )  # fmt: skip
        more = {name: _planted(unit, town, name, offices[name]) for name in town.rows}
        role = people.person(unit, official).roles[0]
        reaching.bind(unit, reaching.bound(unit, "web", "default", OF_CITY).id, official)
        unit.commit()
    return DeepTown(Town(town.app, town.rows, {**town.roles, OF_CITY: (official, role)}), more)


def _planted(unit: UnitOfWork, town: Town, name: str, office: int) -> More:
    rows, region = town.rows[name], COUNTIES[name]
    unit.execute(update(sites).where(sites.c.id == rows.site).values(sector=SECTORS[name]))
    standing = hazards.hazard(unit, rows.hazard, EVERYTHING)
    assert standing is not None
    hazards.set_deadline(unit, standing, date(2023, 6, 1), reason="尽快", by=1, role="county")
    standing = hazards.hazard(unit, rows.hazard, EVERYTHING)
    assert standing is not None
    supervision.list_hazard(
        unit, standing, Office("county", region, None), document="督办〔2023〕1号", due=date(2023, 7, 1), by=1,
        role="county",
    )  # fmt: skip
    dispositions.record_disposition(unit, rows.hazard, on_site="停止使用", administrative="责令整改", by=1)
    own = hazards.report(
        unit, enterprise_id=rows.site, source="self", level="suspected_major", words=WORDS[name], place="库房",
        found_by=1, fields=FIELDS,
    )  # fmt: skip
    found = hazards.report(
        unit, enterprise_id=rows.site, source="department", level="suspected_major", words=WORDS[name], place="旧车间",
        found_by=1, department_id=office, fields=FIELDS,
    )  # fmt: skip
    closed = _closed(unit, found.id)
    certificate = registers.enter(
        unit, enterprise_id=rows.site, register="certificate", title="电工证", number=NUMBER, by=1
    )
    problem = prominent_problems.enter_problem(unit, rows.site, words=WORDS[name], root_measures="", fixed=False, by=1)
    signboards.put_signboard(unit, rows.site, {"leader": "李领导", "leader_phone": "13812345678"}, by=None)
    key_tasks.record_state(
        unit, plan=PLAN, year=2023, task=name, region=region, department_id=None, state="done", note="", by=1
    )
    submissions.submit(
        unit, form="F7", plan=PLAN, region="360700", department_id=office, due=DUE, figures={"cells": {}},
        workbook=b"PK of a department", remark="", by=1,
    )  # fmt: skip
    (act,) = acts_of_site(unit, EVERYTHING, rows.site)
    permit = _late_permit(unit, town, rows.site)
    return More(closed, own.id, permit, problem, certificate, office, act.id, _bulletin(unit, town, name))


def _closed(unit: UnitOfWork, hazard_id: int) -> int:
    """Put right only the second time."""

    def now() -> hazards.Hazard:
        one = hazards.hazard(unit, hazard_id, EVERYTHING)
        assert one is not None
        return one

    hazards.rectify(unit, now(), how="装好了", photos=(), by=1, role="principal")
    hazards.reopen(unit, now(), reason="又坏了", deadline=date(2023, 7, 30), by=1, role="principal")
    hazards.rectify(unit, now(), how="换新的了", photos=(), by=1, role="principal")
    assert hazards.sign(unit, now(), roles=("principal",), by=1, needed=("principal",))
    return hazard_id


def _bulletin(unit: UnitOfWork, town: Town, name: str) -> int:
    """The county's, which has reached the enterprise, with one question to answer."""
    question = next(iter(town.app.content.items))
    draft = Draft("lesson", WORDS[name], WORDS[name], (), (question,), Audience(COUNTIES[name]))
    one = bulletins.write(unit, EVERYTHING, draft, Office("county", COUNTIES[name], None), by=1)
    bulletins.send(unit, one, {"text": WORDS[name]}, 100)
    return one.id


def _late_permit(unit: UnitOfWork, town: Town, site: int) -> int:
    """Begun, and its time was over an hour ago."""
    now = unit.now
    photo = media.accept(unit, town.app.media_folder, picture(f"#{site:02d}aa55"), owner_binding=None).id
    asked = Application(
        site, "hot-work", "", "车间", "焊支架", now - timedelta(hours=3), now - timedelta(hours=1), (Worker("老王"),),
        "老李", (),
    )  # fmt: skip
    unit.now = now - timedelta(hours=2)
    permit = permits.apply(unit, asked, by=1, role="safety_officer")
    permits.approve(unit, permit, reported=False, by=1, role="principal")
    approved = permits.permit(unit, permit.id, EVERYTHING)
    assert approved is not None
    permits.begin(unit, approved, photos=(photo,), air={}, by=1, role="safety_officer")
    unit.now = now
    return permit.id


BEGIN, END = datetime(2023, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
