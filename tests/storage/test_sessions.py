"""Conversations under way: one active, the others kept, and handed over to whoever enrols."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from storage import reaching, sessions
from storage.faults import Conflict
from storage.sessions import Session
from storage.tables import form_versions
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.storage.ground import plant

ANSWERED = {"step": 2, "answers": {"a": {"value": "yes"}}}


def start(unit: UnitOfWork, person: int | None, binding: int, subject: str = "", version: str = "v1") -> Session:
    return sessions.start(
        unit, person_id=person, binding_id=binding, conversation="inspection", subject=subject, form="f",
        version=version, body=lambda: {"title": version}, state=ANSWERED,
    )  # fmt: skip


def test_starting_one_pauses_the_other_and_neither_is_lost(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        person, binding = plant(unit).principal, reaching.bound(unit, "web", "default", "a").id
        first, second = start(unit, person, binding, "p/a"), start(unit, person, binding, "p/b")
        assert [one.id for one in sessions.paused(unit, person, binding)] == [first.id]
        sessions.resume(unit, first, person, binding)
        active = sessions.active(unit, person, binding)
        assert active is not None
        assert (active.id, active.state) == (first.id, ANSWERED)
        assert [one.id for one in sessions.paused(unit, person, binding)] == [second.id]


def test_one_in_which_nothing_was_answered_is_let_go(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", "a").id
        sessions.start(
            unit, person_id=None, binding_id=binding, conversation="enrol", subject="", form="f", version="v",
            body=dict, state={"step": 1, "answers": {}},
        )  # fmt: skip
        assert sessions.pause_active(unit, None, binding) is None
        assert sessions.paused(unit, None, binding) == ()


def test_what_is_half_filled_about_a_subject_is_found_again(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        person, binding = plant(unit).principal, reaching.bound(unit, "web", "default", "a").id
        one = start(unit, person, binding, "p/a")
        assert sessions.open_on(unit, person, binding, "inspection", "p/a") == one
        assert sessions.open_on(unit, person, binding, "inspection", "p/b") is None
        assert sessions.open_on(unit, person, binding, "inspection", "p/a", (1, 2)) == one
        assert sessions.open_on(unit, person, binding, "ledger", "p/a") is None
        sessions.keep(unit, one, ANSWERED, "finished", by=person)
        assert sessions.open_on(unit, person, binding, "inspection", "p/a") is None


def test_a_session_follows_the_person_to_every_channel_and_nobody_else(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        web, telegram = (reaching.bound(unit, name, "default", "a").id for name in ("web", "telegram"))
        one = start(unit, ground.principal, web)
        assert sessions.active(unit, ground.principal, telegram) == one
        assert sessions.active(unit, ground.officer, web) is None
        assert sessions.active(unit, None, web) is None


def test_what_a_stranger_left_half_filled_goes_to_whoever_enrols_there(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        person, here = plant(unit).principal, reaching.bound(unit, "web", "default", "a").id
        elsewhere = reaching.bound(unit, "web", "default", "b").id
        mine, theirs = start(unit, None, here), start(unit, None, elsewhere)
        sessions.pause_active(unit, None, here)
        sessions.hand_over(unit, here, person)
        assert [one.id for one in sessions.paused(unit, person, here)] == [mine.id]
        assert sessions.active(unit, None, elsewhere) == theirs


def test_each_version_of_a_form_is_kept_once_and_read_back(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", "a").id
        for version in ("v1", "v1", "v2"):
            start(unit, None, binding, version=version)
        assert unit.execute(select(func.count()).select_from(form_versions)).scalar_one() == 2
        assert sessions.body(unit, "f", "v1") == {"title": "v1"}


def test_resuming_what_goes_on_already_is_a_conflict(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", "a").id
        one = start(unit, None, binding)
        sessions.keep(unit, one, ANSWERED, "cancelled", by=None)
        with pytest.raises(Conflict):
            sessions.resume(unit, one, None, binding)
