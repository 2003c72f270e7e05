"""A small county with a small plan, a clock that is set by hand, and what the clock queued as a transcript."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert, select, update

from checklists.content import Content
from checklists.plan import Plan
from checklists.schedule import Schedule
from dialogs.messages import Outbound
from scheduler.tick import TickResult, tick
from storage import enterprises, people, tables
from storage.database import looks
from storage.enterprises import Campaign
from storage.keys import Keys
from storage.unit_of_work import UnitOfWork

BEIJING = ZoneInfo("Asia/Shanghai")


def beijing(words: str) -> datetime:
    """`2023-05-25 00:00` in Beijing, as a moment in UTC."""
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING).astimezone(UTC)


def small_plan(**changed: object) -> Plan:
    """A mining county's plan: three duties (one only where hot work is done), everything once a month or half-year."""
    item = {"id": "q1", "ask": "做了吗？", "basis": "二1", "negative": {"missing": "没做"}}
    return Plan.model_validate(
        {
            "id": "small", "title": "小城2023行动", "short": "小城", "authority": "小城安委会", "document": "1号",
            "issued": "2023-05-01", "year": 2023, "region": "371000", "region_name": "小城", "binds": "矿山",
            "sectors": ["mine"], "high_risk": {"kinds": ["underground-mine"], "basis": "一"},
            "phases": [{"id": "all", "title": "全程", "begin": "05-01", "end": "12-31", "basis": "三"}],
            "inspection": {"every": "month", "basis": "二1"},
            "led_inspection": {"every": "quarter", "high_risk_every": "month", "basis": "二2"},
            "drill": {"every": "half-year", "kinds": ["general", "special"], "basis": "二3"},
            "five_fields": {"when": "always", "basis": "二"}, "sign_off": {"basis": "二"},
            "supervision": {"rule": "谁发现谁挂牌", "basis": "二"}, "forms": [],
            "deadlines": [
                {
                    "id": "table", "title": "报送调度表", "who": ["county"], "every": "month", "days": [25],
                    "first": "05-25", "last": "12-25", "basis": "四",
                }
            ],
            "checklists": [
                {"id": "study", "title": "学标准", "basis": "二1", "items": [item]},
                {"id": "hot", "title": "动火作业", "basis": "二1", "when": {"hot_work": "yes"}, "items": [item]},
                {"id": "drill", "title": "应急演练", "basis": "二1", "items": [item]},
            ],
            **changed,
        }
    )  # fmt: skip


def only_inspections(**changed: object) -> Plan:
    """The small plan with nothing but self-inspections to call for before December."""
    rarely = {"every": "campaign", "basis": "二"}
    return small_plan(**{"deadlines": [], "led_inspection": rarely, "drill": rarely, **changed})


