"""A record thrown together at random, always the same for the same seed: two counties of a city, and its departments.

Moments and days lie close to the borders of June's periods, so that many fall on one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from hand_made_ledger import Ledger

from checklists.content import Content
from reports.metrics.catalogue import METRICS
from storage.figures.actions import Act

DAYS = ("2022-12-31", "2023-01-01", "2023-04-30", "2023-05-01", "2023-05-16", "2023-05-17", "2023-05-24", "2023-05-25",
        "2023-05-31", "2023-06-01", "2023-06-12", "2023-06-22", "2023-06-23", "2023-06-24", "2023-06-25", "2023-06-30",
        "2023-07-01")  # fmt: skip
HOURS = ("00:00", "00:01", "09:00", "23:59")
FINDINGS = sorted(str(metric.wanted) for name, metric in METRICS.items() if name.startswith("checked-"))
KINDS_OF_ACTS = sorted(
    {kind for metric in METRICS.values() if isinstance(metric.wanted, Act) for kind in metric.wanted.kinds}
)


@dataclass
class RandomRecord:
    """Writes itself into a ledger; `departments` are the ids of those made, the city's first."""

    ledger: Ledger
    content: Content
    city: str
    dice: Random
    city_acts: bool = True
    departments: list[int] = field(default_factory=list)

    def build(self) -> None:
        """Regions, departments, some enterprises and what happened at them."""
        self.counties = [f"{self.city[:4]}{number:02d}" for number in (2, 81)]
        self.ledger.region(self.city, "city", "city")
        for code in self.counties:
            self.ledger.region(code, code)
        self.departments.append(self.ledger.department("city's", self.city, "city"))
        self.departments += [self.ledger.department(f"of {code}", code) for code in self.counties]
        sectors = [sector.id for sector in self.content.sectors.sectors]
        kinds = [kind.id for kind in self.content.sectors.kinds]
        for number in range(25):
            region = self.dice.choice(self.counties)
            enterprise = self.ledger.enterprise(
                f"E{number}", region, self.dice.choice(("industry", "mine", self.dice.choice(sectors))), entered=self.moment(),
                closed=self.moment() if self.dice.random() < 0.2 else None,
                kinds=tuple(self.dice.sample(kinds, self.dice.randrange(3))),
            )  # fmt: skip
            for _ in range(3):
                self._hazard(enterprise)
                self._others(enterprise, region)

    def moment(self) -> str:
        return f"{self.dice.choice(DAYS)} {self.dice.choice(HOURS)}"

    def later(self, moment: str) -> str:
        """A moment not before that one."""
        return max(moment, self.moment())

    def maybe(self, value: str) -> str | None:
        return self.dice.choice((value, None))

    def _hazard(self, enterprise: int) -> None:
        found = self.moment()
        by = self.departments if self.city_acts else self.departments[1:]
        hazard = self.ledger.hazard(
            enterprise, found, source=self.dice.choice(("self", "department", "whistle")),
            level=self.dice.choice(("major", "major", "suspected_major", "general")),
            fixed=self.maybe(self.later(found)), status=self.dice.choice((None, None, None, "open", "rejected")),
            department=self.dice.choice((None, *by)), measures=self.maybe("m"),
            listed=self.dice.choice((None, (self.later(found), self.dice.choice(("city", "county"))))),
        )  # fmt: skip
        if self.dice.random() < 0.3:
            self.ledger.event(hazard, "listed", self.later(found), {"level": self.dice.choice(("city", "county"))})

    def _others(self, enterprise: int, region: str) -> None:
        by_city = self.city_acts and self.dice.random() < 0.3
        level, where = ("city", self.city) if by_city else ("county", region)
        ours = self.departments[0] if by_city else self.departments[1 + self.counties.index(region)]
        department = self.dice.choice((None, ours))
        self.ledger.check(
            enterprise, where, self.moment(), *self.dice.sample(FINDINGS, self.dice.randrange(4)), level=level,
            department=department, withdrawn=self.dice.random() < 0.1, problems=(self.dice.randrange(5), 1),
            by=tuple(self.dice.sample("ABCD", self.dice.randrange(1, 3))),
        )  # fmt: skip
        self.ledger.act(
            self.dice.choice(KINDS_OF_ACTS), where, self.dice.choice(DAYS), self.dice.randrange(1, 4), level=level,
            amount=str(self.dice.randrange(1, 9) * 1250), of_which="1", department=department,
            enterprise=self.dice.choice((enterprise, None)), withdrawn=self.dice.random() < 0.1,
        )  # fmt: skip
        self.ledger.act("technical_inspectors", where, self.dice.choice(DAYS), self.dice.randrange(9), level=level)
        found = self.moment()
        self.ledger.risk(
            enterprise, found, level=self.dice.choice(("red", "blue")), controlled=self.maybe(self.later(found))
        )
        self.ledger.problem(
            enterprise, found, rooted=self.maybe(self.later(found)), fixed=self.maybe(self.later(found))
        )  # fmt: skip
