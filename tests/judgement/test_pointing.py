"""Which clause of its standard the words of a text point to, by what is known to meet each."""

from __future__ import annotations

import math

import pytest

from checklists.judgement.pointing import HELD, Pointing

KNOWN = [
    ("GM", "missing", "喷漆房未装报警器"),
    ("GM", "missing", "调漆间没有装报警器"),
    ("GM", "dead", "喷漆房报警器坏了"),
    ("GM", "dead", "调漆间报警器停用"),
    ("GM", "dead", "报警器坏了不响"),
    ("XF", "stairs", "楼梯堵了"),
    ("XF", "doors", "出口锁了"),
]


def test_words_tell_clauses_of_one_thing_apart() -> None:
    points = Pointing(KNOWN).at("烤漆房的报警器坏了", ["missing", "dead"])
    assert points["dead"] > 0 > points["missing"]


def test_words_that_all_clauses_of_the_standard_share_point_nowhere() -> None:
    points = Pointing(KNOWN).at("喷漆房", ["missing", "dead"])
    assert abs(points["missing"] - points["dead"]) < 0.5


def test_a_clause_is_compared_with_its_own_standard_only() -> None:
    known = Pointing(KNOWN)
    more = Pointing([*KNOWN, ("XF", "doors", "报警器坏了"), ("XF", "doors", "报警器坏了没修")])
    assert known.at("报警器坏了", ["dead"]) == more.at("报警器坏了", ["dead"])


def test_the_figure_by_hand() -> None:
    """Of the groups of 坏了 three stand in two phrases of five, so a clause's share is 3/7 before it is known."""
    share = (2 + 1) / (5 + 2)
    there = 3 * math.log((2 + HELD * share) / (3 + HELD) / share)
    never = 3 * math.log(HELD / (2 + HELD))
    points = Pointing(KNOWN).at("坏了", ["missing", "dead"])
    assert points == {"dead": pytest.approx(there / 2), "missing": pytest.approx(never / 2)}


def test_a_clause_nobody_wrote_about_is_left_out() -> None:
    assert Pointing(KNOWN).at("报警器坏了", ["unheard of"]) == {}
