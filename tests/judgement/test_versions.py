"""A finding is judged by the text of its day, and an answer says so where that text is not here."""

from __future__ import annotations

from datetime import date

import pytest

from checklists.content import Content
from checklists.judgement.judge import Judge
from checklists.judgement.versions import serving

SPLICED = "两个掘进工作面违规串联通风"


@pytest.mark.parametrize(
    ("day", "standard"),
    [
        (date(2026, 8, 1), "MK"),
        (date(2026, 7, 1), "MK"),
        (date(2026, 6, 30), "MK20"),
        (date(2025, 3, 1), "MK20"),
        (date(2020, 5, 1), "MK20"),
    ],
)
def test_coal_is_judged_by_the_order_of_the_day(judge: Judge, day: date, standard: str) -> None:
    first = judge.judge(SPLICED, sector="煤矿", on=day).clauses[0]
    assert first.clause == f"{standard}-8-3"
    assert bool(first.caution) == (day < date(2021, 1, 1))


def test_fire_says_that_the_text_in_force_is_not_here(judge: Judge) -> None:
    text = "商场喷淋瘫痪，火灾报警主机坏了，安全出口锁死"
    assert "GB 35181-2025" in judge.judge(text, sector="消防", on=date(2026, 1, 5)).clauses[0].caution
    old = judge.judge(text, sector="消防", on=date(2025, 10, 31)).clauses
    assert all("2025" not in reason.caution for reason in old)


def test_chemicals_are_led_by_the_text_that_is_known(judge: Judge) -> None:
    text = "甲醇罐区没装可燃气体报警器"
    first = judge.judge(text, sector="化工", on=date(2026, 10, 1)).clauses[0]
    assert first.clause == "HG-12"
    assert "AQ 3067-2026" in first.caution
    assert judge.judge(text, sector="化工", on=date(2026, 9, 1)).clauses[0].caution == ""


def test_construction_before_the_edition_of_2024_is_only_a_lead(judge: Judge) -> None:
    first = judge.judge("高支模没验收就浇混凝土", sector="建筑", on=date(2024, 12, 12)).clauses[0]
    assert (first.clause, "2022版" in first.caution) == ("FW-4-5", True)


def test_every_chain_of_texts_has_exactly_one_that_serves(content: Content) -> None:
    for day in (date(2020, 1, 1), date(2023, 6, 1), date(2026, 6, 30), date(2026, 12, 1)):
        assert len({"MK", "MK20"} & set(serving(content, day))) == 1


@pytest.mark.parametrize(("sector", "words"), [("水利", "水利"), ("民航", "民航"), ("医院", "医疗")])
def test_a_sector_without_a_standard_is_told_what_to_consult(judge: Judge, sector: str, words: str) -> None:
    assert words in judge.judge("闸门坏了", sector=sector, on=date(2026, 11, 21)).consult


def test_a_sector_with_a_standard_has_nothing_to_consult(judge: Judge) -> None:
    assert judge.judge("闸门坏了", sector="工贸", on=date(2026, 11, 21)).consult == ""
