"""What the judge says to people, and what an answer changes."""

from __future__ import annotations

import json
from datetime import date

import pytest

from checklists.judgement.cases import OWN, read_cases
from checklists.judgement.judge import Judge, as_json

TODAY = date(2026, 11, 21)


def test_a_major_hazard_names_clause_words_and_fault(judge: Judge) -> None:
    said = judge.judge("喷漆房里没装可燃气体报警器", sector="工贸", on=TODAY)
    first = said.clauses[0]
    assert (said.verdict, first.clause, first.article, first.verified) == (
        "suspected_major", "GM-7-7", "第七条第（七）项", "A",
    )  # fmt: skip
    assert "喷漆" in first.why[0]
    assert "没装" in first.why[1]
    assert said.question


def test_a_broken_device_belongs_to_the_clause_that_gathers_them(judge: Judge) -> None:
    said = judge.judge("喷漆房的可燃气体报警器坏了三个月", sector="工贸", on=TODAY)
    assert [reason.clause for reason in said.clauses[:2]] == ["GM-14", "GM-7-7"]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("喷漆房的可燃气体报警器已经装好，试过能报警", "工贸"),
        ("车间两具灭火器过期", "工贸"),
        ("打磨工没戴口罩", "工贸"),
        ("应急预案没有备案，培训记录不全", "工贸"),
        ("一盏应急灯不亮", "消防"),
        ("三层烟感报警有1处点位故障没有消除", "消防"),
        ("喷水性漆的房间没有装可燃气体报警器", "工贸"),
        ("一切正常，没有发现隐患", None),
        ("谢谢", None),
        ("", None),
        ("🙂" * 50, "工贸"),
    ],
)
def test_ordinary_and_empty_texts_are_not_flagged(judge: Judge, text: str, sector: str | None) -> None:
    assert judge.judge(text, sector=sector, on=TODAY).verdict != "suspected_major"


@pytest.mark.parametrize(
    ("text", "counter", "sector"),
    [
        ("个别焊工没有操作证", "个别焊工没随身带证，系统可查", "工贸"),
        ("有一次下污水池作业前没有检测气体", "一处有限空间警示牌褪色", "工贸"),
        ("一台反应釜紧急停车联锁被旁路", "一只安全阀铅封脱落", "化工"),
        ("一台开关失爆", "一台开关标牌缺失", "煤矿"),
        ("部分学生宿舍窗户装了铁栅栏，从里面打不开", "个别宿舍防盗窗留有逃生口", "学校"),
        ("个别吊篮安全锁失效", "个别吊篮限载牌脱落", "建筑"),
        ("一部货梯门锁被短接", "一部货梯照明灯不亮", "特种设备"),
    ],
)
def test_where_one_case_costs_lives_that_it_is_one_makes_it_no_smaller(
    judge: Judge, text: str, counter: str, sector: str
) -> None:
    assert judge.judge(text, sector=sector, on=TODAY).verdict == "suspected_major"
    assert judge.judge(counter, sector=sector, on=TODAY).verdict != "suspected_major"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("回采工作面两个出口堵了一个", "MK-20-17"),
        ("渔船出海以后把北斗关了", "YC-4"),
        ("塔吊力矩限制器的线被剪断", "FW-8-4"),
        ("过山车安全压杠锁不住还在接客", "TS-4.9-b"),
    ],
)
def test_without_a_sector_the_words_say_which_standard_is_meant(judge: Judge, text: str, clause: str) -> None:
    assert judge.judge(text, on=TODAY).clauses[0].clause == clause


@pytest.mark.parametrize("comma", ["。", "；", "，", "、"])
def test_a_grave_finding_is_not_drowned_in_a_list_of_small_ones(judge: Judge, comma: str) -> None:
    small = ["灭火器过期2具", "配电箱门未关", "员工未戴安全帽", "砂轮机防护罩缺失", "警示标志褪色", "电线未穿管"]
    listed = comma.join([*small[:3], "木粉尘除尘器没有泄爆装置", *small[3:]])
    said = judge.judge(listed, sector="工贸", on=TODAY)
    assert (said.verdict, said.clauses[0].clause) == ("suspected_major", "GM-11-3")
    assert judge.judge(comma.join(small), sector="工贸", on=TODAY).verdict == "general"


def test_paint_on_water_is_not_the_clause(judge: Judge) -> None:
    text = "喷漆房里没装可燃气体报警器"
    before = judge.judge(text, sector="工贸", on=TODAY)
    water = judge.answered(text, "用的水性漆", sector="工贸", on=TODAY)
    oil = judge.answered(text, "油性漆", sector="工贸", on=TODAY)
    assert water.verdict != "suspected_major"
    assert water.score < before.score < oil.score
    assert water.question == oil.question == ""
    assert "油性漆" in oil.clauses[0].why[-1]


