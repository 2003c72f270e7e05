"""What is kept how long: every rule lets go of what is older by a day, and of nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import api_answers, inbox, outbox, reaching, sessions, trail
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


def test_there_is_nothing_more_to_let_go_the_second_time(database: Database, clock: SetClock) -> None:
    some_talk(database, clock, OLD)
    assert sum(let_go(database.open_unit, KEEPS).values()) > 0
    assert sum(let_go(database.open_unit, KEEPS).values()) == 0