@dataclass
class County:
    """The record under test. `now` is the clock."""

    engine: Engine
    content: Content
    media_folder: Path
    now: datetime
    schedule: Schedule
    made: int = 0
    read_up_to: int = 0
    codes: Iterator[int] = field(default_factory=itertools.count)

    def open_unit(self) -> UnitOfWork:
        return UnitOfWork(
            self.engine,
            lambda: self.now,
            lambda length: f"{next(self.codes):0{length}d}",
            Keys(b"a secret of the tests"),
        )

    def do(self, work: Callable[[UnitOfWork], int]) -> int:
        with self.open_unit() as unit:
            result = work(unit)
            unit.commit()
        return result

    def add(self, table: str, **values: object) -> int:
        target = getattr(tables, table)
        statement = insert(target).values(**values).returning(target.c.id)
        return self.do(lambda unit: int(unit.execute(statement).scalar_one()))

    def put_in_force(self, plan: Plan, region: str = "371000", year: int = 2023) -> None:
        self.content = replace(self.content, plans={**self.content.plans, plan.id: plan})
        with self.open_unit() as unit:
            campaign = Campaign(plan.id, year, region, plan.begins(year), plan.ends(year))
            enterprises.put_in_force(unit, campaign)
            unit.commit()

    def enterprise(self, name: str = "金山矿业", region: str = "371002", sector: str = "mine", **more: object) -> int:
        self.made += 1
        return self.do(
            lambda unit: enterprises.add_enterprise(
                unit, name=name, uscc=f"{self.made:018d}", region=region, sector=sector,
                **{"profile": {"hot_work": "no"}, **more},  # type: ignore[arg-type]
            )
        )  # fmt: skip

    def person(self, name: str, role: str, enterprise: int | None = None, region: str | None = None) -> int:
        def enrol(unit: UnitOfWork) -> int:
            person = people.add_person(unit, name)
            people.grant(unit, person, role, enterprise_id=enterprise, region=region, by=None)
            return person

        return self.do(enrol)

    def inspected(self, enterprise: int, checklist: str, at: str, *, by: int, led: bool = True) -> None:
        self.add(
            "inspections", enterprise_id=enterprise, plan="small", year=2023, checklist=checklist, form_version="v",
            person_id=by, role="principal" if led else "safety_officer", led_by_principal=led, started_at=beijing(at),
            finished_at=beijing(at), asked=1, negative=0,
        )  # fmt: skip

    def hazard(self, enterprise: int, deadline: str, words: str = "边坡开裂", **more: object) -> int:
        self.made += 1
        values = {"source": "self", "level": "major", "status": "open", "place": "一号采场", "found_at": self.now}
        return self.add(
            "hazards", enterprise_id=enterprise, number=f"2023-{self.made:05d}", words=words,
            deadline=date.fromisoformat(deadline), **{**values, **more},
        )  # fmt: skip

    def put(self, table: str, row: int, **values: object) -> None:
        target = getattr(tables, table)
        with self.open_unit() as unit:
            unit.execute(update(target).where(target.c.id == row).values(**values))
            unit.commit()

    def entry(self, enterprise: int, register: str, title: str, **more: object) -> int:
        values = {name: date.fromisoformat(str(day)) for name, day in more.items() if name.endswith(("_on", "until"))}
        rest = {name: value for name, value in more.items() if name not in values}
        return self.add(
            "register_entries", enterprise_id=enterprise, register=register, title=title, photos=[],
            entered_at=self.now, **{"details": {}, **rest, **values},
        )  # fmt: skip

    def tick(self, at: str) -> TickResult:
        self.now = beijing(at)
        return tick(self.content, self.open_unit, self.look, self.media_folder, self.schedule)

    def look(self) -> UnitOfWork:
        """A unit that only looks, as the clock's counting does."""
        return looks(self.engine, lambda: self.now, "x".__mul__, b"a secret of the tests")()

    def days(self, first: str, last: str, at: str = "09:00") -> list[str]:
        """Tick once on each of these days; the transcript of what was queued."""
        day, end = date.fromisoformat(first), date.fromisoformat(last)
        while day <= end:
            self.tick(f"{day} {at}")
            day += timedelta(days=1)
        return self.letters()

    def letters(self, kind: str = "reminder") -> list[str]:
        """What was queued since the last look: day, to whom, the words, and what can be tapped."""
        query = (
            select(tables.outbox, tables.persons.c.name)
            .join(tables.persons)
            .where(tables.outbox.c.id > self.read_up_to, tables.outbox.c.kind == kind)
            .order_by(tables.outbox.c.id)
        )
        with self.open_unit() as unit:
            rows = unit.execute(query).all()
        found = []
        for row in rows:
            body = Outbound.model_validate(row.body)
            taps = "".join(f" [{choice.label}→{choice.token}]" for choice in body.choices)
            day = row.created_at.astimezone(BEIJING)
            found.append(f"{day:%m-%d} {row.name}: {body.text}{taps}")
            self.read_up_to = max(self.read_up_to, row.id)
        return found

    def skipped(self) -> dict[str, str]:
        """Due things that were not said, with the reason."""
        query = select(tables.due_runs).where(tables.due_runs.c.outcome == "skipped")
        with self.open_unit() as unit:
            return {row.key: row.reason for row in unit.execute(query.order_by(tables.due_runs.c.key))}