def test_how_many_people_decides(judge: Judge) -> None:
    text = "液氨速冻间里有人在干活"
    assert "几个人" in judge.judge(text, sector="工贸", on=TODAY).question
    assert judge.answered(text, "12个人", sector="工贸", on=TODAY).verdict == "suspected_major"
    assert judge.answered(text, "最多六个人", sector="工贸", on=TODAY).verdict == "general"


def test_a_number_that_answers_nothing_makes_nothing_of_it(judge: Judge) -> None:
    for reply in ("3万5千", "2", "。", "约3个"):
        assert judge.answered("整改措施：清理", reply, sector="工贸", on=TODAY).verdict == "unclear", reply
    worse = judge.answered("整改措施：清理", "人要进到筒仓里面清库", sector="工贸", on=TODAY)
    assert worse.verdict == "suspected_major"


def test_one_lamp_or_the_whole_floor(judge: Judge) -> None:
    text = "疏散指示灯坏了"
    one = judge.answered(text, "就一盏", sector="商场", on=TODAY)
    several = judge.answered(text, "全部不亮，喷淋也没水，安全出口锁死", sector="商场", on=TODAY)
    assert one.verdict == "general"
    assert several.verdict == "suspected_major"


def test_several_combined_faults_make_a_fire_hazard_major(judge: Judge) -> None:
    one = judge.judge("排烟风机坏了", sector="消防", on=TODAY)
    three = judge.judge("排烟风机坏了，喷淋系统没水，安全出口被锁死", sector="消防", on=TODAY)
    assert one.score < 0.5 < three.score


@pytest.mark.parametrize(
    ("text", "sector", "prefix"),
    [
        ("厂里锅炉安全阀锈死了", "工贸", "TS"),
        ("危化品仓库里氧化剂和易燃液体混放", "工贸", "HG"),
        ("宾馆没装喷淋和火灾报警", "商贸", "XF17"),
        ("没有燃气经营许可证就卖液化气", "商贸", "RQ"),
    ],
)
def test_some_standards_stand_before_the_industrys(judge: Judge, text: str, sector: str, prefix: str) -> None:
    assert judge.judge(text, sector=sector, on=TODAY).clauses[0].clause.rsplit("-", 2)[0].startswith(prefix)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("塔吊力矩限制器被短接了", "FW-8-4"),
        ("瓦斯探头拿塑料袋包起来了", "MK-14-7"),
        ("尾矿库排洪井堵了", "KS-W-9"),
        ("污水池没测气体就下去清淤", "GM-13-2"),
        ("烧电焊的人没有特种作业操作证", "GM-3-2"),
    ],
)
def test_without_a_sector_the_words_decide(judge: Judge, text: str, clause: str) -> None:
    assert clause in [reason.clause for reason in judge.judge(text, on=TODAY).clauses[:2]]


def test_a_clause_an_answer_pointed_to_is_named_and_flagged(judge: Judge) -> None:
    said = judge.judge("焊工的证没有", sector="工贸", on=TODAY, clauses=("GM-3-2",))
    assert said.clauses[0].clause == "GM-3-2"
    assert said.verdict == "suspected_major"
    assert "检查表" in said.clauses[0].why[0]


def test_the_kind_of_enterprise_speaks_for_its_clauses(judge: Judge) -> None:
    text = "车间梁上积灰很厚"
    plain = judge.judge(text, sector="工贸", on=TODAY)
    dusty = judge.judge(text, sector="工贸", kinds=("dust",), on=TODAY)
    assert dusty.score >= plain.score


def test_quantities_decide_against_a_clause(judge: Judge) -> None:
    low = judge.judge("煤气水封排水器只有20 kPa", sector="工贸", on=TODAY)
    high = judge.judge("煤气水封排水器有40 kPa", sector="工贸", on=TODAY)
    assert low.clauses[0].clause == "GM-4-8"
    assert high.score < low.score


def test_the_line_of_the_interface(judge: Judge) -> None:
    text = "喷漆房里没装可燃气体报警器"
    line = as_json("a1", text, "工贸", TODAY, judge.judge(text, sector="工贸", on=TODAY))
    assert json.loads(json.dumps(line, ensure_ascii=False)) == line
    assert {"id", "text", "sector", "on", "verdict", "score", "clauses"} <= set(line)
    clauses = line["clauses"]
    assert isinstance(clauses, list)
    assert {"id", "standard", "article", "score", "why"} <= set(clauses[0])
    assert line["on"] == "2026-11-21"


