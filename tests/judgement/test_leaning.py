"""What words lean to, learned from labelled texts."""

from __future__ import annotations

from datetime import date

from checklists.judgement.judge import Judge
from checklists.judgement.leaning import MOST, Labelled, learn, unpacked

TODAY = date(2026, 11, 21)
TEXTS = [
    Labelled("铝水积水", major=True),
    Labelled("铝水炉坑积水", major=True),
    Labelled("标识脱落", major=False),
    Labelled("标识缺了", major=False),
    Labelled("标识旧了", major=False),
]


def test_words_lean_as_the_texts_they_were_learned_from() -> None:
    learned = learn(TEXTS)
    leaning = unpacked(learned)
    # 铝水 stands in both of two majors and in none of three ordinary ones: ln(2.5/3) − ln(0.5/4) = 1.90, kept as 2.
    assert "铝水" in learned[2][2.0]
    # 铝, 水 and 铝水 weigh 2 each: 6 over the root of three groups and one more.
    assert round(leaning.of("铝水"), 2) == 2.20
    assert leaning.of("标识") < 0 < leaning.of("炉坑积水")
    assert leaning.of("谢谢") == leaning.of("") == 0.0


def test_a_phrase_may_count_less_than_a_case() -> None:
    learned = learn([*TEXTS, Labelled("标识坏了", major=True, counts=0.3)])
    # 标识 in 0.3 of 2.3 majors, in all three ordinary ones: ln(0.8/3.3) − ln(3.5/4) = −1.28, kept as −1.25.
    assert "标识" in learned[2][-1.25]


def test_a_long_text_leans_no_further() -> None:
    leaning = unpacked({1: {3.0: "".join(chr(0x4E00 + place) for place in range(400))}})
    assert leaning.of("".join(chr(0x4E00 + place) for place in range(400))) == MOST


def test_one_element_of_several_is_not_made_major_by_its_words(judge: Judge) -> None:
    said = judge.judge("排烟风机坏了", sector="消防", on=TODAY)
    assert said.verdict != "suspected_major"
