"""Identity numbers and phones: readable for who needs them, and in no row and no byte of the record."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from checklists.errors import TellOperator
from storage import readings, registers, upkeep
from storage.keys import Keys
from storage.scope import EVERYTHING, Scope
from storage.signboards import put_signboard, signboards_of
from storage.tables import metadata
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.conftest import Database
from tests.storage.ground import plant

NUMBER, PHONE = "T36070219800101123X", "13812345678"


def everything(unit: UnitOfWork) -> str:
    """All rows in words; a row of the library shortens itself."""
    return str([tuple(row) for table in metadata.sorted_tables for row in unit.execute(select(table))])


def test_a_certificates_number_is_found_again_and_stands_nowhere_in_plain_words(open_unit: OpenUnit) -> None:
    """In its audit rows neither; entering it once more renews it, which takes finding it."""
    with open_unit() as unit:
        ground = plant(unit)
        first, second = (
            registers.enter(
                unit, enterprise_id=ground.enterprise, register="certificate", title="焊接", number=NUMBER,
                by=ground.officer,
            )
            for _ in range(2)
        )  # fmt: skip
        (shown,) = registers.entries(unit, EVERYTHING, "certificate")
        assert (shown.id, shown.number) == (second, "123X")
        assert registers.number_of(unit, second, Scope(enterprise_id=ground.enterprise)) == NUMBER
        assert registers.number_of(unit, second, Scope(enterprise_id=ground.other)) == ""
        assert registers.number_of(unit, first, EVERYTHING) == "", "withdrawn"
        assert NUMBER[1:] not in everything(unit)


def test_the_phones_of_a_signboard_are_read_where_it_is_printed_and_stand_nowhere(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        for phone in (PHONE, "0797-8123456"):
            put_signboard(unit, ground.enterprise, {"leader": "李领导", "leader_phone": phone}, by=ground.official)
            (board,) = signboards_of(unit, EVERYTHING, (ground.enterprise,))
            assert (board.leader, board.leader_phone, board.officer_phone) == ("李领导", phone, "")
            assert phone not in everything(unit)


def test_what_was_read_from_a_photo_stands_sealed(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        binding = unit.execute(
            text(
                "INSERT INTO bindings (channel, account, address, created_at) VALUES ('web', 'd', 'a', :at) RETURNING id"
            ),
            {"at": unit.now},
        ).scalar_one()
        media = unit.execute(
            metadata.tables["media"].insert().values(
                sha256="0", path="a", thumbnail="b", width=1, height=1, size=1, owner_binding=binding, created_at=unit.now
            ).returning(metadata.tables["media"].c.id)
        ).scalar_one()  # fmt: skip
        readings.ask(unit, media_id=media, binding_id=binding)
        found = readings.reading(unit, media)
        assert found is not None
        readings.settle(unit, found.id, {"number": NUMBER})
        read = readings.reading(unit, media)
        assert read is not None
        assert read.found == {"number": NUMBER}
        assert NUMBER not in everything(unit)
        assert ground


def test_what_was_written_in_plain_words_before_is_sealed_once(database: Database) -> None:
    with database.open_unit() as unit:
        ground = plant(unit)
        entry = registers.enter(
            unit, enterprise_id=ground.enterprise, register="certificate", title="焊接", by=ground.officer
        )
        put_signboard(unit, ground.enterprise, {"leader": "李领导"}, by=None)
        unit.execute(text(f"UPDATE register_entries SET number = '{NUMBER}'"))
        unit.execute(text(f"UPDATE signboards SET leader_phone = '{PHONE}'"))
        (board,) = signboards_of(unit, EVERYTHING, (ground.enterprise,))
        assert board.leader_phone == PHONE, "readable meanwhile"
        unit.commit()
    assert upkeep.seal_plain(database.open_unit) == 2
    assert upkeep.seal_plain(database.open_unit) == 0
    with database.open_unit() as unit:
        assert registers.number_of(unit, entry, EVERYTHING) == NUMBER
        (board,) = signboards_of(unit, EVERYTHING, (ground.enterprise,))
        assert board.leader_phone == PHONE
        assert NUMBER not in everything(unit)
        assert PHONE not in everything(unit)


def test_another_deployments_secret_opens_nothing_and_says_so() -> None:
    sealed = Keys(b"one").seal_word("phone", PHONE)
    with pytest.raises(TellOperator, match="ANCHA_SECRET_KEY"):
        Keys(b"another").open_word("phone", sealed)


def test_the_length_of_a_sealed_word_does_not_tell_it() -> None:
    keys = Keys(b"one")
    assert len({len(keys.seal_word("phone", "1" * length)) for length in range(5, 21)}) == 1
