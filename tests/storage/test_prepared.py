"""Statements that are compiled once: what is written into their text, and what stays a parameter."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from storage.prepared import Prepared
from storage.tables import outbox, regions
from storage.unit_of_work import OpenUnit

WAITING = Prepared(
    select(outbox.c.id).where(outbox.c.status == "waiting", outbox.c.kind == bindparam("sort"), outbox.c.attempts < 3)
)


def test_words_of_the_statement_stand_in_its_text_and_numbers_and_names_do_not(open_unit: OpenUnit) -> None:
    """A word that decides on a partial index would have SQLite prepare the statement anew each time."""
    with open_unit() as unit:
        text = WAITING._for(unit.connection.dialect).text
    assert "outbox.status = 'waiting'" in text
    assert "'reply'" not in text
    assert "< 3" not in text


def test_a_word_with_every_sign_that_means_something_to_a_driver(open_unit: OpenUnit) -> None:
    odd = "a'b:c %s %(d)s \\ ?"
    with open_unit() as unit:
        unit.execute(regions.insert().values(code="360700", name=odd, level="city"))
        named = Prepared(select(regions.c.code).where(regions.c.name == odd))
        assert [row.code for row in unit.rows(named)] == ["360700"]


def test_a_word_for_which_nothing_fits_is_not_found(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        assert unit.rows(WAITING, sort="reply") == []
