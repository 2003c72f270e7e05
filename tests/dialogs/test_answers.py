"""What people type for an answer, question kind by question kind, and what is refused instead of guessed."""

from __future__ import annotations

from datetime import date

import pytest

from checklists.content import Content
from dialogs.answers import Given
from dialogs.days import read_deadline
from dialogs.folding import folded
from dialogs.options import Tap, meant, offered
from dialogs.state import Listed, State
from tests.dialogs.asking import form
from tests.dialogs.conftest import Ask

YES_NO = "[{id: q, ask: 每次动火都办审批票吗？, na: true}]"


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("1", "yes"), ("１", "yes"), ("①", "yes"), ("一", "yes"), ("第1个", "yes"), ("选1", "yes"), (" 1。", "yes"),
        ("是", "yes"), ("是的。", "yes"), ("有", "yes"), ("我们都有的", "yes"), ("√", "yes"), ("✓", "yes"),
        ("OK", "yes"), ("嗯", "yes"), ("已经做了。", "yes"), ("好的！", "yes"), ("对", "yes"),
        ("2", "no"), ("二", "no"), ("②", "no"), ("否", "no"), ("没有", "no"), ("没有。", "no"), ("没有啊", "no"),
        ("没", "no"), ("无", "no"), ("×", "no"), ("Ｘ", "no"), ("不是的", "no"), ("还没有呢", "no"), ("不 对", "no"),
    ],
)  # fmt: skip
def test_yes_and_no_as_people_say_them(ask: Ask, said: str, meaning: str) -> None:
    assert ask(form(YES_NO)).say(said).value("q") == meaning


@pytest.mark.parametrize(
    "said", ["", "  ", "0", "4", "12", "有没有", "有吗？", "不一定", "大概吧", "是否", "动火", "1 2", "😀"]
)
def test_what_fits_no_option_is_refused_and_nothing_changes(ask: Ask, said: str) -> None:
    asked = ask(form(YES_NO))
    before = asked.state
    assert asked.say(said).said == ["refuse.no_such_option"]
    assert asked.state == before


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("确认提交", "yes"), ("提交", "yes"), ("确认提交。", "yes"), ("确认", "yes"), ("好", "yes"), ("1", "yes"), ("是", "yes"),
        ("先不提交", "no"), ("否", "no"), ("2", "no"), ("不", "no"), ("撤回", None), ("同意", None),
    ],
)  # fmt: skip
def test_a_confirmation_is_given_in_the_words_of_its_question(ask: Ask, said: str, meaning: str | None) -> None:
    """确认提交 is what people read there, and what they answered; it was refused. Another question's words confirm nothing."""
    sure = "{id: q, kind: confirm, ask: 确认提交吗？, options: [{id: yes, label: 确认提交, words: [提交]}, {id: no, label: 先不提交}]}"
    asked = ask(form(f"[{sure}]")).say(said)
    assert (asked.state.answers["q"].value if "q" in asked.state.answers else None) == meaning


TURNED = """
- {id: q, ask: 现场没有违章操作吗？, options: [{id: yes, label: 没有, words: [都规范]}, {id: no, label: 发现过}]}
"""


@pytest.mark.parametrize("said", ["有", "有的", "是", "否", "√", "×", "不是", "没", "无", "好", "嗯", "对", "没做"])
def test_where_having_none_is_good_no_bare_word_is_guessed(ask: Ask, said: str) -> None:
    assert ask(form(TURNED)).say(said).said == ["refuse.no_such_option"]


@pytest.mark.parametrize(
    ("said", "meaning"),
    [("没有", "yes"), ("没有。", "yes"), ("1", "yes"), ("都规范", "yes"), ("发现过", "no"), ("2", "no")],
)
def test_turned_round_options_answer_to_their_own_words_and_numbers(ask: Ask, said: str, meaning: str) -> None:
    assert ask(form(TURNED)).say(said).value("q") == meaning


@pytest.mark.parametrize(
    "options",
    [
        "[{id: yes, label: 没有发生过}, {id: no, label: 发生过}]",
        "[{id: yes, label: 都在}, {id: no, label: 有人离岗}]",
        "[{id: no, label: 有}, {id: yes, label: 没有}]",
        "[{id: yes, label: 不存在}, {id: no, label: 存在}]",
        "[{id: yes, label: 干净, words: [没有]}, {id: no, label: 脏}]",
    ],
)
def test_turned_round_options_are_noticed_however_they_are_worded(ask: Ask, options: str) -> None:
    for said in ("是", "否", "√", "×"):
        assert ask(form(f"[{{id: q, ask: 怎么样？, options: {options}}}]")).say(said).said == ["refuse.no_such_option"]


