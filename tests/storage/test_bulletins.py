"""A bulletin reaches each chosen enterprise once in a round, however many send it; who has read it is known."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from checklists.errors import UserMistake
from storage import bulletins, enterprises, people
from storage.bulletins import Audience, Bulletin, Draft
from storage.faults import Conflict
from storage.oversight.office import Office
from storage.scope import EVERYTHING, Scope
from storage.tables import bulletin_receipts, outbox
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.storage.ground import Ground, plant

CITY, COUNTY = Office("city", "360700", None), Office("county", "360702", None)
WHOLE = Scope(region="3607")


def written(unit: UnitOfWork, ground: Ground, audience: Audience | None = None) -> Bulletin:
    draft = Draft("lesson", "屋顶动火", "封住孔洞", (), (), audience or Audience("3607"))
    return bulletins.write(unit, WHOLE, draft, CITY, by=ground.official)


def factories(unit: UnitOfWork, count: int) -> None:
    for number in range(count):
        site = enterprises.add_enterprise(
            unit, name=f"厂{number}", uscc=f"{number:018d}", region="360702", sector="gas"
        )
        person = people.add_person(unit, f"负责人{number}")
        people.grant(unit, person, "principal", enterprise_id=site, by=None)


def current(unit: UnitOfWork, one: Bulletin) -> Bulletin:
    found = bulletins.bulletin(unit, one.id, CITY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("audience", "reached"),
    [
        (Audience("3607"), (2, 2)),
        (Audience("360702"), (1, 2)),
        (Audience("3607", ("mine",)), (1, 0)),
        (Audience("3607", high_risk=True), (0, 0)),
        (Audience("3607", high_risk=True, risky_sectors=("mine",)), (1, 0)),
        (Audience("3607", high_risk=True, risky_kinds=("dust",)), (0, 0)),
        (Audience("3710"), (0, 0)),
    ],
)
def test_to_whom_it_goes(open_unit: OpenUnit, audience: Audience, reached: tuple[int, int]) -> None:
    with open_unit() as unit:
        plant(unit)
        assert bulletins.counted(unit, WHOLE, audience) == reached


def test_an_office_writes_to_its_own_area_only(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        draft = Draft("lesson", "屋顶动火", "封住孔洞", (), (), Audience("3607"))
        with pytest.raises(UserMistake):
            bulletins.write(unit, Scope(region="360702"), draft, COUNTY, by=ground.official)
        mine = Draft("lesson", "屋顶动火", "封住孔洞", (), (), Audience("360702", ("mine",)))
        with pytest.raises(UserMistake):
            bulletins.write(unit, Scope(region="360702", sectors=("industry",)), mine, COUNTY, by=ground.official)


def test_portions_reach_everybody_once(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        factories(unit, 5)
        one = written(unit, ground)
        sizes = []
        while True:
            portion = bulletins.send(unit, current(unit, one), {"text": "x"}, 3)
            sizes.append((portion.enterprises, portion.last))
            if portion.last:
                break
        assert sizes == [(3, False), (3, False), (1, True)]
        assert bulletins.unfinished(unit, EVERYTHING) == ()
        queued = unit.execute(select(func.count()).select_from(outbox)).scalar_one()
        assert queued == 7  # two people at the first enterprise, none at the second, one at each of the others
        tally = bulletins.tally(unit, WHOLE, one)
        assert (tally.sent, tally.nobody, tally.read) == (7, 1, 0)


def test_a_portion_is_taken_by_one_process_only(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        factories(unit, 3)
        one = written(unit, ground)
        bulletins.send(unit, one, {"text": "x"}, 2)
        with pytest.raises(Conflict):
            bulletins.send(unit, one, {"text": "x"}, 2)


def test_reading_is_kept_once_and_reminders_go_to_the_others(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        factories(unit, 1)
        one = written(unit, ground)
        bulletins.send(unit, one, {"text": "x"}, 50)
        mine = Scope(enterprise_id=ground.enterprise)
        (receipt,) = bulletins.received(unit, mine)
        bulletins.mark_read(unit, receipt, by=ground.officer, principal=False)
        (receipt,) = bulletins.received(unit, mine)
        assert receipt.read_at is not None
        assert receipt.principal_read_at is None
        bulletins.mark_read(unit, receipt, by=ground.principal, principal=True)
        row = unit.execute(
            select(bulletin_receipts.c.read_by).where(bulletin_receipts.c.read_at.is_not(None))
        ).scalar_one()
        assert row == ground.officer
        bulletins.mark_checked(unit, receipt, negative=2, by=ground.officer)
        tally = bulletins.tally(unit, WHOLE, one)
        assert (tally.sent, tally.read, tally.checked, tally.found) == (3, 1, 1, 1)
        assert bulletins.unread(unit, WHOLE, one) == (("赣州永兴食品有限公司", 0), ("厂0", 1))
        bulletins.call_again(unit, current(unit, one), by=ground.official)
        again = bulletins.send(unit, current(unit, one), {"text": "x"}, 50)
        assert (again.enterprises, len(again.people)) == (2, 1)


def test_nobody_sees_anothers(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = written(unit, ground, Audience("360702"))
        bulletins.send(unit, one, {"text": "x"}, 50)
        assert bulletins.received(unit, Scope(enterprise_id=ground.other)) == ()
        assert bulletins.bulletin(unit, one.id, COUNTY) is None
        assert bulletins.sent_by(unit, COUNTY) == ()
        assert bulletins.unread(unit, Scope(region="360703"), one) == ()
        assert bulletins.unfinished(unit, Scope(region="3607")) == ()
