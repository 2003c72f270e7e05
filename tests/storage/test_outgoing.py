"""Messages out: queued with the work that caused them, claimed once, settled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import inbox, interrupted, last_shown, outbox, reaching
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import SetClock


def body(text: str, *labels: str, numbered: bool = True) -> dict[str, object]:
    choices = [{"label": label, "token": f"m.{label}"} for label in labels]
    return {"text": text, "choices": choices} | ({} if numbered else {"numbered": False})


def here(unit: UnitOfWork) -> int:
    return reaching.bound(unit, "web", "default", "a").id


def test_the_answers_to_a_message_are_the_same_for_every_delivery_of_it(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        taken = inbox.take(unit, "web", "default", "m", binding_id=here(unit), kind="text", body={})
        for text in ("一", "二"):
            outbox.put(unit, body(text), kind="reply", binding_id=here(unit), reply_to=taken)
        outbox.put(unit, body("别的"), kind="notice", binding_id=here(unit))
        assert [letter.body["text"] for letter in outbox.replies(unit, taken)] == ["一", "二"]


def test_one_letter_for_one_key(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        assert outbox.put(unit, body("提醒"), kind="reminder", binding_id=here(unit), dedupe="k") is not None
        assert outbox.put(unit, body("提醒"), kind="reminder", binding_id=here(unit), dedupe="k") is None


def test_replies_go_before_notices_before_reminders_and_nothing_before_its_time(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        for kind in ("digest", "reminder", "notice", "reply"):
            outbox.put(unit, body(kind), kind=kind, binding_id=here(unit))
        outbox.put(unit, body("later"), kind="reply", binding_id=here(unit), due_at=unit.now + timedelta(minutes=1))
        assert [letter.kind for letter in outbox.due(unit)] == ["reply", "notice", "reminder", "digest"]


def test_a_letter_is_claimed_once(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        letter = outbox.put(unit, body("一"), kind="reply", binding_id=here(unit))
        assert letter is not None
        assert (outbox.claim(unit, letter), outbox.claim(unit, letter)) == (True, False)
        outbox.settle(unit, letter, "sent")
        assert not outbox.claim(unit, letter)
        assert outbox.counts(unit) == {"sent": 1}


@pytest.mark.parametrize(
    ("kind", "then"), [("reply", "waiting"), ("notice", "waiting"), ("reminder", "failed"), ("digest", "failed")]
)
def test_what_a_dead_process_was_sending(open_unit: OpenUnit, clock: SetClock, kind: str, then: str) -> None:
    """Answers go again; reminders prefer once."""
    with open_unit() as unit:
        letter = outbox.put(unit, body("一"), kind=kind, binding_id=here(unit))
        assert letter is not None
        outbox.claim(unit, letter)
        unit.commit()
    clock.move(minutes=11)
    with open_unit() as unit:
        assert interrupted.release_stuck(unit, unit.now - timedelta(minutes=10)) == 1
        assert outbox.counts(unit) == {then: 1}


def test_a_number_means_the_numbered_options_shown_last_at_that_address(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        outbox.put(unit, body("菜单", "自查", "台账"), kind="reply", binding_id=here(unit))
        outbox.put(unit, body("情况？"), kind="reply", binding_id=here(unit))
        outbox.put(unit, body("提醒", "看", numbered=False), kind="reminder", binding_id=here(unit))
        outbox.put(unit, body("别处", "甲"), kind="reply", binding_id=reaching.bound(unit, "web", "default", "b").id)
        assert last_shown.last_choices(unit, here(unit)) == (("自查", "m.自查"), ("台账", "m.台账"))


def test_what_was_addressed_to_a_place_by_growing_id(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ids = [outbox.put(unit, body(str(number)), kind="reply", binding_id=here(unit)) for number in range(4)]
        assert [letter.id for letter in outbox.addressed(unit, here(unit), limit=2)] == ids[2:]
        assert [letter.id for letter in outbox.addressed(unit, here(unit), after=ids[1] or 0)] == ids[2:]