def test_in_all_content_no_bare_word_is_taken_for_an_answer_that_says_the_opposite(content: Content) -> None:
    """有 for 没有, or 没有 for 有: the mistakes that would hide a hazard or invent one."""
    for each in (*content.checklist_forms(), *content.dialogs.values()):
        for question in each.questions:
            if question.kind != "choice" or question.options_from:
                continue
            choices = offered(question, State(), content.texts)
            for said, begins in (
                ("有", "没无未不"),
                ("是", "没无未不"),
                ("没有", "有是"),
                ("无", "有是"),
                ("否", "有是"),
            ):
                understood = meant(said, choices, by_number=True)
                assert understood is None or not understood.label.startswith(tuple(begins)), (
                    each.id,
                    question.id,
                    said,
                )


def test_a_label_answers_without_what_stands_in_its_brackets(ask: Ask) -> None:
    asked = ask(
        form("[{id: q, ask: 要办什么？, options: [{id: a, label: 报整改（发照片）}, {id: b, label: 签字（销号）}]}]")
    )
    assert asked.say("报整改").value("q") == "a"


def test_what_names_two_options_is_refused() -> None:
    choices = (Tap("a", "张伟（电工）"), Tap("b", "张伟（焊工）"))
    assert meant("张伟", choices, by_number=True) is None
    assert meant("张伟（焊工）", choices, by_number=True) == choices[1]


SEVERAL = (
    "[{id: q, kind: several, ask: 有哪些？, options: [{id: a, label: 甲}, {id: b, label: 乙}, {id: c, label: 丙}]}]"
)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("1", ("a",)), ("1 3", ("a", "c")), ("13", ("a", "c")), ("１、３", ("a", "c")), ("①③", ("a", "c")),
        ("甲和丙", ("a", "c")), ("一，三", ("a", "c")), ("3;1;3", ("c", "a")), ("乙。", ("b",)),
    ],
)  # fmt: skip
def test_several_options(ask: Ask, said: str, meaning: tuple[str, ...]) -> None:
    assert ask(form(SEVERAL)).say(said).value("q") == meaning


@pytest.mark.parametrize("said", ["", "4", "1 4", "14", "甲 丁", "，"])
def test_several_options_are_all_understood_or_all_refused(ask: Ask, said: str) -> None:
    assert ask(form(SEVERAL)).say(said).said == ["refuse.no_such_options"]


def test_nothing_goes_with_nothing_else(ask: Ask) -> None:
    """5 20 at a list that ends with 都没有 says two things at once: which of them holds nobody can know."""
    given = form(SEVERAL.replace("{id: c, label: 丙}", "{id: none, label: 都没有}"))
    assert ask(given).say("1 3").said == ["refuse.nothing_and_more"]
    assert ask(given).say("3").value("q") == ("none",)


def test_what_is_ahead_is_not_asked_for_by_a_day_that_is_past(ask: Ask) -> None:
    ahead = form("[{id: q, kind: date, ask: 哪天之前？, limits: {not_before: today}}]")
    assert ask(ahead).say("尽快").said == ["refuse.not_a_day_ahead"]
    assert ask(form("[{id: q, kind: date, ask: 哪天？}]")).say("尽快").said == ["refuse.not_a_day"]


def test_not_more_options_than_allowed(ask: Ask) -> None:
    limited = SEVERAL.replace("ask:", "limits: {max_count: 2}, ask:")
    assert ask(form(limited)).say("1 2 3").said == ["refuse.no_such_options"]
    assert ask(form(limited)).say("1 2").value("q") == ("a", "b")


PEOPLE = "[{id: q, kind: number, unit: 人, ask: 多少人？, limits: {min: 1, max: 200000}}]"


@pytest.mark.parametrize(
    ("said", "value", "shown"),
    [
        ("12", "12", "12人"), ("１２人", "12", "12人"), ("12 个人", "12", "12人"), ("1,200", "1200", "1200人"),
        ("十二个", "12", "12人"), ("一百二", "120", "120人"), ("两千人。", "2000", "2000人"), ("约30人", "30", "30人"),
        ("二十人左右", "20", "20人"), ("1.2万", "12000", "12000人"), ("三万五", "35000", "35000人"),
        ("一共8名", "8", "8人"),
    ],
)  # fmt: skip
def test_numbers(ask: Ask, said: str, value: str, shown: str) -> None:
    answer = ask(form(PEOPLE)).say(said).answer("q")
    assert (answer.value, answer.shown) == (value, shown)


