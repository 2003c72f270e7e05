"""What officials made of flags: the last word on each hazard counts, against what it was first flagged with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import hazards
from storage.figures.agreement import Agreed, ClauseAgreement, Outcome, agreed_behind, by_clause, tally_agreed
from storage.figures.body import Body
from storage.figures.period import Period
from storage.scope import EVERYTHING, NOTHING, Scope
from storage.unit_of_work import OpenUnit, UnitOfWork
from tests.storage.ground import Ground, plant

OUTCOMES: tuple[Outcome, ...] = ("decided", "major", "same-clause", "other-clause", "general", "rejected", "missed")
ALL = Body(EVERYTHING)


def around(unit: UnitOfWork) -> Period:
    return Period(unit.now - timedelta(days=1), unit.now + timedelta(days=1))


def flag(unit: UnitOfWork, ground: Ground, clause: str | None, level: str = "suspected_major", *words: str) -> None:
    """A hazard flagged so, and what officials said of it: a level, or `major:CLAUSE`, one after the other."""
    one = hazards.report(
        unit, enterprise_id=ground.enterprise, source="self", level=level, words="焊工没证", place="车间",
        found_by=ground.officer, clause=clause,
    )  # fmt: skip
    for word in words:
        said, _, other = word.partition(":")
        there = hazards.hazard(unit, one.id, EVERYTHING)
        assert there is not None
        hazards.decide(
            unit, there, level=said, by=ground.official, role="county", why="看过", clause=other or None
        )  # fmt: skip


@pytest.fixture
def decided(open_unit: OpenUnit) -> OpenUnit:
    with open_unit() as unit:
        ground = plant(unit)
        flag(unit, ground, "GM-3-2", "suspected_major", "major")
        flag(unit, ground, "GM-3-2", "suspected_major", "major:GM-3-1")
        flag(unit, ground, "GM-3-2", "suspected_major", "major", "rejected")  # the last word counts
        flag(unit, ground, "GM-3-2", "suspected_major")
        flag(unit, ground, "GM-14", "suspected_major", "general")
        flag(unit, ground, None, "unclear", "major:GM-14")
        flag(unit, ground, None, "unclear", "general")
        unit.commit()
    return open_unit


def test_each_flag_counts_once_by_its_last_word(decided: OpenUnit) -> None:
    with decided() as unit:
        figures = tally_agreed(unit, ALL, around(unit), *map(Agreed, OUTCOMES))
        assert dict(zip(OUTCOMES, figures, strict=True)) == {
            "decided": 4, "major": 2, "same-clause": 1, "other-clause": 1, "general": 1, "rejected": 1, "missed": 1,
        }  # fmt: skip


def test_by_clause_as_it_was_flagged(decided: OpenUnit) -> None:
    with decided() as unit:
        assert by_clause(unit, ALL, around(unit)) == (
            ClauseAgreement("GM-3-2", decided=3, major=2, same=1, general=0, rejected=1, waiting=1),
            ClauseAgreement("GM-14", decided=1, major=0, same=0, general=1, rejected=0, waiting=0),
        )


def test_a_figure_lists_its_hazards_and_stays_within_the_scope(decided: OpenUnit) -> None:
    with decided() as unit:
        for outcome in OUTCOMES:
            wanted = Agreed(outcome)
            assert (
                len(agreed_behind(unit, ALL, around(unit), wanted)) == tally_agreed(unit, ALL, around(unit), wanted)[0]
            )
        for scope, count in ((Scope(region="360702"), 4), (Scope(region="360703"), 0), (NOTHING, 0)):
            assert tally_agreed(unit, Body(scope), around(unit), Agreed("decided")) == (count,)
        before = Period(unit.now - timedelta(days=9), unit.now - timedelta(days=8))
        assert tally_agreed(unit, ALL, before, Agreed("decided")) == (0,)


def test_another_clause_takes_the_flagged_ones_place(decided: OpenUnit) -> None:
    with decided() as unit:
        (one,) = agreed_behind(unit, ALL, around(unit), Agreed("other-clause", "GM-3-2"))
        there = hazards.hazard(unit, one.id, EVERYTHING)
        assert there is not None
        assert (there.level, there.clause) == ("major", "GM-3-1")
