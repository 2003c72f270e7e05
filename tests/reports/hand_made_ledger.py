"""Fills a record by hand, in the words of the domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from storage import inspected_months, tables
from storage.unit_of_work import UnitOfWork

BEIJING = ZoneInfo("Asia/Shanghai")


def beijing(words: str) -> datetime:
    """`2023-05-25 00:00` in Beijing, as a moment in UTC."""
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING).astimezone(UTC)


@dataclass
class Ledger:
    """Writes rows into the record; every method gives the new row's id."""

    unit: UnitOfWork
    made: int = 0

    def _add(self, table: str, **values: object) -> int:
        target = getattr(tables, table)
        return int(self.unit.execute(insert(target).values(**values).returning(target.c.id)).scalar_one())

    def region(self, code: str, name: str, level: str = "county") -> None:
        self.unit.execute(insert(tables.regions).values(code=code, name=name, level=level))

    def department(self, name: str, region: str, level: str = "county", sectors: tuple[str, ...] = ()) -> int:
        return self._add("departments", name=name, region=region, level=level, sectors=list(sectors))

    def enterprise(
        self, name: str, region: str, sector: str = "mine", *, entered: str = "2023-01-05 09:00",
        closed: str | None = None, high_risk: bool = False, kinds: tuple[str, ...] = (),
    ) -> int:  # fmt: skip
        self.made += 1
        return self._add(
            "enterprises", name=name, uscc=f"{self.made:018d}", region=region, sector=sector,
            kinds=list(kinds), profile={},
            high_risk=high_risk, created_at=beijing(entered), closed_at=beijing(closed) if closed else None,
        )  # fmt: skip

    def hazard(
        self, enterprise: int, found: str, *, source: str = "self", level: str = "major", fixed: str | None = None,
        status: str | None = None, department: int | None = None, deadline: str | None = None,
        listed: tuple[str, str] | None = None, rectified: str | None = None, measures: str | None = None,
    ) -> int:  # fmt: skip
        self.made += 1
        usual = "signed_off" if fixed else "rectified" if rectified else "open"
        return self._add(
            "hazards", enterprise_id=enterprise, number=f"2023-{self.made:04d}", source=source, level=level,
            status=status or usual, words=f"hazard of {found}", place="", found_at=beijing(found),
            signed_off_at=beijing(fixed) if fixed else None, rectified_at=beijing(rectified) if rectified else None,
            found_by_department=department, measures=measures,
            deadline=date.fromisoformat(deadline) if deadline else None,
            supervised_at=beijing(listed[0]) if listed else None, supervision_level=listed[1] if listed else None,
        )  # fmt: skip

    def risk(self, enterprise: int, found: str, *, level: str = "red", controlled: str | None = None) -> int:
        return self._add(
            "risks", enterprise_id=enterprise, level=level, place="p", harm="h", photos=[], found_at=beijing(found),
            controlled_at=beijing(controlled) if controlled else None,
        )  # fmt: skip

    def problem(self, enterprise: int, found: str, *, rooted: str | None = None, fixed: str | None = None) -> int:
        return self._add(
            "prominent_problems", enterprise_id=enterprise, words="w", found_at=beijing(found),
            rooted_at=beijing(rooted) if rooted else None, fixed_at=beijing(fixed) if fixed else None,
        )  # fmt: skip

    def event(self, hazard: int, kind: str, at: str, data: dict[str, str] | None = None) -> int:
        return self._add("hazard_events", hazard_id=hazard, at=beijing(at), kind=kind, data=data)

    def check(
        self, enterprise: int, region: str, at: str, *findings: str, level: str = "county",
        department: int | None = None, withdrawn: bool = False, problems: tuple[int, int] = (0, 0),
        by: tuple[str, ...] = ("A", "B"),
    ) -> int:  # fmt: skip
        moment = beijing(at)
        return self._add(
            "spot_checks", enterprise_id=enterprise, region=region, level=level, department_id=department,
            problems_found=problems[0], problems_fixed=problems[1], inspectors=list(by), checked_at=moment,
            findings=list(findings), photos=[], recorded_at=moment,
            withdrawn_at=moment if withdrawn else None,
        )  # fmt: skip

    def act(
        self, kind: str, region: str, day: str, count: int = 1, *, level: str = "county", amount: str | None = None,
        of_which: str | None = None, enterprise: int | None = None, department: int | None = None,
        withdrawn: bool = False,
    ) -> int:  # fmt: skip
        return self._add(
            "actions", kind=kind, region=region, level=level, happened_on=date.fromisoformat(day), count=count,
            amount=Decimal(amount) if amount else None, of_which=Decimal(of_which) if of_which else None,
            enterprise_id=enterprise, department_id=department, recorded_at=beijing(f"{day} 12:00"),
            withdrawn_at=beijing(f"{day} 13:00") if withdrawn else None,
        )  # fmt: skip

    def inspection(self, enterprise: int, finished: str) -> int:
        if not self.unit.execute(tables.persons.select()).first():
            self._add("persons", name="principal", created_at=beijing("2023-01-01 08:00"))
        inspected_months.note(self.unit, enterprise, "p", "c", beijing(finished))
        return self._add(
            "inspections", enterprise_id=enterprise, plan="p", year=2023, checklist="c", form_version="v", person_id=1,
            role="principal", led_by_principal=True, started_at=beijing(finished), finished_at=beijing(finished),
            asked=1, negative=0,
        )  # fmt: skip
