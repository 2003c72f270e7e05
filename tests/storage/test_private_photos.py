"""Photos a messenger still keeps while somebody reports in private: awaited like others, and in no row by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import awaited_photos, outbox, private_post
from storage.private_post import Address
from storage.tables import metadata
from storage.unit_of_work import OpenUnit, UnitOfWork

HERE = Address("wechat", "gh_1", "o-the-reporter")
SHEET = {"sessions": [{"status": "active", "state": {}}], "left": []}
MINUTE, NOTICE = timedelta(minutes=1), {"text": "照片还在路上"}


@pytest.fixture
def unit(open_unit: OpenUnit) -> Iterator[UnitOfWork]:
    with open_unit() as unit:
        private_post.keep_sheet(unit, HERE, SHEET)
        unit.commit()
        yield unit


def awaited(unit: UnitOfWork, address: str = HERE.address, said: str = "m-1") -> awaited_photos.AwaitedPhoto:
    return awaited_photos.expect(
        unit, channel=HERE.channel, account=HERE.account, address=address, message_id=said, url="https://a/b",
        media="name", first_try=MINUTE,
    )  # fmt: skip


def due(unit: UnitOfWork) -> list[tuple[str, int]]:
    return [(one.address, one.tries) for one in awaited_photos.take_due(unit, HERE.channel, HERE.account, MINUTE)]


def test_it_is_tried_until_it_is_done_and_names_nobody(unit: UnitOfWork) -> None:
    one = awaited(unit)
    assert (one.private, awaited(unit).id) == (True, one.id), "the same message brings one photo"
    assert due(unit) == []
    unit.now += MINUTE
    assert (due(unit), due(unit)) == ([(HERE.address, 0)], []), "whoever has taken it has it for a minute"
    unit.now += MINUTE
    assert due(unit) == [(HERE.address, 1)]
    awaited_photos.postpone(unit, one.id, 9 * MINUTE)
    unit.now += 8 * MINUTE
    assert due(unit) == []
    rows = str([unit.execute(select(table)).all() for table in metadata.sorted_tables if table.name != "bindings"])
    assert HERE.address not in rows
    assert "m-1" not in rows
    first = unit.execute(select(metadata.tables["bindings"].c.created_at)).scalar_one()
    assert (first.hour, first.minute) == (0, 0)
    assert (awaited_photos.done(unit, one.id), awaited_photos.done(unit, one.id)) == (True, False)


def test_nobody_elses_photo_is_private(unit: UnitOfWork) -> None:
    other = awaited(unit, "o-another")
    assert not other.private
    assert awaited_photos.done(unit, other.id)


def test_what_is_said_about_it_is_as_private_and_said_once(unit: UnitOfWork) -> None:
    for _ in range(2):
        outbox.tell(unit, *vars(HERE).values(), NOTICE, dedupe="photo.-7.waits")
    outbox.tell(unit, HERE.channel, HERE.account, "o-another", NOTICE, dedupe="photo.8.waits")
    assert [letter.body for letter in private_post.due(unit)] == [NOTICE]
    assert len(unit.execute(select(metadata.tables["outbox"])).all()) == 1
    private_post.keep_sheet(unit, HERE, None)
    outbox.tell(unit, *vars(HERE).values(), NOTICE, dedupe="photo.-7.over", private=True)
    assert len(private_post.due(unit)) == 2, "it belongs to a private conversation that is over"


def test_what_a_dead_process_was_fetching_is_due_at_once_and_what_was_put_off_stays_so(unit: UnitOfWork) -> None:
    ours, another, later = awaited(unit), awaited(unit, "o-another"), awaited(unit, "o-later", "m-2")
    awaited_photos.postpone(unit, later.id, 10 * MINUTE)
    assert due(unit) == []
    assert awaited_photos.left_over(unit, MINUTE) == 2
    assert sorted(one.id for one in awaited_photos.take_due(unit, HERE.channel, HERE.account, MINUTE)) == sorted(
        (ours.id, another.id)
    )
    assert (ours.private, another.private) == (True, False)