def test_clauses_stand_best_first_and_are_at_most_five(judge: Judge) -> None:
    for case in read_cases(OWN / "cases.jsonl")[:60]:
        scores = [reason.score for reason in judge.judge(case.text, sector=case.sector, on=TODAY).clauses]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 5


def test_one_element_of_a_combined_judgement_stands_behind_what_is_met_directly(judge: Judge) -> None:
    """A dry hydrant counts in the fire standard only together with others, in a school by itself."""
    first, second, *_ = judge.judge("幼儿园的消防栓打开没有水", sector="教育", on=TODAY).clauses
    assert (first.clause, second.clause) == ("JY-3-1-4", "XF17-7.4.3")


def test_the_phrase_named_as_alike_is_the_one_the_text_is_nearest_to(judge: Judge) -> None:
    """A reason is believed: what it says must be what was found."""
    signs = judge.working.memory.signs
    assert signs.closest("烤漆房的探头不亮，报警早就不响了", "GM-7-7") == "烤漆房的探头不亮,报警早就不响了"
    assert signs.closest("烤漆房的探头不亮", "MK-9-1") == ""


@pytest.mark.parametrize("text", ["木粉尘除尘器没有泄爆装置", "车间两具灭火器过期"])
def test_the_frame_of_a_notice_weighs_nothing(judge: Judge, text: str) -> None:
    framed = f"2026年5月6日，某市应急管理局执法人员检查时发现，该公司{text}，违反了《安全生产法》第三十六条的规定，责令限期改正，并处罚款2万元。"
    bare = judge.judge(text, sector="工贸", on=TODAY)
    assert judge.judge(framed, sector="工贸", on=TODAY) == bare


@pytest.mark.parametrize(
    ("text", "sector", "verdict"),
    [
        ("铁路桥墩被洪水掏空", "铁路", "unclear"),
        ("铁路道口没人看守", "铁路", "unclear"),
        ("培训记录没签字", "铁路", "general"),
        ("机房灭火器压力不足一具", "通信", "general"),
        ("一切正常，没有发现隐患", "铁路", "general"),
    ],
)
def test_where_no_standard_is_on_file_nothing_grave_is_called_ordinary(
    judge: Judge, text: str, sector: str, verdict: str
) -> None:
    said = judge.judge(text, sector=sector, on=TODAY)
    assert (said.verdict, bool(said.consult)) == (verdict, True)
    assert verdict == "general" or not said.clauses, "a clause of another sector is no lead"


@pytest.mark.parametrize(
    "text",
    [
        "调漆间没装可燃气体报警",
        "喷漆房没有可燃气体报警器",
        "调漆间没有通风",
        "喷漆房用油性漆，没有可燃气体浓度报警器，排风机也坏了",
    ],
)
def test_of_clauses_met_by_the_same_words_the_kind_of_enterprise_decides(judge: Judge, text: str) -> None:
    def first(*kinds: str) -> str:
        return judge.judge(text, sector="工贸", kinds=kinds, on=TODAY).clauses[0].clause

    assert (first("furniture", "dust"), first(), first("dust")) == ("GM-8-6", "GM-7-7", "GM-7-7")


def test_a_kind_of_enterprise_makes_no_paint_shop_of_a_workshop(judge: Judge) -> None:
    plain = judge.judge("车间没有通风", sector="工贸", on=TODAY)
    furniture = judge.judge("车间没有通风", sector="工贸", kinds=("furniture",), on=TODAY)
    assert furniture.verdict == plain.verdict


@pytest.mark.parametrize(
    "text", ["动火作业没有审批", "动火没开票就在车间烧焊", "动火作业无证，没有审批", "油漆仓库旁边动火没有审批"]
)
def test_a_workshop_is_not_quoted_the_standards_of_chemical_plants(judge: Judge, text: str) -> None:
    said = judge.judge(text, sector="工贸", kinds=("furniture",), on=TODAY)
    assert not [one.clause for one in said.clauses if one.clause.startswith("HG")]


def test_chemical_plants_are_quoted_them(judge: Judge) -> None:
    said = judge.judge("罐区动火没办票也没做气体分析", sector="化工", on=TODAY)
    assert said.clauses[0].clause == "HG-18"
    stored = judge.judge("危化品仓库的可燃气体报警器坏了", sector="工贸", on=TODAY)
    assert any(one.clause.startswith("HG") for one in stored.clauses)
