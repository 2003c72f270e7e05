"""Every state change is compare-and-set, and leaves its audit row in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from storage import enterprises, hazards, invitations, people, reaching, registers, sessions, whistles
from storage.changes import change
from storage.enterprises import Campaign
from storage.faults import Conflict
from storage.hazards import Hazard
from storage.scope import EVERYTHING
from storage.tables import audit
from storage.tables import hazards as hazards_table
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.storage.ground import DAY, FIELDS, Ground, enter, plant


@pytest.fixture
def ground(open_unit: OpenUnit) -> Ground:
    with open_unit() as unit:
        found = plant(unit)
        unit.commit()
    return found


def report(unit: UnitOfWork, ground: Ground) -> Hazard:
    return hazards.report(
        unit, enterprise_id=ground.enterprise, source="self", level="suspected_major", words="除尘器没有泄爆",
        place="打磨间", found_by=ground.officer,
    )  # fmt: skip


def actions_since(unit: UnitOfWork, last: int) -> list[str]:
    return list(unit.execute(select(audit.c.action).where(audit.c.id > last).order_by(audit.c.id)).scalars())


def last_of(unit: UnitOfWork) -> int:
    return max(unit.execute(select(audit.c.id)).scalars(), default=0)


def _walk(unit: UnitOfWork, ground: Ground) -> list[str]:
    """A hazard's whole life."""
    last = last_of(unit)

    def now() -> Hazard:
        found = hazards.hazard(unit, one.id, EVERYTHING)
        assert found is not None
        return found

    one = report(unit, ground)
    hazards.assign(unit, now(), FIELDS, by=ground.officer, role="safety_officer")
    hazards.decide(unit, now(), level="major", by=ground.official, role="county", why="看过现场")
    hazards.seen_again(unit, now(), words="还在", photos=(), by=ground.officer, role="safety_officer")
    hazards.rectify(unit, now(), how="装了", photos=(), by=ground.officer, role="safety_officer")
    hazards.sign(unit, now(), roles=("principal",), by=ground.principal, needed=("principal", "safety_director"))
    hazards.sign(unit, now(), roles=("safety_director",), by=ground.officer, needed=("principal", "safety_director"))
    hazards.reopen(unit, now(), reason="又坏了", deadline=None, by=ground.official, role="county")
    hazards.decide(unit, now(), level="rejected", by=ground.official, role="county", why="拆了")
    return actions_since(unit, last)


