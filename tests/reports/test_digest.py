"""The week of 19 to 25 June 2023 in one county, every figure worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hand_made_ledger import Ledger
from PIL import Image

from checklists.content import Content
from checklists.plan import Checklist, Duty, HighRisk, Phase, Plan
from reports import chart
from reports.chart import picture
from reports.chart_paper import fitting
from reports.digest import Digest, weekly
from reports.digest_words import in_words
from reports.periods import last_week, week_of
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork

PLAN = Plan.model_construct(
    region="360700",
    id="p", year=2023, sectors=(), deadlines=(),
    inspection=Duty(every="quarter", high_risk_every="month", basis="b"),
    phases=(Phase(id="all", title="t", begin="05-10", end="12-31", basis="b"),), high_risk=HighRisk(basis="b"),
    checklists=(Checklist(id="c", title="t", basis="b", items=()),),
)  # fmt: skip
COUNTY = Scope(region="360702")
WEEK = last_week(date(2023, 6, 26))


@pytest.fixture
def week(content: Content, unit: UnitOfWork, ledger: Ledger) -> Digest:
    ledger.region("360702", "章贡区")
    pit = ledger.enterprise("大山矿", "360702", "mine", high_risk=True)
    shop, depot = ledger.enterprise("小店", "360702", "gas"), ledger.enterprise("气站", "360702", "gas")
    ledger.enterprise("关了的厂", "360702", "gas", closed="2023-06-20 09:00")
    elsewhere = ledger.enterprise("邻县厂", "360703", "gas")
    ledger.hazard(pit, "2023-06-19 00:00", deadline="2023-06-25")  # found this week; overdue by a day
    ledger.hazard(pit, "2023-06-18 23:59", fixed="2023-06-19 00:00")  # fixed this week
    ledger.hazard(shop, "2023-06-25 23:59", source="whistle", level="suspected_major")  # found; to be confirmed
    ledger.hazard(shop, "2023-06-26 00:00")  # next week's
    ledger.hazard(
        shop, "2023-06-01 09:00", source="department", rectified="2023-06-24 09:00", fixed="2023-06-26 00:00",
        deadline="2023-06-20",
    )  # open until its sign-off, yet not overdue: it was rectified  # fmt: skip
    ledger.hazard(depot, "2023-05-01 09:00", deadline="2023-06-26")  # open, and due only on the day after the week
    ledger.hazard(
        depot, "2023-05-02 09:00", rectified="2023-05-10 09:00", fixed="2023-05-12 09:00", status="open",
        deadline="2023-06-01",
    )  # reopened: overdue by 25 days whatever its first rectification says  # fmt: skip
    ledger.hazard(depot, "2023-06-20 09:00", status="rejected")
    ledger.hazard(elsewhere, "2023-06-20 09:00")
    ledger.inspection(pit, "2023-05-31 23:59")  # high-risk: nothing in June
    ledger.inspection(shop, "2023-04-01 00:00")  # this quarter
    ledger.inspection(depot, "2023-03-31 23:59")  # last quarter
    return weekly(replace(content, plans={"p": PLAN}), unit, COUNTY, "章贡区", WEEK, plans=("p",))


def test_the_week_in_words(content: Content, week: Digest) -> None:
    assert in_words(content, week) == (
        "【章贡区】重大隐患周报 6月19日—6月25日\n"
        "本周发现 2 条（企业自查 1，部门检查和举报查实 1），销号 1 条。\n"
        "还没销号 5 条，其中逾期 2 条，疑似待认定 1 条。\n"
        "未销号按行业：城镇燃气 4（逾期 1）、非煤矿山 1（逾期 1）。\n"
        "有逾期隐患的企业 2 家：气站（1 条，最长超 25 天）、大山矿（1 条，最长超 1 天）。\n"
        "本期自查还没做完的企业 2 家：大山矿、气站。\n"
        "请先办：认定疑似 1 条、督促逾期 2 条、提醒 2 家做完自查。"
    )


def test_of_a_week_that_is_not_over_nothing_is_said_that_has_not_come(
    content: Content, unit: UnitOfWork, ledger: Ledger
) -> None:
    """On Wednesday 28 June: a deadline on Saturday is not passed, and July, in which the week ends, has not begun."""
    ledger.region("360702", "章贡区")
    pit = ledger.enterprise("大山矿", "360702", "mine", high_risk=True)
    ledger.hazard(pit, "2023-06-26 09:00", deadline="2023-06-27")
    ledger.hazard(pit, "2023-06-27 09:00", deadline="2023-07-01")
    ledger.inspection(pit, "2023-06-05 09:00")
    unit.now = datetime(2023, 6, 28, 2, tzinfo=UTC)
    own = replace(content, plans={"p": PLAN})
    digest = weekly(own, unit, COUNTY, "章贡区", week_of(date(2023, 6, 28)), plans=("p",))
    assert (digest.found, digest.open, digest.overdue) == (2, 2, 1)
    assert [lagging.missing.count for lagging in digest.lagging] == [0]
    assert "大山矿（1 条，最长超 1 天）" in in_words(own, digest)
    unit.now = datetime(2023, 7, 5, 2, tzinfo=UTC)
    later = weekly(own, unit, COUNTY, "章贡区", week_of(date(2023, 6, 28)), plans=("p",))
    assert (later.overdue, [lagging.missing.count for lagging in later.lagging]) == (2, [1])


def test_the_trend_puts_each_event_into_its_own_week(week: Digest) -> None:
    assert len(week.trend) == 12
    assert week.trend[-1] == (2, 1)
    assert week.trend[-2] == (1, 0)  # found on Sunday 18 June
    assert sum(found for found, _ in week.trend) == 6  # since 3 April: all but next week's and the rejected one
    assert sum(fixed for _, fixed in week.trend) == 1  # the reopened one is not fixed
    assert week.mondays[-1] == date(2023, 6, 19)


def test_a_department_sees_its_sectors_only(content: Content, unit: UnitOfWork, week: Digest) -> None:
    mines = weekly(content, unit, Scope(region="360702", sectors=("mine",), department_id=7), "矿山科", WEEK)
    assert (mines.open, mines.overdue, mines.awaiting, mines.late_count) == (1, 1, 0, 1)
    assert mines.lagging == ()


def test_a_quiet_week(content: Content, unit: UnitOfWork) -> None:
    quiet = weekly(content, unit, Scope(region="999999"), "某县", WEEK)
    assert in_words(content, quiet).splitlines()[1:] == [
        "本周发现 0 条（企业自查 0，部门检查和举报查实 0），销号 0 条。",
        "目前没有未销号的重大隐患。",
        "本周没有要催办的事。",
    ]
    assert _size(picture(content, quiet)) == (1080, 1620)


def test_the_same_week_gives_the_same_picture(content: Content, week: Digest) -> None:
    first = picture(content, week)
    assert first == picture(content, week)
    assert _size(first) == (1080, 1620)
    assert first != picture(content, replace(week, fixed=7))


def test_a_character_the_font_lacks_is_marked_and_not_dropped(content: Content, week: Digest) -> None:
    # matplotlib warns of every missing glyph, and warnings are errors here
    assert picture(content, replace(week, area="𠀀县")) == picture(content, replace(week, area="〓县"))


def test_many_sectors_are_gathered(content: Content, week: Digest) -> None:
    many = tuple(replace(week.sectors[0], sector=f"s{number}", open=100 + number) for number in range(9))
    assert _size(picture(content, replace(week, sectors=many))) == (1080, 1620)


def test_who_is_late_stands_in_the_picture(content: Content, week: Digest) -> None:
    assert week.late
    assert picture(content, week) != picture(content, replace(week, late=week.late[1:]))
    long = replace(week.late[0], enterprise="有限公司" * 20)
    assert _size(picture(content, replace(week, late=(long,) * 5, late_count=50))) == (1080, 1620)


def test_a_name_too_long_is_cut_and_says_so() -> None:
    assert fitting("青石采石场", 5) == "青石采石场"
    assert fitting("青石采石场有限公司", 5) == "青石采石…"
    assert fitting("CNOOC-2号", 6) == "CNOOC-2号"


@pytest.mark.parametrize(("one", "other"), [("#0072B2", "#B86E00"), ("#C2410C", "#9CC8E4")])
def test_the_colours_are_told_apart_by_those_who_see_no_green(one: str, other: str) -> None:
    """Deuteranopia as Machado, Oliveira and Fernandes simulate it (2009, table 1, severity 1.0)."""
    source = Path(chart.__file__).read_text(encoding="utf-8")
    assert one in source
    assert other in source
    seen = [_without_green(colour) for colour in (one, other)]
    assert sum((left - right) ** 2 for left, right in zip(*seen, strict=True)) ** 0.5 > 0.3


def _without_green(colour: str) -> tuple[float, ...]:
    red, green, blue = ((int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5))
    rows = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
    return tuple(max(0.0, r * red + g * green + b * blue) for r, g, b in rows)


def _size(data: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(data)) as image:
        return image.size
