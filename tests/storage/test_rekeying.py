"""Another secret: everything opens under it, nothing under the one before, and being killed half-way costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text

from checklists.errors import TellOperator, TryLater, UserMistake
from storage import asides, kept_numbers, registers, sessions, trail, whistles
from storage.database import units
from storage.keys import Keys
from storage.scope import EVERYTHING
from storage.signboards import put_signboard, signboards_of
from storage.tables import audit, metadata
from storage.tables import sessions as conversations
from storage.unit_of_work import OpenUnit
from storage.upkeep import rekeying
from tests.conftest import CountedCodes, Database, SetClock
from tests.storage.ground import DAY, Ground, enter, plant
from tests.storage.test_sealed_numbers import NUMBER, PHONE, everything

OLD, NEW = b"a secret of the tests", b"the next secret of the tests"
HALF_WAY = {
    "answers": {"number": {"value": NUMBER, "shown": f"…{NUMBER[-4:]}", "note": "", "not_applicable": ""}}, "last": {},
    "facts": {"read_number": NUMBER},
}  # fmt: skip
"""A conversation in which a number was given."""
Opening = Callable[[bytes], OpenUnit]


@pytest.fixture
def under(database: Database, clock: SetClock) -> Opening:
    """Units of that database under a secret."""
    return lambda secret: units(database.engine, clock, CountedCodes(), secret)


@pytest.fixture
def ground(database: Database) -> Ground:
    """A certificate, a signboard, a report that is in and one that waits; the trail sealed in blocks of four rows."""
    with database.open_unit() as unit:
        ground = plant(unit)
        registers.enter(
            unit, enterprise_id=ground.enterprise, register="certificate", title="焊接", number=NUMBER, by=1
        )
        put_signboard(unit, ground.enterprise, {"leader": "李领导", "leader_phone": "13900000000"}, by=None)
        put_signboard(unit, ground.enterprise, {"leader_phone": PHONE}, by=None)
        sessions.start(
            unit, person_id=ground.officer, binding_id=1, conversation="registers", subject="", form="registers",
            version="1", body=dict, state=kept_numbers.at_rest(unit.keys, HALF_WAY, over=False),
        )  # fmt: skip
        unit.commit()
    assert blown(database) == "C00000000001"
    with database.open_unit() as unit:
        enter(unit)
        unit.commit()
    assert blown(database) == "C00000000002"
    return ground


def blown(database: Database) -> str:
    with database.open_unit() as unit:
        code = whistles.blow(
            unit, OLD, enterprise_id=None, enterprise_words="某厂", region="360702", place="仓库", words="门锁着",
            judgement=None, person_id=None, reporter_kind="staff", photos=(), day=DAY,
        )  # fmt: skip
        unit.commit()
    return code


@pytest.fixture(autouse=True)
def sealed(database: Database, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "MOST", 4)
    assert trail.seal(database.open_unit) is not None


def faults(database: Database, secret: bytes) -> list[str]:
    with database.engine.connect() as connection:
        return list(trail.faults(connection, Keys(secret)))


def assert_all_opens(database: Database, open_unit: OpenUnit, secret: bytes) -> None:
    with open_unit() as unit:
        (entry,) = registers.entries(unit, EVERYTHING, "certificate")
        assert registers.number_of(unit, entry.id, EVERYTHING) == NUMBER
        again = registers.enter(
            unit, enterprise_id=entry.enterprise_id, register="certificate", title="焊接", number=NUMBER, by=1
        )
        assert [one.id for one in registers.entries(unit, EVERYTHING, "certificate")] == [again], "found by its hash"
        assert [one.leader_phone for one in signboards_of(unit, EVERYTHING) if one.leader] == [PHONE]
        (state,) = unit.execute(select(conversations.c.state)).scalars()
        assert kept_numbers.whole(unit.keys, state) == HALF_WAY
        for code in ("C00000000001", "C00000000002"):
            found = whistles.by_receipt(unit, secret, code)
            assert found is not None
            assert found.words == "门锁着"
    assert faults(database, secret) == []
    with database.engine.connect() as connection:
        assert trail.fits(connection, Keys(secret))


def test_everything_opens_under_the_new_secret_and_nothing_under_the_old(database: Database, under: Opening) -> None:
    with database.engine.connect() as connection:
        before = trail.head(connection)
    counts = rekeying.rekey(under(NEW), OLD)
    assert (counts["numbers"], counts["phones"], counts["sheets"], counts["conversations"]) == (1, 1, 1, 1)
    assert_all_opens(database, under(NEW), NEW)
    assert "does not fit from seal 1 on" in faults(database, OLD)[0]
    with under(OLD)() as unit:
        with pytest.raises(TellOperator):
            list(signboards_of(unit, EVERYTHING))
        shown = everything(unit)
        assert not any(word in shown for word in (NUMBER, PHONE, OLD.decode()))
        said = unit.execute(select(audit).where(audit.c.action == "trail.rekeyed")).one()
    assert before is not None
    assert said.before == {"seal": before.number, "digest": before.digest}
    rekeying.compacted(database.engine)
    assert rekeying.rekey(under(NEW), OLD) == dict.fromkeys(counts.keys() - {"blocks of the audit trail"}, 0)
    assert trail.seal(under(NEW)) is not None
    assert faults(database, NEW) == []


def test_the_trail_keeps_no_word_that_the_old_secret_opens(database: Database, under: Opening) -> None:
    rekeying.rekey(under(NEW), OLD)
    with under(NEW)() as unit:
        sides = unit.execute(select(audit.c.before, audit.c.after)).all()
        words = [word for row in sides for side in row for word in (side or {}).values() if str(word).startswith("s1:")]
        assert len(words) == 4  # a number, and three times a phone: before and after
        for word in words:
            with pytest.raises(TellOperator):
                Keys(OLD).open_word("phone", word)
            with pytest.raises(TellOperator):
                Keys(OLD).open_word(registers.NUMBER, word)


@pytest.mark.parametrize("transaction", [3, 5, 8, 9])
def test_killed_half_way_it_goes_on(database: Database, under: Opening, transaction: int) -> None:
    """At each of its transactions, before it is committed."""
    opened = 0

    def breaks_down():  # type: ignore[no-untyped-def]
        nonlocal opened
        opened += 1
        if opened == transaction:
            raise TryLater("killed")
        return under(NEW)()

    with pytest.raises(TryLater):
        rekeying.rekey(breaks_down, OLD)
    with database.engine.connect() as connection:
        assert not trail.fits(connection, Keys(NEW)), "the program would not start"
    rekeying.rekey(under(NEW), OLD)
    assert_all_opens(database, under(NEW), NEW)


def test_twice_and_back_again(database: Database, under: Opening) -> None:
    rekeying.rekey(under(NEW), OLD)
    rekeying.rekey(under(b"a third secret of the tests"), NEW)
    assert_all_opens(database, under(b"a third secret of the tests"), b"a third secret of the tests")
    rekeying.rekey(under(OLD), b"a third secret of the tests")
    assert_all_opens(database, under(OLD), OLD)


def test_a_wrong_secret_changes_nothing(database: Database, under: Opening, tmp_path: Path) -> None:
    with database.open_unit() as unit:
        before = [unit.execute(select(table)).all() for table in metadata.sorted_tables]
    with pytest.raises(UserMistake, match="not the secret of before"):
        rekeying.rekey(under(NEW), b"something else altogether")
    with database.open_unit() as unit:
        assert [unit.execute(select(table)).all() for table in metadata.sorted_tables] == before


def test_a_trail_that_was_tampered_with_is_not_sealed_anew(database: Database, under: Opening) -> None:
    with database.engine.begin() as connection:
        if database.kind == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("DROP TRIGGER audit_not_changed"))
        connection.execute(text("UPDATE audit SET person_id = 9 WHERE id = 2"))
    with pytest.raises(UserMistake, match=r"row 2 of the audit trail was changed|guard"):
        rekeying.rekey(under(NEW), OLD)


def test_blocks_that_were_let_go_stay_let_go(database: Database, under: Opening, clock: SetClock) -> None:
    clock.move(days=40)
    with database.open_unit() as unit:
        assert trail.let_go(unit, unit.now) > 0
        unit.commit()
    rekeying.rekey(under(NEW), OLD)
    assert faults(database, NEW) == []
    with under(NEW)() as unit:
        assert asides.of_kind(unit, "secret")


def test_where_the_secret_is_lost_the_rest_goes_on(database: Database, under: Opening) -> None:
    counts = rekeying.go_on_without(under(NEW))
    assert (counts["numbers"], counts["phones"], counts["sheets"], counts["conversations"]) == (1, 1, 1, 1)
    with under(NEW)() as unit:
        (half_way,) = unit.execute(select(conversations)).all()
        assert half_way.status == "cancelled", "half a number is not to be registered"
        assert NUMBER not in str(kept_numbers.whole(unit.keys, half_way.state))
        (entry,) = registers.entries(unit, EVERYTHING, "certificate")
        assert registers.number_of(unit, entry.id, EVERYTHING) == NUMBER[-4:]
        assert [one.leader_phone for one in signboards_of(unit, EVERYTHING) if one.leader] == [""]
        assert (
            unit.execute(select(audit.c.action).order_by(audit.c.id.desc()).limit(1)).scalar_one()
            == "trail.secret_lost"
        )
    assert faults(database, NEW) == []
    assert not any(rekeying.go_on_without(under(NEW)).values())