@pytest.mark.parametrize(
    "said",
    [
        "很多",
        "三四个人",
        "五六十",
        "二〇二三",
        "12公里",
        "1,2",
        "十几个",
        "3-5",
        "1 2",
        "12.",
        "--3",
        "NaN",
        "1e3",
        "５米",
    ],
)
def test_what_is_no_number_of_these_is_refused(ask: Ask, said: str) -> None:
    """三四个 would else be four people, and 1，2 twelve of them."""
    refused = ask(form(PEOPLE)).say(said)
    assert refused.said == ["refuse.not_a_number"] if said not in ("1 2", "12.") else refused.state.answers


@pytest.mark.parametrize("said", ["0", "-3", "200001", "12.5", "半", "9" * 300])
def test_numbers_out_of_bounds_and_people_in_parts(ask: Ask, said: str) -> None:
    assert ask(form(PEOPLE)).say(said).said == ["refuse.out_of_range"]


MONEY = "[{id: q, kind: money, ask: 多少钱？, limits: {max: 9999999999}}]"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("3万", "30000"), ("3万元", "30000"), ("0", "0"), ("0元", "0"), ("5000块", "5000"), ("1,500.50", "1500.5"),
        ("￥5000", "5000"), ("五千元整", "5000"), ("1.5亿", "150000000"), ("两万多", "20000"), ("大概三千块吧", "3000"), ("估计要两万左右吧", "20000"), ("零", "0"),
    ],
)  # fmt: skip
def test_money_is_in_yuan(ask: Ask, said: str, value: str) -> None:
    assert ask(form(MONEY)).say(said).value("q") == value


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("不花钱", "refuse.not_a_number"),
        ("-1", "refuse.out_of_range"),
        ("10000000000", "refuse.out_of_range"),
        ("3美元", "refuse.not_a_number"),
        ("30天", "refuse.not_a_number"),
        ("3个", "refuse.not_a_number"),
    ],
)
def test_money_that_is_none(ask: Ask, said: str, key: str) -> None:
    assert ask(form(MONEY)).say(said).said == [key]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今天", "2023-06-12"), ("昨天。", "2023-06-11"), ("后天", "2023-06-14"), ("3天后", "2023-06-15"),
        ("2023年5月1日", "2023-05-01"), ("5月1号", "2023-05-01"), ("5.1", "2023-05-01"), ("5/1", "2023-05-01"),
        ("２０２３－０５－０１", "2023-05-01"), ("20230501", "2023-05-01"), ("23-5-1", "2023-05-01"),
        ("明年1月5日", "2024-01-05"), ("下个月15号", "2023-07-15"), ("上月31号", "2023-05-31"),
        ("2024-02-29", "2024-02-29"), ("三天内", "2023-06-15"), ("7日之内", "2023-06-19"), ("周五", "2023-06-16"),
        ("下个礼拜五", "2023-06-23"), ("下周日", "2023-06-25"),
        ("2月29日", "2024-02-29"), ("1月5日", "2023-01-05"), ("12月31日", "2023-12-31"),
    ],
)  # fmt: skip
def test_days(ask: Ask, said: str, day: str) -> None:
    assert ask(form("[{id: q, kind: date, ask: 哪天？}]")).say(said).value("q") == day


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("2月30日", "no_such_day"), ("2023-02-29", "no_such_day"), ("13月1日", "no_such_day"),
        ("6月31号", "no_such_day"),
        ("下月31日", "2023-07-31"), ("上月32号", "no_such_day"),
        ("月底", "not_a_day"), ("5月", "not_a_day"), ("15", "not_a_day"), ("大概下周", "not_a_day"),
        ("5月1日2月", "not_a_day"),
    ],
)  # fmt: skip
def test_days_there_are_not(ask: Ask, said: str, key: str) -> None:
    asked = ask(form("[{id: q, kind: date, ask: 哪天？}]")).say(said)
    assert asked.said == [f"refuse.{key}"] if not key.startswith("2023") else asked.value("q") == key


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("30天", "2023-07-12"), ("十五天", "2023-06-27"), ("三十日内", "2023-07-12"), ("一周", "2023-06-19"),
        ("两个星期以内", "2023-06-26"), ("一周后", "2023-06-19"), ("一个月内", "2023-07-12"), ("1个月", "2023-07-12"),
        ("半个月", "2023-06-27"), ("一个半月", "2023-07-27"), ("一个月半", "2023-07-27"), ("半年内", "2023-12-12"), ("一年", "2024-06-12"),
        ("月底", "2023-06-30"), ("月底前", "2023-06-30"), ("本月底之前", "2023-06-30"), ("下个月底", "2023-07-31"),
        ("8月底前", "2023-08-31"), ("2月底", "2024-02-29"), ("年底前", "2023-12-31"), ("明年底", "2024-12-31"),
        ("国庆前", "2023-09-30"), ("国庆节之前", "2023-09-30"), ("元旦前", "2023-12-31"), ("五一前", "2024-04-30"),
        ("6月30日前", "2023-06-30"), ("6月30号之前。", "2023-06-30"), ("周五前", "2023-06-16"), ("明天之前", "2023-06-13"),
        ("25号", "2023-06-25"), ("5号前", "2023-07-05"),
        ("5月", None), ("15", None), ("尽快", None), ("春节前", None), ("三天前", None), ("三四天", None), ("半周", None), ("31号", None),
        ("13月底", None), ("月", None), ("底", None),
    ],
)  # fmt: skip
def test_a_deadline_is_also_a_span_an_end_or_a_feast(ask: Ask, said: str, day: str | None) -> None:
    asked = ask(form("[{id: q, kind: date, ask: 哪天之前改完？, limits: {not_before: today}}]")).say(said)
    if day is None:
        assert asked.said in (["refuse.not_a_day_ahead"], ["refuse.no_such_day"])
    else:
        assert asked.value("q") == day


