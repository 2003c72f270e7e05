"""What is kept how long: every rule lets go of what is older by a day, and of nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import api_answers, held, inbox, outbox, reaching, sessions, trail
from storage.api_tokens import make_api_token
from storage.changes import note
from storage.retention import Retention, let_go
from storage.tables import audit
from storage.tables import inbox as messages_in
from storage.tables import outbox as messages_out
from storage.tables import sessions as forms
from tests.conftest import Database, SetClock

DAY = timedelta(days=1)
KEEPS = Retention(messages=10 * DAY, forms=10 * DAY, drafts=10 * DAY, trail=10 * DAY)
OLD, YOUNG = 11, 9


def some_talk(database: Database, clock: SetClock, days: int, status: str = "finished") -> None:
    """A message, its answer that was sent, one that waits, and a form, all so many days before the clock."""
    clock.move(days=-days)
    with database.open_unit() as unit:
        binding = reaching.bound(unit, "web", "default", f"v-{days}").id
        came = inbox.take(unit, "web", "default", f"m-{days}", binding_id=binding, kind="text", body={"text": "话"})
        sent = outbox.put(unit, {"text": "答"}, kind="reply", binding_id=binding, reply_to=came)
        assert sent is not None
        outbox.settle(unit, sent, "sent")
        outbox.put(unit, {"text": "等"}, kind="notice", binding_id=binding)
        one = sessions.start(
            unit, person_id=None, binding_id=binding, conversation="c", subject="", form="f", version="1", body=dict,
            state={"answers": {"a": 1}},
        )  # fmt: skip
        sessions.keep(unit, one, {"answers": {"a": 1}}, status, by=None)
        unit.commit()
    clock.move(days=days)


def test_answers_to_other_systems_go_with_the_words_of_messages(database: Database, clock: SetClock) -> None:
    keys = []
    for days in (OLD, YOUNG):
        clock.move(days=-days)
        with database.open_unit() as unit:
            token, _ = make_api_token(unit, f"t{days}", writes=True, valid=99 * DAY, region="360702")
            api_answers.take(unit, token.id, f"key-{days}", "hash")
            unit.commit()
            keys.append((token.id, f"key-{days}"))
        clock.move(days=days)
    assert let_go(database.open_unit, KEEPS)["answers"] == 1
    with database.open_unit() as unit:
        assert [api_answers.kept(unit, *key) is not None for key in keys] == [False, True]


def left(database: Database) -> tuple[list[object], list[object], int]:
    with database.open_unit() as unit:
        return (
            list(unit.execute(select(messages_in.c.body).order_by(messages_in.c.id)).scalars()),
            list(unit.execute(select(messages_out.c.body["text"].as_string()).order_by(messages_out.c.id)).scalars()),
            len(unit.execute(select(forms.c.id)).all()),
        )


def test_words_of_old_messages_go_and_their_rows_stay(database: Database, clock: SetClock) -> None:
    some_talk(database, clock, OLD)
    some_talk(database, clock, YOUNG)
    gone = let_go(database.open_unit, KEEPS)
    assert (gone["messages in"], gone["messages out"]) == (1, 1)
    bodies, texts, _ = left(database)
    assert bodies == [{}, {"text": "话"}]
    assert texts == ["", "等", "答", "等"], "what waits is still to be sent"
    with database.open_unit() as unit:
        assert inbox.taken(unit, "web", "default", f"m-{OLD}") is not None, "a repeat is still recognised"


@pytest.mark.parametrize(("status", "rule"), [("finished", "forms"), ("cancelled", "forms"), ("paused", "drafts")])
def test_old_forms_and_drafts_go_each_by_its_own_rule(
    database: Database, clock: SetClock, status: str, rule: str
) -> None:
    some_talk(database, clock, OLD, status)
    some_talk(database, clock, YOUNG, status)
    other = "drafts" if rule == "forms" else "forms"
    gone = let_go(database.open_unit, KEEPS)
    assert (gone[rule], gone[other], left(database)[2]) == (1, 0, 1)


def test_the_trail_goes_by_whole_sealed_blocks_and_only_where_that_is_set(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "MOST", 1)
    clock.move(days=-OLD)
    with database.open_unit() as unit:
        for _ in range(2):
            note(unit, "a", "hazards", 1, by=None)
        unit.commit()
    trail.seal(database.open_unit)
    clock.move(days=OLD)
    assert let_go(database.open_unit, Retention(DAY, DAY, DAY))["trail"] == 0
    assert let_go(database.open_unit, KEEPS)["trail"] == 1, "the last block stays"
    with database.open_unit() as unit:
        assert unit.execute(select(audit.c.id)).scalars().all() == [2]


def held_so_long(database: Database, clock: SetClock, days: int, *, shut: bool, **body: object) -> int:
    """A notice written so many days ago, and held since then."""
    clock.move(days=-days)
    with database.open_unit() as unit:
        binding = reaching.bound(unit, "telegram", "default", "t1").id
        letter = outbox.put(unit, {"text": "通知", **body}, kind="notice", binding_id=binding)
        assert letter is not None
        held.hold(unit, letter, "403", shut=shut)
        unit.commit()
    clock.move(days=days)
    return letter


def stands(database: Database, letter: int) -> tuple[str, str | None, str]:
    with database.open_unit() as unit:
        row = unit.execute(select(messages_out).where(messages_out.c.id == letter)).one()
    return row.status, row.error, row.body["text"]


def test_what_is_held_for_whoever_shut_us_out_ends_after_its_days_and_says_so(
    database: Database, clock: SetClock
) -> None:
    keeps = Retention(messages=100 * DAY, forms=DAY, drafts=DAY, held=10 * DAY)
    old, young = (held_so_long(database, clock, days, shut=True) for days in (OLD, YOUNG))
    waits = held_so_long(database, clock, OLD, shut=False)
    secret = held_so_long(database, clock, OLD, shut=True, forget=True)
    assert let_go(database.open_unit, keeps)["messages held"] == 2
    assert stands(database, old) == ("dropped", "expired; shut out; 403", "通知"), "`outbox retry` may still bring it"
    assert stands(database, secret) == ("dropped", "expired; shut out; 403", "")
    assert stands(database, young) == ("held", "shut out; 403", "通知")
    assert stands(database, waits) == ("held", "403", "通知"), "this person's next word will bring it"
    with database.open_unit() as unit:
        assert outbox.counts(unit) == {"dropped": 2, "held": 2}
        reaching.seen(unit, reaching.bound(unit, "telegram", "default", "t1").id)
        unit.commit()
    clock.move(seconds=9)
    with database.open_unit() as unit:
        assert held.release_spoken(unit, unit.now) == 2, "back, they are told what is not too old"


def test_what_is_held_for_anybody_goes_with_the_words_of_messages(database: Database, clock: SetClock) -> None:
    old, young = (held_so_long(database, clock, days, shut=False) for days in (OLD, YOUNG))
    assert let_go(database.open_unit, KEEPS)["messages held"] == 1
    assert stands(database, old) == ("dropped", "expired; 403", "")
    assert stands(database, young) == ("held", "403", "通知")


def test_there_is_nothing_more_to_let_go_the_second_time(database: Database, clock: SetClock) -> None:
    some_talk(database, clock, OLD)
    assert sum(let_go(database.open_unit, KEEPS).values()) > 0
    assert sum(let_go(database.open_unit, KEEPS).values()) == 0
