"""The ledger: its states, its order, who has to sign, and what hangs on a row."""

from __future__ import annotations

from datetime import date

import pytest

from storage import hazards
from storage.hazards import Hazard
from storage.scope import EVERYTHING
from storage.tables import media
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.storage.ground import FIELDS, Ground, plant


def report(unit: UnitOfWork, ground: Ground, words: str = "除尘器没有泄爆", **more: object) -> Hazard:
    values = {"level": "suspected_major", **more}
    return hazards.report(
        unit, enterprise_id=ground.enterprise, source="self", words=words, place="打磨间", found_by=ground.officer,
        **values,  # type: ignore[arg-type]
    )  # fmt: skip


def now(unit: UnitOfWork, one: Hazard) -> Hazard:
    found = hazards.hazard(unit, one.id, EVERYTHING)
    assert found is not None
    return found


def photo(unit: UnitOfWork, name: str) -> int:
    row = {"sha256": name, "path": name, "thumbnail": f"{name}.small", "width": 1, "height": 1, "size": 1}
    return int(unit.execute(media.insert().values(**row, created_at=unit.now).returning(media.c.id)).scalar_one())


def test_numbers_are_the_year_and_a_running_number(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        assert [report(unit, ground).number for _ in range(3)] == ["2023-00001", "2023-00002", "2023-00003"]


def test_the_ledger_shows_major_ones_first_then_what_is_due_first(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        report(unit, ground, "一般无期限", level="general")
        report(unit, ground, "一般有期限", level="general", fields={**FIELDS, "deadline": date(2023, 6, 1)})
        report(unit, ground, "疑似晚", fields={**FIELDS, "deadline": date(2023, 9, 1)})
        report(unit, ground, "重大早", level="major", fields={**FIELDS, "deadline": date(2023, 7, 1)})
        report(unit, ground, "疑似无期限")
        shown = [one.words for one in hazards.ledger(unit, EVERYTHING)]
        assert shown == ["重大早", "疑似晚", "疑似无期限", "一般有期限", "一般无期限"]
        assert [one.words for one in hazards.ledger(unit, EVERYTHING, limit=2, after=1)] == shown[1:3]


def test_it_closes_when_everybody_needed_has_signed_since_it_was_rectified(open_unit: OpenUnit) -> None:
    both = ("principal", "safety_director")
    with open_unit() as unit:
        ground = plant(unit)
        one = report(unit, ground)
        hazards.rectify(unit, now(unit, one), how="装了", photos=(), by=ground.officer, role="safety_officer")
        assert not hazards.sign(unit, now(unit, one), roles=("principal",), by=ground.principal, needed=both)
        hazards.reopen(unit, now(unit, one), reason="没装好", deadline=None, by=ground.officer, role="safety_director")
        hazards.rectify(unit, now(unit, one), how="重装了", photos=(), by=ground.officer, role="safety_officer")
        assert hazards.signatures(unit, now(unit, one)) == set(), "the signature before it was sent back is void"
        assert not hazards.sign(unit, now(unit, one), roles=("safety_director",), by=ground.officer, needed=both)
        assert hazards.sign(unit, now(unit, one), roles=("principal",), by=ground.principal, needed=both)
        closed = now(unit, one)
        assert (closed.status, closed.signed_off_at, closed.reopened) == ("signed_off", unit.now, 1)


def test_reopening_takes_back_what_said_it_was_put_right(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = report(unit, ground)
        hazards.rectify(unit, now(unit, one), how="装了", photos=(), by=ground.officer, role="safety_officer")
        hazards.sign(unit, now(unit, one), roles=("principal",), by=ground.principal, needed=("principal",))
        hazards.assign(unit, now(unit, one), {**FIELDS, "deadline": date(2023, 6, 1)}, by=ground.officer, role=None)
        hazards.reopen(
            unit, now(unit, one), reason="又坏了", deadline=date(2023, 7, 1), ordered=date(2023, 7, 1),
            by=ground.official, role="county",
        )  # fmt: skip
        again = now(unit, one)
        assert again.deadline == date(2023, 7, 1)
        assert hazards.deadline_before(unit, one.id, EVERYTHING) == date(2023, 6, 1)
        assert hazards.ordered_deadline(unit, one.id, EVERYTHING) == date(2023, 7, 1)
        assert (again.status, again.rectified_at, again.signed_off_at, again.reopened) == ("open", None, None, 1)


def test_an_officials_word_changes_the_level_or_takes_it_out(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one, other = report(unit, ground), report(unit, ground)
        hazards.decide(unit, now(unit, one), level="general", by=ground.official, role="county", why="不够")
        hazards.decide(unit, now(unit, other), level="rejected", by=ground.official, role="county", why="不是")
        assert (now(unit, one).level, now(unit, one).is_major) == ("general", False)
        assert [found.id for found in hazards.ledger(unit, EVERYTHING)] == [one.id]
        assert hazards.counts_by_status(unit, EVERYTHING) == {"open": 1, "rejected": 1}


@pytest.mark.parametrize(
    ("level", "major"), [("major", True), ("suspected_major", True), ("unclear", False), ("general", False)]
)
def test_suspected_ones_count_as_major_until_somebody_rejects_them(
    open_unit: OpenUnit, level: str, major: bool
) -> None:
    with open_unit() as unit:
        assert report(unit, plant(unit), level=level).is_major is major


def test_photos_hang_once_on_their_stage(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        first, second = photo(unit, "a"), photo(unit, "b")
        one = report(unit, ground, photos=(first,))
        hazards.seen_again(unit, one, words="还在", photos=(first, second), by=ground.officer, role="safety_officer")
        hazards.rectify(unit, now(unit, one), how="装了", photos=(second,), by=ground.officer, role="safety_officer")
        assert hazards.photos(unit, one.id, "before") == (first, second)


def test_history_names_who_and_when(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        one = report(unit, ground)
        hazards.decide(unit, one, level="major", by=ground.official, role="county", why="看过现场")
        told = [(event.kind, event.person, event.note, event.at) for event in hazards.events(unit, one.id, EVERYTHING)]
        assert told == [("found", "李安", "", unit.now), ("confirmed", "刘明", "看过现场", unit.now)]
