"""The record the faults are done to: works whose principals fill checklists, each with an address on a messenger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from checklists.content import PROFILE_FACTS
from checklists.periods import beijing_day
from dialogs.messages import Outbound
from scheduler.morning import round_key
from scheduler.week import week_before, week_key
from storage import due, enterprises, outbox, people, reaching
from storage.due import Run
from storage.enterprises import Campaign
from storage.unit_of_work import UnitOfWork
from tests.fakes.wechat.platform import APP_ID

KEY = b"a secret of the faults' tests"
PLAN, CITY, COUNTY = "ganzhou-2023", "360700", "360702"
CHECKLISTS = ("study", "dangerous-work", "responsibility", "drills", "led-inspection")
MARK = "《第{mark}封》"


@dataclass(frozen=True)
class Where:
    """A messenger's account, and what its people's addresses look like."""

    channel: str
    account: str
    pattern: str
    first: int = 0

    def address(self, number: int) -> str:
        """The address of the principal of that number."""
        return self.pattern.format(self.first + number)


WECHAT = Where("wechat", APP_ID, "oFault{:04d}")
openid = WECHAT.address


def plant(unit: UnitOfWork, count: int, at: Where = WECHAT) -> None:
    """So many works in one county, a plan in force there, and a clock that has said all there is for today."""
    today = beijing_day(unit.now)
    keys = [round_key(today + timedelta(days=ahead)) for ahead in range(-1, 2)]
    keys += [week_key(week_before(today) + timedelta(weeks=ahead)) for ahead in range(-1, 2)]
    due.record(unit, [Run(key, unit.now, "skipped", "not the matter of this test") for key in keys])
    enterprises.add_region(unit, CITY, "赣州市", "city")
    enterprises.add_region(unit, COUNTY, "章贡区", "county")
    begins = today - timedelta(days=60)
    enterprises.put_in_force(unit, Campaign(PLAN, 2023, CITY, begins, begins + timedelta(days=300)))
    for number in range(count):
        site = enterprises.add_enterprise(
            unit, name=f"第{number}家具厂", uscc=f"{number:018d}", region=COUNTY, sector="industry",
            profile={**dict.fromkeys(PROFILE_FACTS, "no"), "hot_work": "yes", "confined_space": "yes"},
        )  # fmt: skip
        person = people.add_person(unit, f"厂长{number}")
        people.grant(unit, person, "principal", enterprise_id=site, by=None)
        reaching.bind(unit, reaching.bound(unit, at.channel, at.account, at.address(number)).id, person)


def post(unit: UnitOfWork, kind: str, to: int, mark: int, at: Where = WECHAT) -> None:
    """Queue a message of that kind for somebody, with words of its own."""
    binding = reaching.bound(unit, at.channel, at.account, at.address(to))
    words = Outbound.model_validate({"text": MARK.format(mark=mark) + "请看一下。", "kind": kind})
    outbox.put(
        unit, words.model_dump(mode="json", exclude_defaults=True), kind=kind, binding_id=binding.id,
        person_id=binding.person_id, dedupe=f"fault.{mark}",
    )  # fmt: skip
