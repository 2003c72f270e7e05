"""A long text is cut where sentences end, and nothing of it is lost."""

from __future__ import annotations

from checklists.judgement.windows import LONGEST, WIDE, windows


def test_what_people_write_stays_whole() -> None:
    assert windows("喷漆房没有报警器。灭火器过期。") == ("喷漆房没有报警器。灭火器过期。",)
    assert windows("") == ("",)


def test_a_report_is_cut_at_its_sentences_and_nothing_is_lost() -> None:
    report = "灭火器检查卡未填写。" * 500
    cut = windows(report)
    assert "".join(cut) == report
    assert len(cut) == 3
    assert all(len(window) <= WIDE and window.endswith("。") for window in cut)


def test_a_text_without_sentences_is_cut_all_the_same() -> None:
    assert [len(window) for window in windows("坏" * (WIDE + 5))] == [WIDE, 5]
    assert sum(map(len, windows("坏" * (LONGEST + 5)))) == LONGEST