def test_a_month_from_the_last_day_ends_with_the_next_month() -> None:
    assert read_deadline("一个月内", date(2024, 1, 31)) == date(2024, 2, 29)
    assert read_deadline("国庆前", date(2023, 10, 3)) == date(2024, 9, 30)
    assert read_deadline("月底前", date(2023, 6, 30)) == date(2023, 6, 30)


@pytest.mark.parametrize(
    ("limits", "said", "good"),
    [
        ("not_before: today", "今天", True), ("not_before: today", "昨天", False), ("not_after: today", "明天", False),
        ("not_before: 2023-05-01", "4月30日", False), ("not_before: today", "6月1日", False),
        ("not_after: 2023-12-31", "12月31日", True),
    ],
)  # fmt: skip
def test_days_within_limits(ask: Ask, limits: str, said: str, good: bool) -> None:
    asked = ask(form(f"[{{id: q, kind: date, ask: 哪天？, limits: {{{limits}}}}}]")).say(said)
    assert asked.said == ([] if good else ["refuse.day_out_of_range"])


@pytest.mark.parametrize(
    ("today", "limits", "said", "day"),
    [
        # This year's, as people mean it, even half a year away.
        ("2023-06-12", "{}", "12月31日", "2023-12-31"), ("2023-06-12", "{}", "1月1日", "2023-01-01"),
        # The nearest across the turn of the year.
        ("2023-12-20", "{}", "1月5日", "2024-01-05"), ("2024-01-05", "{}", "12月30日", "2023-12-30"),
        # Never one that cannot be meant.
        ("2023-10-08", "{not_before: today}", "3月1日", "2024-03-01"),
        ("2023-03-08", "{not_after: today}", "9月1日", "2022-09-01"),
        ("2023-06-12", "{}", "2月29日", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_day_without_a_year(ask: Ask, today: str, limits: str, said: str, day: str) -> None:
    asked = ask(form(f"[{{id: q, kind: date, ask: 哪天？, limits: {limits}}}]"))
    assert asked.give(Given(today=date.fromisoformat(today), text=said)).value("q") == day


@pytest.mark.parametrize("length", [501, 1001, 4001, 60_000])
def test_one_limit_is_told_however_much_too_long_the_words_are(ask: Ask, length: int) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 情况？, limits: {max_length: 500}}]")).say("隐" * length)
    assert asked.shown.text.startswith("文字太长了，请控制在 500 个字以内")


def test_a_question_says_its_own_message_where_a_limit_is_broken(ask: Ask) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 情况？, limits: {min_length: 4}, message: 请写具体。}]")).say("坏了")
    assert asked.shown.text.startswith("请写具体。\n\n情况？")