def test_each_step_of_a_hazard_leaves_one_audit_row(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit:
        assert _walk(unit, ground) == [
            "hazard.found", "hazard.assigned", "hazard.confirmed", "hazard.seen_again", "hazard.rectified",
            "hazard.signed", "hazard.signed_off", "hazard.reopened", "hazard.rejected",
        ]  # fmt: skip


Step = Callable[[UnitOfWork, Ground], Any]


@pytest.mark.parametrize(
    ("action", "step"),
    [
        ("enrol", lambda unit, ground: people.add_person(unit, "新人", by=ground.official)),
        ("grant", lambda unit, ground: people.grant(unit, ground.official, "city", region="360700", by=None)),
        ("rename", lambda unit, ground: people.rename(unit, ground.officer, "李安全")),
        ("revoke", lambda unit, ground: people.revoke(unit, people.person(unit, ground.officer).roles[0].id, by=None)),
        ("invite", lambda unit, ground: invitations.invite(unit, "staff", enterprise_id=ground.enterprise, by=None)),
        (
            "enterprise.profile",
            lambda unit, ground: enterprises.set_profile(
                unit, enterprises.enterprise(unit, ground.enterprise, EVERYTHING), {"hot_work": "yes"}, by=None
            ),
        ),
        (
            "plan.in_force",
            lambda unit, ground: enterprises.put_in_force(unit, Campaign("p", 2023, "360700", DAY, DAY)),
        ),
        (
            "register.drill",
            lambda unit, ground: registers.enter(
                unit, enterprise_id=ground.enterprise, register="drill", title="疏散", by=ground.officer
            ),
        ),
    ],
)  # fmt: skip
def test_each_other_change_leaves_one_too(open_unit: OpenUnit, ground: Ground, action: str, step: Step) -> None:
    with open_unit() as unit:
        last = last_of(unit)
        step(unit, ground)
        assert actions_since(unit, last) == [action]


def test_the_audit_row_says_what_was_and_what_is(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit:
        one = report(unit, ground)
        hazards.assign(unit, one, FIELDS, by=ground.officer, role="safety_officer")
        row = unit.execute(select(audit).where(audit.c.action == "hazard.assigned")).one()
    assert (row.person_id, row.entity, row.entity_id) == (ground.officer, "hazards", str(one.id))
    assert row.before["deadline"] is None
    assert row.after == {**FIELDS, "deadline": "2023-06-12", "funds": "30000", "revision": 1}


@pytest.mark.parametrize(
    "second",
    [
        lambda unit, one: hazards.assign(unit, one, FIELDS, by=1, role=None),
        lambda unit, one: hazards.rectify(unit, one, how="装了", photos=(), by=1, role=None),
        lambda unit, one: hazards.reopen(unit, one, reason="没有", deadline=None, by=1, role=None),
        lambda unit, one: hazards.decide(unit, one, level="general", by=1, role=None, why="看过"),
    ],
)
def test_whoever_comes_second_is_told_and_changes_nothing(
    open_unit: OpenUnit, ground: Ground, second: Callable[[UnitOfWork, Hazard], None]
) -> None:
    with open_unit() as unit:
        seen_by_both = report(unit, ground)
        hazards.assign(unit, seen_by_both, FIELDS, by=ground.officer, role="safety_officer")
        unit.commit()
    with open_unit() as unit:
        last = last_of(unit)
        with pytest.raises(Conflict, match="changed by somebody else meanwhile; look again"):
            second(unit, seen_by_both)
        assert actions_since(unit, last) == []
        row = unit.execute(select(hazards_table)).one()
        assert (row.revision, row.status, row.responsible) == (1, "open", "李安")


def test_signing_what_is_not_rectified_is_a_conflict(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit, pytest.raises(Conflict):
        hazards.sign(unit, report(unit, ground), roles=("principal",), by=ground.principal, needed=("principal",))


def test_a_session_moved_by_another_message_is_a_conflict(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", "李安")
        one = sessions.start(
            unit, person_id=ground.officer, binding_id=binding.id, conversation="ledger", subject="", form="f",
            version="v", body=dict, state={"step": 1},
        )  # fmt: skip
        sessions.keep(unit, one, {"step": 2}, "active", by=ground.officer)
        with pytest.raises(Conflict):
            sessions.keep(unit, one, {"step": 2}, "active", by=ground.officer)


def test_the_last_use_of_a_code_is_spent_once(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit:
        one = invitations.invite(unit, "staff", enterprise_id=ground.enterprise, by=None)
        invitations.use(unit, one, by=ground.officer)
        with pytest.raises(Conflict):
            invitations.use(unit, one, by=ground.principal)


def test_a_report_answered_by_two_officials_keeps_the_first_answer(open_unit: OpenUnit, ground: Ground) -> None:
    with open_unit() as unit:
        whistles.blow(
            unit, b"secret", enterprise_id=None, enterprise_words="河边的厂", region="360702", place="河边",
            words="锁着门", judgement=None, person_id=None, reporter_kind="public", photos=(), day=DAY,
        )  # fmt: skip
        enter(unit)
        (one,) = whistles.reported(unit, EVERYTHING)
        whistles.answer(unit, one, status="verified", reply="查实", hazard_id=None, by=ground.official)
        with pytest.raises(Conflict):
            whistles.answer(unit, one, status="unfounded", reply="没有", hazard_id=None, by=ground.official)
        assert whistles.reported(unit, EVERYTHING)[0].reply == "查实"


def test_changing_what_is_not_there(open_unit: OpenUnit) -> None:
    with open_unit() as unit, pytest.raises(Conflict, match="is not there"):
        change(unit, hazards_table, 999, expect={}, put={"words": "x"}, action="x", by=None)
