"""On which side of the border a text lies, learned from labelled texts."""

from __future__ import annotations

from checklists.judgement.border import Border, Sided, learn

TEXTS = [
    Sided("炉坑积水", "industry", major=True),
    Sided("铝水炉坑有积水", "industry", major=True),
    Sided("熔炼炉坑积水", "industry", major=True),
    Sided("楼道积水", "fire", major=False),
    Sided("门口路面积水", "fire", major=False),
    Sided("疏散指示脱落", "fire", major=False),
    Sided("通道堵死", "fire", major=True),
    Sided("出口堵死", "fire", major=True),
]


def test_the_texts_of_a_sector_lie_on_two_sides() -> None:
    border = Border(*learn(TEXTS))
    for sector in ("industry", "fire"):
        sides = {major: [border.of(one.text, sector) for one in TEXTS if (one.sector, one.major) == (sector, major)]
                 for major in (True, False)}  # fmt: skip
        assert min(sides[True]) > max(sides[False], default=-1.0)


def test_the_same_words_weigh_otherwise_in_another_sector() -> None:
    border = Border(*learn(TEXTS))
    assert border.of("积水", "industry") > border.of("积水", "") > border.of("积水", "fire")


def test_the_order_in_which_they_are_gone_through_is_always_the_same() -> None:
    assert learn(TEXTS) == learn(TEXTS)


def test_what_was_never_seen_lies_where_the_bias_says() -> None:
    weights, bias = learn(TEXTS)
    assert Border(weights, bias).of("", "fire") == bias
    assert Border({}, -0.5).of("谢谢", "") == -0.5


def test_the_words_of_weights_are_told_apart_by_their_size() -> None:
    border = Border({"": {1: {0.5: "水火"}, 2: {2.0: "积水"}}}, 0.0)
    # 积, 水 and 积水: 0.5 and 2 over the root of three groups and one more.
    assert border.of("积水", "") == 1.25