@pytest.mark.parametrize(
    ("limits", "said", "key"),
    [
        ("min_length: 2", "一", "too_short"), ("max_length: 3", "一二三四", "too_long"),
        ("max_length: 3", "一二三", ""),
        ('pattern: "[0-9]{4}"', "20235", "pattern"), ('pattern: "[0-9]{4}"', "2023", ""),
        ("min_length: 1", "隐" * 1001, "too_long"), ("min_length: 1", "隐" * 6667, "too_long"),
        ("min_length: 1", "\u200b\u0007", "empty"), ("min_length: 1", "😀", ""),
    ],
)  # fmt: skip
def test_text_within_limits(ask: Ask, limits: str, said: str, key: str) -> None:
    asked = ask(form(f"[{{id: q, kind: text, ask: 情况？, limits: {{{limits}}}}}]")).say(said)
    assert asked.said == ([f"refuse.{key}"] if key else [])


def test_text_is_kept_as_typed_without_control_characters(ask: Ask) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 情况？}]")).say(" 灯\u0000坏了\u202e，\n两盏😀\ud800 ")
    assert asked.value("q") == "灯坏了，\n两盏😀"


@pytest.mark.parametrize("said", ["是的", "好的", "OK", "收到", "确认", "确认提交", "晓得了"])
def test_a_nod_is_no_words(ask: Ask, said: str) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 怎么改？}]")).say(said)
    assert asked.said == ["refuse.nod"]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("王强", ""), ("王进度", ""), ("古丽·买买提", ""), ("John O'Neil", ""), ("王强 13800000000", ""),
        ("91360700MA35XXXXXX", "name"), ("13800000000", "name"), ("王", "name"), ("不知道", "name"), ("好的", "nod"),
        ("我自己", "name"),
    ],
)  # fmt: skip
def test_a_name_is_letters(ask: Ask, said: str, key: str) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 由谁负责？, limits: {check: name}}]")).say(said)
    assert asked.said == ([f"refuse.{key}"] if key else [])


@pytest.mark.parametrize("said", ["不知道", "不清楚", "还没想好", "12", "3333", "。。。", "１２"])
def test_what_was_or_will_be_done_is_told_in_words(ask: Ask, said: str) -> None:
    """On record 不知道 and 12 would stand as the measures against a major hazard."""
    asked = ask(form("[{id: q, kind: text, ask: 准备怎么改？, limits: {min_length: 2, check: words}}]"))
    assert asked.say(said).said == ["refuse.words"]
    assert asked.say("换2个").value("q") == "换2个"


def test_who_does_not_know_is_told_how_to_go_on_where_an_answer_is_needed(ask: Ask) -> None:
    assert ask(form("[{id: q, kind: place, ask: 在哪？}]")).say("不知道").said == ["refuse.words"]
    assert (
        ask(form("[{id: q, kind: text, ask: 水性漆还是油性漆？, optional: true}]")).say("不知道").value("q") == "不知道"
    )
    assert ask(form("[{id: q, kind: text, ask: 几号楼？}]")).say("12").value("q") == "12"


@pytest.mark.parametrize("said", ["好的", "不知道", "12", "没"])
def test_a_reason_why_something_does_not_apply_is_told(ask: Ask, said: str) -> None:
    asked = ask(form(YES_NO)).say("不涉及", said)
    assert (asked.at, asked.said) == ("q reason", ["refuse.want_reason"])


@pytest.mark.parametrize("said", ["没有", "无", "零", "0", "一个都没有"])
def test_none_is_nought(ask: Ask, said: str) -> None:
    assert ask(form("[{id: q, kind: number, unit: 个, ask: 其中已整改了几个？}]")).say(said).value("q") == "0"


def test_a_deadline_years_ahead_is_a_slip(ask: Ask) -> None:
    one = ask(form("[{id: q, kind: date, ask: 哪天之前改完？, limits: {not_before: today, within_days: 730}}]"))
    assert one.say("2033-06-30").said == ["refuse.day_out_of_range"]
    assert one.say("2024-06-30").value("q") == "2024-06-30"


def test_a_deadline_far_ahead_is_asked_back_once(ask: Ask) -> None:
    deadline = form("[{id: q, kind: date, ask: 哪天之前改完？, limits: {not_before: today, doubt_days: 90}}]")
    assert ask(deadline).say("2023-09-10").said == []  # 90 days
    far = ask(deadline).say("2023-12-31")
    assert far.said == ["refuse.far_ahead"]
    assert far.shown.text.startswith("2023年12月31日离今天还有 202 天")
    assert "q" not in far.state.answers
    assert far.say("是的").value("q") == "2023-12-31"
    again = ask(deadline).say("2023-12-31", "2024-01-31")
    assert again.said == ["refuse.far_ahead"]
    assert again.say("2024-01-31").value("q") == "2024-01-31"
    assert ask(deadline).say("2023-12-31", "7月1日").value("q") == "2023-07-01"
    assert ask(deadline).say("是的").said == ["refuse.not_a_day_ahead"]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("91360702000000019E", "91360702000000019E"), ("9136 0702-0000 0001 9e", "91360702000000019E"),
        ("９１３６０７０２００００００１９Ｅ", None), ("91360702000000019A", None),
        ("9136070200000001", None), ("", None),
    ],
)  # fmt: skip
def test_a_credit_code_needs_its_check_character(ask: Ask, said: str, value: str | None) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 代码？, limits: {check: uscc}}]")).say(said)
    assert asked.value("q") == value if value else asked.said in (["refuse.uscc"], ["refuse.empty"])


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("T360702198001011238", "T360702198001011238"),  # the county bears its code since 1998 only
        ("t360702198001011238", "T360702198001011238"), ("360702198001011238", "T360702198001011238"),
        ("T360702198001011237", None), ("T36070219800101123", None), ("T360702198013011238", None), ("T张三", None),
    ],
)  # fmt: skip
def test_a_certificate_number_is_t_and_an_identity_number(ask: Ask, said: str, value: str | None) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 证号？, limits: {check: certificate}}]")).say(said)
    assert asked.value("q") == value if value else asked.said == ["refuse.certificate"]


def test_a_place_is_words_or_a_position(ask: Ask) -> None:
    where = form("[{id: q, kind: place, ask: 在哪？, limits: {max_length: 6}}]")
    assert ask(where).say("喷漆房").value("q") == "喷漆房"
    assert ask(where).place(25.83, 114.93).value("q") == "25.83000, 114.93000"
    shared = ask(where).place(25.83, 114.93, "沙河大道一百二十八号喷漆房").answer("q")
    assert (shared.value, shared.note) == ("沙河大道一百", "25.830000,114.930000")


def test_a_position_where_words_are_asked(ask: Ask) -> None:
    assert ask(form(YES_NO)).place(25.8, 114.9).said == ["refuse.want_words"]


def test_a_person_is_one_of_the_list_or_a_name(ask: Ask) -> None:
    lists = {"colleagues": (Listed(id="王建国", label="王建国"), Listed(id="李安", label="李安"))}
    who = form("[{id: q, kind: person, ask: 谁？, options_from: colleagues, limits: {min_length: 2}}]")
    assert ask(who, lists=lists).say("2").value("q") == "李安"
    assert ask(who, lists=lists).say("李安").value("q") == "李安"
    assert ask(who, lists=lists).say("赵小兵").value("q") == "赵小兵"
    assert ask(who, lists=lists).say("3").said == ["refuse.too_short"]


def test_having_none_skips_a_photo_but_is_an_answer_where_words_are_asked(ask: Ask) -> None:
    """The judge asks 有没有…, and 没有 is what decides."""
    assert ask(form("[{id: q, kind: photo, ask: 照片？, optional: true}]")).say("没有").value("q") is None
    assert ask(form("[{id: q, kind: text, ask: 有没有报警器？, optional: true}]")).say("没有").value("q") == "没有"
    assert ask(form("[{id: q, kind: text, ask: 有没有报警器？, optional: true}]")).say("跳过").value("q") is None


def test_a_number_is_an_answer_and_no_option_where_a_number_is_asked(ask: Ask) -> None:
    asked = ask(form("[{id: q, kind: number, ask: 几台？, optional: true}]"))
    assert (asked.options(), asked.shown.numbered) == (["跳过"], False)
    assert asked.say("1").value("q") == "1"


@pytest.mark.parametrize(
    "command", ["yes", "no", "skip", "done", "not_applicable", "back", "pause", "resume", "menu", "help"]
)
def test_every_word_of_a_command_can_be_typed(content: Content, command: str) -> None:
    """A word that folds into something else would never be met."""
    words = content.texts.words[command]
    assert all(folded(word) in words for word in words)
